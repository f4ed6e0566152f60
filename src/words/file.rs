//! The built-in files of words, which keep to the plainest YAML: two blanks a level, texts between double quotation marks.
//! They are read whenever the program starts, so reading them must cost nothing; a test holds it to what YAML says.

use std::sync::Arc;

use super::{Forms, Section, Sections, Word};

/// Reads a built-in file; nothing where a line is none of its forms.
pub(super) fn read(text: &str) -> Option<Sections> {
    let mut sections = Sections::new();
    let (mut section, mut key) = ("", "");
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let bare = line.trim_start_matches(' ');
        let (name, value) = bare.split_once(':')?;
        let value = value.strip_prefix(' ').map(quoted);
        match (line.len() - bare.len(), value) {
            (0, None) => {
                section = name;
                sections.insert(name.to_owned(), Section::new());
            }
            (2, value) => {
                key = name;
                let word = value.map_or_else(|| Some(Word::Forms(Forms::new())), |text| text.map(Word::Text))?;
                sections.get_mut(section)?.insert(name.to_owned(), word);
            }
            (4, Some(form)) => match sections.get_mut(section)?.get_mut(key)? {
                Word::Forms(forms) => {
                    forms.insert(name.to_owned(), form?);
                }
                Word::Text(_) => return None,
            },
            _ => return None,
        }
    }
    Some(sections)
}

/// Returns the text between double quotation marks, in which `\"` and `\\` stand for one character.
fn quoted(value: &str) -> Option<Arc<str>> {
    let text = value.strip_prefix('"')?.strip_suffix('"')?;
    if !text.contains('\\') {
        return Some(text.into());
    }
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        plain.push(if letter == '\\' { letters.next()? } else { letter });
    }
    Some(plain.into())
}
