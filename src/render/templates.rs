//! The compiled templates, each with the digest of all texts that it is made of.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use tera::{Context, Tera};

use super::blocks::{self, Fit};
use super::bounds::{self, Bounded, Bounds, Excess};
use super::filters;
use super::mistake;
use super::reached::Reached;
use super::worded::Worded;
use crate::diagnostic::{Diagnostic, Report};
use crate::digest::{Digest, Digestible, Hasher};
use crate::load::{BUILT_IN, Template};
use crate::words::{Dictionary, Words};

/// All templates of a site, in the languages of its pages.
pub struct Templates {
    sources: BTreeMap<String, Template>,
    digests: BTreeMap<String, Digest>,
    dictionary: Arc<Dictionary>,
    own: Arc<Set>,
    /// Those in the languages of single records, by what their words are called.
    others: RwLock<BTreeMap<Arc<str>, Arc<Set>>>,
}

/// The templates in one language.
struct Set {
    tera: Tera,
    sources: BTreeMap<String, Worded>,
    words: Arc<Words>,
    bounds: Bounds,
    /// Whether one of them took too long.
    overdue: AtomicBool,
}

impl Templates {
    /// Compiles the templates in the language of the site; mistakes in them are reported, and then there are none.
    #[must_use]
    pub fn compile(
        sources: &BTreeMap<String, Template>,
        reached: &Reached<'_>,
        dictionary: &Arc<Dictionary>,
        bounds: Bounds,
        report: &mut Report,
    ) -> Option<Self> {
        let Fit { templates: fitted, bare, misspelt } = blocks::fitted(sources);
        report.extend(misspelt.into_iter().map(mistake::misspelt));
        match Set::compile(&fitted, Arc::clone(dictionary.own()), bounds) {
            // What else is wrong with them comes first: a block may only be misspelt.
            Ok(_) if !bare.is_empty() => {
                report.extend(bare.into_iter().map(mistake::bare));
                None
            }
            Ok(own) => Some(Self {
                sources: fitted,
                digests: digests(sources, reached, own.words.digest()),
                dictionary: Arc::clone(dictionary),
                own: Arc::new(own),
                others: RwLock::default(),
            }),
            Err(diagnostics) => {
                report.extend(diagnostics);
                None
            }
        }
    }

    /// Returns the digest of a template with all that it extends, includes or calls, and of the words that a page in this
    /// language may say: its own, and those of the site around it.
    #[must_use]
    pub fn digest(&self, name: &str, lang: &str) -> Digest {
        let digest = self.digests.get(name).copied().unwrap_or_default();
        let words = self.dictionary.of(lang);
        if Arc::ptr_eq(&words, &self.own.words) { digest } else { both(digest, words.digest()) }
    }

    /// Renders a template in a language and appends the result to `bytes`.
    pub fn render(
        &self,
        name: &str,
        lang: &str,
        context: &Context,
        bytes: &mut Vec<u8>,
    ) -> Result<(), Vec<Diagnostic>> {
        let words = self.dictionary.of(lang);
        if Arc::ptr_eq(&words, &self.own.words) {
            return self.own.render(name, context, bytes);
        }
        self.other(words)?.render(name, context, bytes)
    }

    fn other(&self, words: Arc<Words>) -> Result<Arc<Set>, Vec<Diagnostic>> {
        if let Some(set) = self.others.read().unwrap_or_else(PoisonError::into_inner).get(&words.name) {
            return Ok(Arc::clone(set));
        }
        let mut others = self.others.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(set) = others.get(&words.name) {
            return Ok(Arc::clone(set));
        }
        let name = Arc::clone(&words.name);
        let set = Arc::new(Set::compile(&self.sources, words, self.own.bounds)?);
        others.insert(name, Arc::clone(&set));
        Ok(set)
    }
}

impl Set {
    fn compile(
        sources: &BTreeMap<String, Template>,
        words: Arc<Words>,
        bounds: Bounds,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut tera = Tera::new();
        filters::register(&mut tera, &words);
        bounds::register(&mut tera);
        let (mut worded, mut diagnostics) = (BTreeMap::new(), Vec::new());
        for (name, template) in sources {
            let mut unknown = Vec::new();
            worded.insert(name.clone(), Worded::new(template, &words, &mut unknown));
            diagnostics.extend(unknown.iter().map(|it| mistake::unknown_word(it, name, template, &words)));
        }
        if !diagnostics.is_empty() {
            return Err(diagnostics);
        }
        // What the project defines, a whole template or one component, goes before what the theme does.
        let compiled = tera.set_fallback_prefixes([BUILT_IN]).and_then(|()| {
            let texts = worded.iter().map(|(name, it)| (compiled_name(name, it), it.text.as_str()));
            tera.add_raw_templates(texts)
        });
        match compiled {
            Ok(()) => Ok(Self { tera, sources: worded, words, bounds, overdue: AtomicBool::new(false) }),
            Err(error) => Err(mistake::diagnostics(&error, None, &worded)),
        }
    }

    fn render(&self, name: &str, context: &Context, bytes: &mut Vec<u8>) -> Result<(), Vec<Diagnostic>> {
        // A template that never ends does not for the next page either: that is waited for once.
        if self.overdue.load(Ordering::Relaxed) {
            return Err(vec![mistake::excess(name, Excess::Time(self.bounds.time), &self.sources)]);
        }
        let mut bounded = Bounded::new(bytes, self.bounds);
        let rendered = self.tera.render_to(name, context, &mut bounded);
        rendered.map_err(|error| match bounded.excess() {
            Some(excess) => {
                self.overdue.fetch_or(matches!(excess, Excess::Time(_)), Ordering::Relaxed);
                vec![mistake::excess(name, excess, &self.sources)]
            }
            None => mistake::diagnostics(&error, Some(name), &self.sources),
        })
    }
}

/// Returns the name of a template for Tera: those of the theme stand in a folder of their own.
fn compiled_name<'n>(name: &'n str, template: &Worded) -> Cow<'n, str> {
    if template.path.is_some() || name.starts_with(BUILT_IN) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(format!("{BUILT_IN}{name}"))
    }
}

/// Returns the digest of two.
fn both(one: Digest, other: Digest) -> Digest {
    let mut hasher = Hasher::default();
    one.digest(&mut hasher);
    other.digest(&mut hasher);
    hasher.finish()
}

/// Returns for each template the digest of the words of the site and of all texts that its output depends on.
fn digests(sources: &BTreeMap<String, Template>, reached: &Reached<'_>, words: Digest) -> BTreeMap<String, Digest> {
    let digests = reached.iter().map(|(name, reached)| {
        let mut hasher = Hasher::default();
        for &name in reached {
            name.digest(&mut hasher);
            sources[name].text.digest(&mut hasher);
        }
        (name.to_owned(), both(hasher.finish(), words))
    });
    digests.collect()
}
