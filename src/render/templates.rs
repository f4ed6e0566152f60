//! The compiled templates, each with the digest of all texts that it is made of.

use std::collections::{BTreeMap, BTreeSet};

use tera::{Context, ErrorKind, Tera};

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::digest::{Digest, Digestible, Hasher};
use crate::load::Template;
use crate::name;
use crate::source::Span;

/// All templates of a site.
pub struct Templates {
    tera: Tera,
    sources: BTreeMap<String, Template>,
    digests: BTreeMap<String, Digest>,
}

impl Templates {
    /// Compiles the templates; mistakes in them are reported, and then there are none.
    #[must_use]
    pub fn compile(sources: &BTreeMap<String, Template>, report: &mut Report) -> Option<Self> {
        let mut tera = Tera::new();
        let digests = digests(sources);
        let texts = sources.iter().map(|(name, template)| (name.as_str(), &*template.text));
        let result = tera.add_raw_templates(texts);
        let templates = Self { tera, sources: sources.clone(), digests };
        match result {
            Ok(()) => Some(templates),
            Err(error) => {
                report.push(templates.diagnostic(&error, None));
                None
            }
        }
    }

    /// Returns the digest of a template with all that it extends, includes or calls.
    #[must_use]
    pub fn digest(&self, name: &str) -> Digest {
        self.digests.get(name).copied().unwrap_or_default()
    }

    /// Renders a template.
    pub fn render(&self, name: &str, context: &Context) -> Result<Vec<u8>, Diagnostic> {
        let mut bytes = Vec::with_capacity(16 * 1024);
        match self.tera.render_to(name, context, &mut bytes) {
            Ok(()) => Ok(bytes),
            Err(error) => Err(self.diagnostic(&error, Some(name))),
        }
    }

    /// Turns an error of Tera into a diagnostic, at its place where it has one.
    fn diagnostic(&self, error: &tera::Error, rendered: Option<&str>) -> Diagnostic {
        let (message, file, range) = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                (report.message().to_owned(), report.filename().to_owned(), Some(report.span().range.clone()))
            }
            _ => {
                let text = error.to_string();
                let known = self.sources.keys().find(|name| text.contains(name.as_str()));
                (
                    text.lines().next().unwrap_or("").to_owned(),
                    known.cloned().or_else(|| rendered.map(str::to_owned)).unwrap_or_default(),
                    None,
                )
            }
        };
        let diagnostic = Diagnostic::new(&codes::TEMPLATE, lower(&message)).help_if(self.help(&message));
        match self.sources.get(&file).map(|template| &template.path) {
            Some(Some(path)) => match range {
                Some(range) => diagnostic.at(path, Span::new(range.start, range.end)),
                None => diagnostic.in_file(path),
            },
            _ if file.is_empty() => diagnostic,
            _ => diagnostic.note(None, format!("in the built-in template `{file}`")),
        }
    }

    fn help(&self, message: &str) -> Option<String> {
        let quoted = message.split(['`', '\'', '"']).nth(1)?;
        if quoted.ends_with(".html") && !self.sources.contains_key(quoted) {
            let near = name::nearest(quoted, self.sources.keys().map(String::as_str), 1);
            return near.first().map(|near| format!("did you mean `{near}`?"));
        }
        message
            .contains("not found")
            .then(|| "`dossier explain page /people/x/` prints what a template sees".to_owned())
    }
}

/// Style: messages begin in lower case and have no full stop.
fn lower(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut characters = message.chars();
    match characters.next() {
        Some(first)
            if !message
                .starts_with(|c: char| c.is_uppercase() && message.chars().nth(1).is_some_and(char::is_uppercase)) =>
        {
            first.to_lowercase().chain(characters).collect()
        }
        _ => message.to_owned(),
    }
}

/// Returns for each template the digest of all texts that its output depends on: its own, those that it names, and those
/// that define the components which any of them may call.
fn digests(sources: &BTreeMap<String, Template>) -> BTreeMap<String, Digest> {
    let components: BTreeSet<&str> = sources
        .iter()
        .filter(|(_, template)| template.text.contains("{% component ") || template.text.contains("{%- component "))
        .map(|(name, _)| name.as_str())
        .collect();
    let names = |text: &str| -> Vec<&str> {
        sources
            .keys()
            .map(String::as_str)
            .filter(|name| text.contains(&format!("\"{name}\"")) || text.contains(&format!("'{name}'")))
            .collect()
    };
    sources
        .keys()
        .map(|name| {
            let mut reached: BTreeSet<&str> = components.clone();
            let mut open = vec![name.as_str()];
            while let Some(next) = open.pop() {
                if reached.insert(next) || components.contains(next) {
                    open.extend(names(&sources[next].text).into_iter().filter(|name| !reached.contains(name)));
                }
            }
            let mut hasher = Hasher::default();
            for reached in reached {
                reached.digest(&mut hasher);
                sources[reached].text.digest(&mut hasher);
            }
            (name.clone(), hasher.finish())
        })
        .collect()
}
