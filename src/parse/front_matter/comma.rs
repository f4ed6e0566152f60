//! A list that is written as one text with commas.

use super::Reader;
use super::node::text;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::kind::{Field, Type};
use crate::parse::yaml::Node;

impl Reader<'_> {
    /// Reports a text with commas where a list of texts or names belongs: YAML takes it for a single one.
    pub(super) fn comma(&mut self, field: &Field, node: &Node) {
        let listed = matches!(field.ty, Type::Texts | Type::Refs(_) | Type::Aliases);
        let Some(text) = text(node).filter(|text| listed && text.contains(COMMAS)) else { return };
        let parts: Vec<&str> = text.split(COMMAS).map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.len() > 1 {
            let list = parts.iter().map(|part| if is_plain(part) { (*part).to_owned() } else { quoted(part) });
            let list = list.collect::<Vec<_>>().join(", ");
            let help = format!("write `{}: [{list}]`, or `[{}]` if it is one", field.name, quoted(text));
            let message = format!("`{}` is a list, and this one text with commas", field.name);
            self.push(Diagnostic::new(&codes::COMMAS, message).help(help), node.span);
        }
    }
}

/// What stands between the parts of a list, in several scripts.
const COMMAS: [char; 4] = [',', '،', '，', '、'];

/// Tells whether a text needs no quotation marks between brackets.
fn is_plain(text: &str) -> bool {
    !text.contains(['[', ']', '{', '}', '"', '\'', ':', '#'])
}

fn quoted(text: &str) -> String {
    if text.contains('"') { format!("'{text}'") } else { format!("\"{text}\"") }
}
