//! Addresses that open an editor at a place in a file.

use std::path::Path;
use std::str::FromStr;

use crate::route::percent_encoded;
use crate::source::{Position, SourcePath};

/// The addresses of editors by the names of these.
const KNOWN: [(&str, &str); 5] = [
    ("vscode", "vscode://file{path}:{line}:{column}"),
    ("vscodium", "vscodium://file{path}:{line}:{column}"),
    ("zed", "zed://file{path}:{line}:{column}"),
    ("idea", "idea://open?file={path}&line={line}&column={column}"),
    ("obsidian", "obsidian://open?path={path}"),
];

/// What opens a file for its author.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Editor {
    /// An address with `{path}`, `{line}` and `{column}`.
    address: String,
}

impl Default for Editor {
    fn default() -> Self {
        Self { address: KNOWN[0].1.to_owned() }
    }
}

impl FromStr for Editor {
    type Err = String;

    /// Reads the name of an editor or an address of one's own: `vscode`, `emacs://open?file={path}&line={line}`.
    fn from_str(text: &str) -> Result<Self, String> {
        if let Some((_, address)) = KNOWN.iter().find(|(name, _)| *name == text) {
            return Ok(Self { address: (*address).to_owned() });
        }
        let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
        let plain = !scheme.is_empty() && scheme.chars().all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it));
        if !plain || ["javascript", "data"].contains(&&*scheme.to_ascii_lowercase()) || !text.contains("{path}") {
            let names = KNOWN.map(|(name, _)| name).join("`, `");
            return Err(format!("write one of `{names}`, or an address with `{{path}}`, `{{line}}` and `{{column}}`"));
        }
        Ok(Self { address: text.to_owned() })
    }
}

impl Editor {
    /// Returns the address of a place in a file of the project at `root`.
    #[must_use]
    pub fn link(&self, root: &Path, path: &SourcePath, at: Position) -> String {
        let full = root.join(path.as_str());
        let full = full.to_string_lossy().replace('\\', "/");
        let slash = if full.starts_with('/') { "" } else { "/" };
        let path = format!("{slash}{}", percent_encoded(&full));
        let numbers = self.address.replace("{line}", &at.line.to_string()).replace("{column}", &at.column.to_string());
        numbers.replace("{path}", &path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(editor: &str) -> Result<String, String> {
        let editor: Editor = editor.parse()?;
        let path = SourcePath::new("content/people/José & Ada.md");
        Ok(editor.link(Path::new("/home/me/a site"), &path, Position { line: 7, column: 5 }))
    }

    #[test]
    fn a_link_opens_the_file_at_its_line_whatever_the_path_holds() {
        let path = "/home/me/a%20site/content/people/Jos%C3%A9%20%26%20Ada.md";
        assert_eq!(link("vscode"), Ok(format!("vscode://file{path}:7:5")));
        assert_eq!(link("obsidian"), Ok(format!("obsidian://open?path={path}")));
        assert_eq!(link("emacs://open?file={path}&line={line}"), Ok(format!("emacs://open?file={path}&line=7")));
    }

    #[test]
    fn what_is_no_editor_is_refused() {
        for text in
            ["", "vim", "javascript:alert('{path}')", "JavaScript:{path}", "data:text/html,{path}", "x://no-gap"]
        {
            assert!(link(text).is_err(), "{text}");
        }
    }
}
