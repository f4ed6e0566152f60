//! Values of front matter that are well formed, each by itself, and yet say nothing.

use icu_locale_core::Locale;

use super::{At, Document};
use crate::codes;
use crate::diagnostic::{Diagnostic, Severity};
use crate::kinds;
use crate::parse::fields::Fields;

/// Reports a language that is none, and accounts of articles that say nothing. Where a value could not be read, that it is
/// missing was told with it.
pub(super) fn find(document: &mut Document, fields: &Fields) {
    if let Some(lang) = fields.text("lang").filter(|lang| lang.parse::<Locale>().is_err()) {
        let message = format!("`{lang}` is not the tag of a language");
        let at = document.locate(At { field: "lang", index: 0, sub: "" });
        let mut diagnostic = Diagnostic::new(&codes::WRONG_TYPE, message).at(&document.source.path, at);
        diagnostic.severity = Severity::Warning;
        document.diagnostics.push(diagnostic.help("write a tag of BCP 47: `en`, `uk`, `pt-BR`"));
    }
    if *document.id.kind != kinds::ARTICLE || document.diagnostics.iter().any(|it| it.severity == Severity::Error) {
        return;
    }
    for (index, map) in fields.maps("accounts").iter().enumerate() {
        let given = |key: &str| map.get(key).is_some();
        let missing = match (given("field"), given("value")) {
            (true, false) => "`value` is missing",
            (false, true) => "`field` is missing",
            (false, false) if !["date", "place", "participants"].into_iter().any(given) => "what is said is missing",
            _ => continue,
        };
        let at = document.locate(At { field: "accounts", index: index as u16, sub: "\0" });
        let diagnostic = Diagnostic::new(&codes::MISSING_KEY, format!("{missing} below `accounts`"));
        let help = "give `date`, `place` or `participants`, or `field` and `value`";
        document.diagnostics.push(diagnostic.at(&document.source.path, at).help(help));
    }
}
