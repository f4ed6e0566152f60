//! The words that a site says otherwise, from its `templates/words/uk.yaml` and its like: single keys of the built-in file.

use std::collections::BTreeSet;

use crate::codes;
use crate::diagnostic::{Diagnostic, Report, control};
use crate::name;
use crate::parse::yaml::{self, Bounds, Entry, FaultKind, Node, Tree};
use crate::source::{Source, Span};
use crate::words::{
    BUILT_IN, ENGLISH, Forms, Override, Pattern, Section, Sections, Word, base, built_in, categories, is_one_number,
};

/// Reads a file of words. What is no word of the interface, or lacks a gap that is filled in, is reported.
#[must_use]
pub fn read(source: &Source) -> (Vec<Override>, Vec<Diagnostic>) {
    let known = built_in("en");
    let mut reader = Reader { source, language: source.path.stem(), overrides: Vec::new(), diagnostics: Vec::new() };
    let (node, faults) = yaml::exact_unlimited(&source.text, Bounds::default());
    for fault in faults {
        match fault.what {
            FaultKind::Control(character) => reader.push(control(character), fault.span),
            _ => reader.report(fault.span, fault.message, None),
        }
    }
    if let (Some(node), Some(known)) = (&node, known) {
        reader.sections(node, known);
    }
    (reader.overrides, reader.diagnostics)
}

/// Reports the files of words that nothing is said from: `texts` are the languages of the site and of its texts.
///
/// A copy of a built-in file says nothing otherwise, so that a theme may carry them all.
pub fn unused<'a>(files: impl Iterator<Item = &'a Source>, texts: &BTreeSet<&str>, report: &mut Report) {
    // The words of a region stand above those of its language.
    let mut spoken: BTreeSet<&str> = texts.iter().flat_map(|tag| [*tag, base(tag)]).collect();
    // English ones stand in for those of a language that has none.
    spoken.extend(texts.iter().any(|tag| built_in(base(tag)).is_none()).then_some(ENGLISH));
    let is_copy = |file: &Source| BUILT_IN.contains(&(file.path.stem(), &*file.text));
    for file in files.filter(|file| !spoken.contains(file.path.stem()) && !is_copy(file)) {
        let path = &file.path;
        let message = format!("`words/{}` is not used: no text is in that language", path.name());
        let near = name::nearest(path.stem(), spoken.iter().copied(), 1);
        let near = near.first().map(|near| format!("did you mean `words/{near}.yaml`?"));
        let help = near.unwrap_or_else(|| {
            let tags: Vec<&str> = texts.iter().copied().collect();
            format!("the languages of this site are `{}`: name it after one of them, or remove it", tags.join("`, `"))
        });
        report.push(Diagnostic::new(&codes::UNUSED_TEMPLATE, message).at(path, Span::new(0, 0)).help(help));
    }
}

struct Reader<'a> {
    source: &'a Source,
    /// The tag of the language, which is the name of the file.
    language: &'a str,
    overrides: Vec<Override>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn sections(&mut self, node: &Node, known: &Sections) {
        for section in self.map(node) {
            match known.get(&section.key) {
                Some(words) => self.section(section, words),
                None => self.unknown(section.key_span, "section", &section.key, known.keys()),
            }
        }
    }

    fn section(&mut self, section: &Entry, known: &Section) {
        for entry in self.map(&section.value) {
            match known.get(&entry.key) {
                Some(Word::Text(text)) => self.text([section, entry], text),
                Some(Word::Forms(forms)) => self.forms([section, entry], forms),
                None => self.unknown(entry.key_span, "word", &entry.key, known.keys()),
            }
        }
    }

    fn text(&mut self, [section, entry]: [&Entry; 2], known: &str) {
        let Tree::Text { text, .. } = &entry.value.tree else {
            return self.report(entry.value.span, format!("`{}` must be a text", entry.key), None);
        };
        if self.is_empty(entry, text) {
            return;
        }
        let (wanted, given) = (Pattern::new(known), Pattern::new(text));
        if wanted.gaps() == given.gaps() {
            self.add([section, entry], None, text);
        } else {
            let help = match wanted.gaps().as_slice() {
                [] => "nothing is filled in here: write it without braces".to_owned(),
                gaps => format!("each of these stands in it once: `{{{}}}`", gaps.join("}`, `{")),
            };
            self.report(entry.value.span, format!("`{}` has other gaps than are filled", entry.key), Some(help));
        }
    }

    fn forms(&mut self, [section, entry]: [&Entry; 2], known: &Forms) {
        let has_number = |text: &str| Pattern::new(text).gaps() == ["n"];
        let is_counted = known.values().all(|form| has_number(form));
        for form in self.map(&entry.value) {
            let categories = categories(self.language);
            if !categories.contains(&&*form.key) {
                let help = format!("the forms of plural in `{}` are `{}`", self.language, categories.join("`, `"));
                self.report(form.key_span, format!("no form of plural `{}`", form.key), Some(help));
                continue;
            }
            let Tree::Text { text, .. } = &form.value.tree else {
                self.report(form.value.span, format!("`{}` must be a text", form.key), None);
                continue;
            };
            if self.is_empty(form, text) {
                continue;
            }
            if Pattern::new(text).gaps().iter().any(|gap| *gap != "n") {
                let help = "the number stands in it as `{n}`".to_owned();
                self.report(form.value.span, format!("`{}` has other gaps than are filled", entry.key), Some(help));
            } else if is_counted && !has_number(text) && !is_one_number(self.language, &form.key) {
                let message = format!("`{}` does not say the number", form.key);
                let help = "more than one number has this form of plural: write `{n}` where it stands".to_owned();
                self.report(form.value.span, message, Some(help));
            } else {
                self.add([section, entry], Some(form), text);
            }
        }
    }

    /// Tells whether a word says nothing, which is reported.
    fn is_empty(&mut self, entry: &Entry, text: &str) -> bool {
        let is_empty = text.trim().is_empty();
        if is_empty {
            let help = "write a word, or remove the line: the built-in word stands then".to_owned();
            self.report(entry.value.span, format!("`{}` is empty", entry.key), Some(help));
        }
        is_empty
    }

    fn add(&mut self, [section, entry]: [&Entry; 2], form: Option<&Entry>, text: &str) {
        self.overrides.push(Override {
            section: section.key.as_str().into(),
            key: entry.key.as_str().into(),
            form: form.map(|form| form.key.as_str().into()),
            text: text.into(),
        });
    }

    /// Returns the entries of a map; of nothing there are none, and what is no map is reported.
    fn map<'n>(&mut self, node: &'n Node) -> &'n [Entry] {
        match &node.tree {
            Tree::Map(entries) => entries,
            Tree::Null => &[],
            Tree::Text { .. } | Tree::List(_) => {
                self.report(node.span, "words stand here by their keys".to_owned(), None);
                &[]
            }
        }
    }

    fn unknown<'k, K: AsRef<str> + 'k + ?Sized>(
        &mut self,
        span: Span,
        what: &str,
        key: &str,
        known: impl IntoIterator<Item = &'k K>,
    ) {
        let near = name::nearest(key, known.into_iter().map(AsRef::as_ref), 1);
        let help = near.first().map(|near| format!("did you mean `{near}`?"));
        self.report(span, format!("no {what} `{key}`"), help);
    }

    fn report(&mut self, span: Span, message: String, help: Option<String>) {
        self.push(Diagnostic::new(&codes::TEMPLATE, message).help_if(help), span);
    }

    fn push(&mut self, diagnostic: Diagnostic, span: Span) {
        self.diagnostics.push(diagnostic.at(&self.source.path, span));
    }
}
