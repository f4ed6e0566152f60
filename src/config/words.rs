//! The words that a site says otherwise, from its `templates/words/uk.yaml` and its like: single keys of the built-in file.

use crate::codes;
use crate::diagnostic::{Diagnostic, control};
use crate::name;
use crate::parse::yaml::{self, Entry, FaultKind, Node, Tree};
use crate::source::{Source, Span};
use crate::words::{CATEGORIES, Override, Pattern, Section, Sections, Word, built_in};

/// Reads a file of words. What is no word of the interface, or lacks a gap that is filled in, is reported.
#[must_use]
pub fn read(source: &Source) -> (Vec<Override>, Vec<Diagnostic>) {
    let known = built_in("en");
    let mut reader = Reader { source, overrides: Vec::new(), diagnostics: Vec::new() };
    let (node, faults) = yaml::exact_unlimited(&source.text);
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

struct Reader<'a> {
    source: &'a Source,
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
                Some(Word::Forms(_)) => self.forms([section, entry]),
                None => self.unknown(entry.key_span, "word", &entry.key, known.keys()),
            }
        }
    }

    fn text(&mut self, [section, entry]: [&Entry; 2], known: &str) {
        let Tree::Text { text, .. } = &entry.value.tree else {
            return self.report(entry.value.span, format!("`{}` must be a text", entry.key), None);
        };
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

    fn forms(&mut self, [section, entry]: [&Entry; 2]) {
        for form in self.map(&entry.value) {
            if !CATEGORIES.contains(&&*form.key) {
                self.unknown(form.key_span, "form of plural", &form.key, CATEGORIES);
                continue;
            }
            let Tree::Text { text, .. } = &form.value.tree else {
                self.report(form.value.span, format!("`{}` must be a text", form.key), None);
                continue;
            };
            if Pattern::new(text).gaps().iter().all(|gap| *gap == "n") {
                self.add([section, entry], Some(form), text);
            } else {
                let help = "the number stands in it as `{n}`".to_owned();
                self.report(form.value.span, format!("`{}` has other gaps than are filled", entry.key), Some(help));
            }
        }
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
