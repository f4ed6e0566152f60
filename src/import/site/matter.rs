//! Front matter in YAML, TOML or JSON, and the text below it.

use serde_json::{Map, Value};

use crate::import::controls;
use crate::parse::yaml::{self, Bounds, Fault, FaultKind, Node, Tree};
use crate::source::position;

/// What a file says.
pub(super) struct Matter<'a> {
    /// Its keys in their order.
    pub(super) keys: Map<String, Value>,
    /// The text below.
    pub(super) body: &'a str,
}

/// What is wrong in a file, with the line.
type Faults = Vec<(usize, String)>;

/// Reads a file; nothing where it has no front matter.
pub(super) fn read(text: &str) -> Result<Option<Matter<'_>>, Faults> {
    let first = text.lines().next().unwrap_or_default().trim_end();
    let start = text.find('\n').map_or(text.len(), |at| at + 1);
    let fenced = |fence: &str| {
        let end = closing(&text[start..], fence)
            .ok_or_else(|| vec![(1, format!("front matter is not closed by `{fence}`"))])?;
        Ok::<_, Faults>((&text[start..start + end.0], &text[start + end.1..]))
    };
    let (keys, body) = match first {
        // JSON is YAML, and this reader tells keys that are given twice.
        "---" | "---yaml" | "---json" => {
            let (block, body) = fenced("---")?;
            (yaml(block, 2)?, body)
        }
        "+++" | "---toml" => {
            let (block, body) = fenced(&first[..3])?;
            (toml(block)?, body)
        }
        first if first.starts_with('{') && !first.starts_with("{{") && !first.starts_with("{%") => {
            let length = object(text).ok_or_else(|| vec![(1, "front matter is not closed by `}`".to_owned())])?;
            (yaml(&text[..length], 1)?, &text[length..])
        }
        _ => return Ok(None),
    };
    Ok(Some(Matter { keys, body: body.trim_start_matches(['\r', '\n']) }))
}

/// Returns where the line that closes front matter begins and ends.
fn closing(text: &str, fence: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Returns the length of the JSON object at the start of a text.
fn object(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

fn yaml(block: &str, first_line: usize) -> Result<Map<String, Value>, Faults> {
    // A tab between the tokens of JSON is a blank.
    let block = if block.trim_start().starts_with('{') { block.replace('\t', " ") } else { block.to_owned() };
    let block = block.replace('\r', "");
    let (node, faults) = yaml::exact(&block, Bounds::default());
    if !faults.is_empty() {
        let line = |at: u32| position(&block, at as usize).line + first_line - 1;
        let told = |fault: Fault| match fault.what {
            // It stands for one by an escape.
            FaultKind::Control(control) => (line(fault.span.start), controls::called(control)),
            _ => (line(fault.span.start), fault.message),
        };
        return Err(faults.into_iter().map(told).collect());
    }
    match node.map(|node| value(&node)) {
        Some(Value::Object(map)) => Ok(map),
        None | Some(Value::Null) => Ok(Map::new()),
        Some(_) => Err(vec![(first_line, "front matter holds no keys".to_owned())]),
    }
}

fn value(node: &Node) -> Value {
    match &node.tree {
        Tree::Null => Value::Null,
        Tree::Text { text, plain: true } if matches!(text.as_str(), "true" | "True") => true.into(),
        Tree::Text { text, plain: true } if matches!(text.as_str(), "false" | "False") => false.into(),
        Tree::Text { text, .. } => text.as_str().into(),
        Tree::List(items) => items.iter().map(value).collect(),
        Tree::Map(entries) => entries.iter().map(|entry| (entry.key.clone(), value(&entry.value))).collect(),
    }
}

fn toml(block: &str) -> Result<Map<String, Value>, Faults> {
    let table: toml::Table = block.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| position(block, span.start).line);
        vec![(line + 1, error.message().to_owned())]
    })?;
    let keys: Map<String, Value> = table.into_iter().map(|(key, value)| (key, plain(value))).collect();
    let line = |key: &str| block.lines().position(|line| line.trim_start().starts_with(key)).unwrap_or_default() + 2;
    let told = keys.iter().filter_map(|(key, value)| {
        let control = controls::in_text(key).or_else(|| controls::held(value))?;
        Some((line(key), format!("`{}` holds {control}", key.escape_debug())))
    });
    let told: Faults = told.collect();
    if told.is_empty() { Ok(keys) } else { Err(told) }
}

/// Turns a value of TOML into one of JSON; dates become text.
fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(plain).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, plain(value))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn title(text: &str) -> Result<(String, String), Vec<(usize, String)>> {
        let read = read(text)?.ok_or_else(Vec::new)?;
        Ok((read.keys.get("title").and_then(|it| it.as_str()).unwrap_or_default().to_owned(), read.body.to_owned()))
    }

    #[test]
    fn front_matter_is_read_in_every_format() {
        for text in [
            "---\ntitle: \"A: b\"\n---\n\nText\n",
            "+++\ntitle = \"A: b\"\n+++\nText\n",
            "{\n\t\"title\": \"A: b\",\n\t\"x\": {\"y\": \"}\"}\n}\nText\n",
            "---json\n{\"title\": \"A: b\"}\n---\nText\n",
            "---\r\ntitle: \"A: b\"\r\n---\r\nText\n",
        ] {
            assert_eq!(title(text), Ok(("A: b".to_owned(), "Text\n".to_owned())), "{text}");
        }
    }

    #[test]
    fn keys_given_twice_are_told_with_their_line() {
        for (text, lines) in [
            ("---\ntitle: a\ntags: x\ntitle: b\ntags: y\n---\n", vec![4, 5]),
            ("+++\ntitle = 'a'\ntitle = 'b'\n+++\n", vec![3]),
            ("{\"title\": \"a\",\n\"title\": \"b\"}\n", vec![2]),
        ] {
            let told: Vec<usize> = read(text).err().unwrap_or_default().into_iter().map(|(line, _)| line).collect();
            assert_eq!(told, lines, "{text}");
        }
    }
}
