//! What an editor needs to complete and check while somebody writes: the JSON Schemas, and which file follows which.

use std::path::Path;

use clap::ValueEnum;

use crate::commands::known;
use crate::commands::schema::tables;
use crate::error::Error;
use crate::kinds::Kinds;
use crate::write;

/// The folder of the schemas.
const FOLDER: &str = ".vscode/dossier";
/// The settings of VS Code for one project.
const SETTINGS: &str = ".vscode/settings.json";
/// Which file follows which schema: the whole of the settings of a new site.
const WIRING: &str = include_str!("vscode.json");

/// Which editor is wired up.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Editor {
    /// VS Code and what is built on it, with the YAML extension
    Vscode,
}

/// Returns the files of a new site, by path.
pub(super) fn files() -> impl Iterator<Item = (String, Vec<u8>)> {
    schemas(Kinds::default()).chain([(SETTINGS.to_owned(), WIRING.as_bytes().to_vec())])
}

fn schemas(kinds: Kinds) -> impl Iterator<Item = (String, Vec<u8>)> {
    let path = |name: String| format!("{FOLDER}/{name}.json");
    tables::all(kinds).into_iter().map(move |(name, schema)| (path(name), format!("{schema}\n").into()))
}

/// Writes the schemas of this version into a site, and the settings unless it has its own. Returns what to say of it.
pub(super) fn wire(root: &Path) -> Result<String, Error> {
    let mut count = 0;
    for (path, text) in schemas(known::kinds(Some(root))?) {
        let path = Path::new(&path);
        if !write::create(root, path, &text)? {
            write::replace(&root.join(path), &text)?;
        }
        count += 1;
    }
    let wired = if write::create(root, Path::new(SETTINGS), WIRING.as_bytes())? {
        format!("made `{SETTINGS}`, which says what they are for")
    } else {
        format!("left your `{SETTINGS}` as it is; it needs\n{}", WIRING.trim_end())
    };
    Ok(format!("Wrote {count} schemas in `{FOLDER}/`; {wired}"))
}
