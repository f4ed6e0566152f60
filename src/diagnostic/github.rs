//! Diagnostics as workflow commands of GitHub Actions, which become annotations beside the lines of a pull request.

use std::fmt::Write as _;

use super::{Diagnostic, Severity, Texts};
use crate::source::position;

/// Returns the diagnostic as one command: `::error file=a.md,line=3,col=7,endLine=3,endColumn=9,title=D012::no record named ...`.
///
/// Remarks and help follow the message on lines of their own.
#[must_use]
pub fn github_line(diagnostic: &Diagnostic, texts: &dyn Texts) -> String {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let mut line = format!("::{level} ");
    if let Some(place) = &diagnostic.place {
        let _ = write!(line, "file={},", property(place.path.as_str()));
        if let (Some(span), Some(text)) = (place.span, texts.text(&place.path)) {
            let (start, end) = (position(text, span.start as usize), position(text, span.end as usize));
            let _ =
                write!(line, "line={},col={},endLine={},endColumn={},", start.line, start.column, end.line, end.column);
        }
    }
    let mut message = diagnostic.message.clone();
    for (place, text) in &diagnostic.notes {
        let at = place.as_ref().map_or_else(String::new, |place| format!(" ({})", place.path));
        let _ = write!(message, "\nnote: {text}{at}");
    }
    if let Some(help) = &diagnostic.help {
        let _ = write!(message, "\nhelp: {help}");
    }
    let _ = write!(line, "title={}::{}", property(diagnostic.code.code), escaped(&message));
    line
}

/// Escapes what would end or break a command.
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property, which a colon or a comma would end as well.
fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{escaped, property};

    #[test]
    fn what_would_break_a_command_is_escaped() {
        assert_eq!(escaped("50 %: a,\r\nb"), "50 %25: a,%0D%0Ab");
        assert_eq!(property("content/50 %, a:b.md"), "content/50 %25%2C a%3Ab.md");
    }
}
