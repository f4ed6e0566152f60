//! Errors of Tera as diagnostics: in the words of this program, at the place in the site's own template.

use std::collections::BTreeMap;

use tera::ErrorKind;

use super::bounds::Excess;
use super::worded::{Unknown, Worded};

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::load::{BUILT_IN, Template};
use crate::name;
use crate::source::{SourcePath, Span};
use crate::words::Words;

/// What Tera says of one mistake.
struct Mistake {
    message: String,
    template: String,
    span: Option<Span>,
}

/// Turns an error into one diagnostic or more; `rendered` is the template that was asked for.
pub(super) fn diagnostics(
    error: &tera::Error,
    rendered: Option<&str>,
    sources: &BTreeMap<String, Worded>,
) -> Vec<Diagnostic> {
    mistakes(error, rendered, sources).into_iter().map(|mistake| diagnostic(&mistake, sources)).collect()
}

fn mistakes(error: &tera::Error, rendered: Option<&str>, sources: &BTreeMap<String, Worded>) -> Vec<Mistake> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let range = report.span().range.clone();
            vec![Mistake {
                message: report.message().to_owned(),
                template: report.filename().to_owned(),
                span: Some(Span::new(range.start, range.end)),
            }]
        }
        ErrorKind::MissingParent { current, parent } => {
            let quoted = ['"', '\'', '`'].map(|mark| format!("{mark}{parent}{mark}"));
            let text = find(current, sources).map_or("", |template| &*template.text);
            let span =
                quoted.iter().find_map(|quoted| Some(Span::new(text.find(quoted)?, text.find(quoted)? + quoted.len())));
            vec![Mistake { message: format!("Unknown template `{parent}`"), template: current.clone(), span }]
        }
        ErrorKind::CircularExtend { tpl, .. } => {
            vec![Mistake { message: format!("`{tpl}` extends itself"), template: tpl.clone(), span: None }]
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            let message = format!("`{tpl}` includes itself: {}", include_chain.join(", then "));
            vec![Mistake { message, template: tpl.clone(), span: None }]
        }
        _ => {
            let text = error.to_string();
            let several = reports(&text, sources);
            if several.is_empty() {
                let message = text.lines().next().unwrap_or("").to_owned();
                let template = sources.keys().find(|name| text.contains(name.as_str())).map(String::as_str);
                let template = template.or(rendered).unwrap_or("").to_owned();
                return vec![Mistake { message, template, span: None }];
            }
            several
        }
    }
}

/// Reads the reports that Tera joins into one text: `error: ...`, `--> person.html:3:24`, the line, and carets.
fn reports(text: &str, sources: &BTreeMap<String, Worded>) -> Vec<Mistake> {
    let mut mistakes: Vec<Mistake> = Vec::new();
    for line in text.lines() {
        let trimmed = line.trim_start();
        if let Some(message) = trimmed.strip_prefix("error: ") {
            mistakes.push(Mistake { message: message.to_owned(), template: String::new(), span: None });
            continue;
        }
        let Some(mistake) = mistakes.last_mut() else { continue };
        if mistake.template.is_empty()
            && let Some(place) = trimmed.strip_prefix("--> ")
        {
            let mut parts = place.rsplitn(3, ':');
            let (column, line, name) = (parts.next(), parts.next(), parts.next());
            let number = |part: Option<&str>| part.and_then(|part| part.trim().parse::<usize>().ok());
            name.unwrap_or("").clone_into(&mut mistake.template);
            let source = find(&mistake.template, sources).map(|template| &*template.text);
            mistake.span = source.zip(number(line)).zip(number(column)).map(|((text, line), column)| {
                let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
                let before: usize = text[start..].chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
                Span::new(start + before, start + before)
            });
        } else if let (Some(span), Some(carets)) = (&mut mistake.span, trimmed.strip_prefix("| "))
            && span.start == span.end
            && carets.trim_start().starts_with('^')
        {
            span.end += carets.trim().len() as u32;
        }
    }
    mistakes
}

fn diagnostic(mistake: &Mistake, sources: &BTreeMap<String, Worded>) -> Diagnostic {
    let template = find(&mistake.template, sources);
    let at = template
        .zip(mistake.span)
        .and_then(|(template, span)| template.text.get(span.start as usize..span.end as usize));
    let (message, help) = words(&mistake.message, at.unwrap_or(""), sources);
    let diagnostic = Diagnostic::new(&codes::TEMPLATE, message).help_if(help);
    match (template.and_then(|template| template.path.as_ref()), mistake.span) {
        (Some(path), Some(span)) => diagnostic.at(path, template.map_or(span, |template| template.place(span))),
        (Some(path), None) => diagnostic.in_file(path),
        (None, _) if mistake.template.is_empty() => diagnostic,
        (None, _) => {
            let name = mistake.template.strip_prefix(BUILT_IN).unwrap_or(&mistake.template);
            diagnostic.note(None, format!("in the built-in template `{name}`"))
        }
    }
}

/// Returns a template by its name for Tera.
fn find<'t>(name: &str, sources: &'t BTreeMap<String, Worded>) -> Option<&'t Worded> {
    sources.get(name).or_else(|| sources.get(name.strip_prefix(BUILT_IN)?))
}

/// Returns what is said of a template that goes beyond a limit.
pub(super) fn excess(name: &str, excess: Excess, sources: &BTreeMap<String, Worded>) -> Diagnostic {
    let (what, key) = match excess {
        Excess::Length(bytes) => (format!("writes more than {} MiB for one page", bytes >> 20), "page"),
        Excess::Time(time) => (format!("takes longer than {} s for one page", time.as_secs()), "seconds"),
    };
    let help = format!("look for a loop in it, or raise `limits: {{{key}: ...}}` in `dossier.yaml`");
    let diagnostic = Diagnostic::new(&codes::LIMIT, format!("`{name}` {what}")).help(help);
    match find(name, sources).and_then(|template| template.path.as_ref()) {
        Some(path) => diagnostic.in_file(path),
        None => diagnostic,
    }
}

/// Returns what is said of a template that has no place for what pages say.
pub(super) fn bare(path: &SourcePath) -> Diagnostic {
    Diagnostic::new(&codes::TEMPLATE, "no block `main`, in which pages say what they say")
        .in_file(path)
        .help("write `{% block main %}{% endblock main %}` where that is to stand")
}

/// Returns what is said of a block that nothing fills, and that may be meant for another one.
pub(super) fn misspelt((path, span, block, meant): (&SourcePath, Span, &str, &str)) -> Diagnostic {
    Diagnostic::new(&codes::UNUSED_TEMPLATE, format!("no template fills the block `{block}`"))
        .at(path, span)
        .help(format!("did you mean `{meant}`?"))
}

/// Returns what is said of a word that there is not.
pub(super) fn unknown_word(unknown: &Unknown, name: &str, template: &Template, words: &Words) -> Diagnostic {
    let keys: Vec<String> = words.keys().collect();
    let near = name::nearest(&unknown.key, keys.iter().map(String::as_str), 1);
    let help = near.first().map(|near| format!("did you mean `say.{near}`?"));
    let diagnostic = Diagnostic::new(&codes::TEMPLATE, format!("no word `say.{}`", unknown.key)).help_if(help);
    match &template.path {
        Some(path) => diagnostic.at(path, unknown.span),
        None => diagnostic.note(None, format!("in the built-in template `{name}`")),
    }
}

/// Returns what is wrong and what to do; `at` is the text that the error points at.
fn words(message: &str, at: &str, sources: &BTreeMap<String, Worded>) -> (String, Option<String>) {
    if let Some((missing, known)) = message.split_once(". Available ") {
        let name = missing.split('`').nth(1).unwrap_or("");
        let known = known.split_once(": ").map_or("", |(_, known)| known);
        let near = name::nearest(name, known.split(", "), 1);
        let help = near.first().map_or_else(|| format!("there are {known}"), |near| format!("did you mean `{near}`?"));
        return (lower(missing), Some(help));
    }
    if let Some(name) = message.strip_prefix("Unknown template ").map(|name| name.trim_matches('`')) {
        let built_in = name.strip_prefix(BUILT_IN);
        let near = name::nearest(built_in.unwrap_or(name), sources.keys().map(String::as_str), 1);
        let near: Vec<String> =
            near.iter().map(|near| format!("{}{near}", built_in.map_or("", |_| BUILT_IN))).collect();
        let help = near.first().map_or_else(
            || format!("create `templates/{name}`, or correct the name"),
            |near| format!("did you mean `{near}`?"),
        );
        return (format!("no template `{name}`"), Some(help));
    }
    if let Some(rest) = message.strip_prefix("Unknown ")
        && let Some((what, name)) = rest.split_once(' ')
    {
        return (format!("no {what} {name}"), None);
    }
    if message.eq_ignore_ascii_case("unknown tag") && at.starts_with("end") {
        let help = "close first what was opened last, with `{% endif %}` or `{% endfor %}`";
        return (format!("`{at}` closes nothing here"), Some(help.to_owned()));
    }
    if message.eq_ignore_ascii_case("unknown tag") && !at.is_empty() {
        return (format!("no tag `{at}`"), None);
    }
    if message.eq_ignore_ascii_case("unexpected end of input") {
        let help = "something is not closed: `{{ ... }}`, `{% endif %}`, `{% endblock %}`";
        return ("the template ends too early".to_owned(), Some(help.to_owned()));
    }
    let message = lower(message);
    if message.ends_with("is not defined in any parent template") {
        let help =
            format!("give the template that it extends `{{% block {at} %}}{{% endblock {at} %}}`, or take it out");
        return (message, Some(help).filter(|_| !at.is_empty()));
    }
    match message.split_once(" but expected ") {
        // One token alone comes without its marks.
        Some((found, expected)) if !expected.contains([' ', '`']) => {
            (format!("{found} but expected `{expected}`"), None)
        }
        _ => (message, None),
    }
}

/// Style: messages begin in lower case and have no full stop.
fn lower(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut characters = message.chars();
    match (characters.next(), characters.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => message.to_owned(),
    }
}
