//! The setting `private_words`: what must never be published.

use std::sync::Arc;

use regex::{Regex, RegexBuilder};

use super::Reader;
use crate::codes;
use crate::diagnostic::Diagnostic;

/// The most memory that one pattern may take when it is compiled, in bytes.
const MOST_MEMORY: usize = 1 << 20;

/// One item of `private_words`, found in whatever case it is written.
#[derive(Clone, Debug)]
pub enum PrivateWord {
    /// Whole words: `Falcon`, `Jane Roe`.
    Words(Arc<str>),
    /// A pattern, written between slashes: `'/op-\d+/'`.
    Pattern(Regex),
}

impl Reader<'_> {
    /// Reads `private_words: [Falcon, '/op-\d+/']`. What cannot be looked for is an error: it would protect nothing.
    pub(super) fn private_words(&mut self) -> Vec<PrivateWord> {
        let mut words = Vec::new();
        for (index, text) in self.fields.texts("private_words").iter().enumerate() {
            let pattern = text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).filter(|it| !it.is_empty());
            let fault =
                match pattern.map(|it| RegexBuilder::new(it).case_insensitive(true).size_limit(MOST_MEMORY).build()) {
                    Some(Ok(pattern)) if pattern.is_match("") => "the pattern fits everything",
                    Some(Ok(pattern)) => {
                        words.push(PrivateWord::Pattern(pattern));
                        continue;
                    }
                    Some(Err(_)) => "the pattern cannot be read",
                    None if !text.contains(char::is_alphanumeric) => "there is no word in it",
                    None => {
                        words.push(PrivateWord::Words(Arc::clone(text)));
                        continue;
                    }
                };
            let message = format!("number {} of `private_words` cannot be looked for: {fault}", index + 1);
            let help = "write words, or a regular expression between slashes such as `'/op-\\d+/'`";
            // Without its line: that would tell the words.
            self.diagnostics.push(Diagnostic::new(&codes::SETTINGS, message).in_file(&self.source.path).help(help));
        }
        words
    }
}
