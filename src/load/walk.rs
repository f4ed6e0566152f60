//! Lists the files below a folder of the project, sorted, and refuses what must not be read.

use std::io;
use std::path::Path;

use ignore::WalkBuilder;

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::error::Error;
use crate::source::{SourcePath, controls};

/// Returns the paths of all files below `root/folder`; none when there is no such folder.
pub(super) fn files(root: &Path, folder: &str, report: &mut Report) -> Result<Vec<SourcePath>, Error> {
    let start = root.join(folder);
    match start.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io("read", start, error)),
        Ok(_) => {}
    }
    let real_root = root.canonicalize().map_err(|source| Error::io("open", root, source))?;
    // A link in place of the folder itself would be followed.
    let inside = start.canonicalize().is_ok_and(|target| target.starts_with(&real_root) && target.is_dir());
    if !inside {
        let diagnostic = Diagnostic::new(&codes::REFUSED_FILE, format!("`{folder}` is no folder of the project"));
        report.push(diagnostic.in_file(&SourcePath::new(folder)).help("put a folder of the project in its place"));
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    // Nothing is ignored and nothing hidden here: the rules of content are those of the content model.
    for entry in WalkBuilder::new(&start).standard_filters(false).follow_links(false).build() {
        let entry = entry.map_err(|error| {
            let source = error.io_error().map_or_else(
                || io::Error::other(error.to_string()),
                |source| io::Error::new(source.kind(), source.to_string()),
            );
            Error::io("read", &start, source)
        })?;
        let path = entry.path();
        let Some(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            continue;
        }
        let relative = path.strip_prefix(root).unwrap_or(path);
        let Some(name) = relative.to_str() else {
            let shown = SourcePath::new(&relative.to_string_lossy().replace('\\', "/"));
            let diagnostic = Diagnostic::new(&codes::REFUSED_FILE, "a file name that is not UTF-8");
            report.push(diagnostic.in_file(&shown).help("rename the file"));
            continue;
        };
        let source = SourcePath::new(&name.replace(std::path::MAIN_SEPARATOR, "/"));
        let refuse = |message: &str| Diagnostic::new(&codes::REFUSED_FILE, message).in_file(&source);
        if let Some((_, character)) = controls(source.as_str()).next() {
            let message = format!("a file name that holds a control character, U+{:04X}", u32::from(character));
            report.push(refuse(&message).help("rename the file"));
            continue;
        }
        if kind.is_symlink() {
            match path.canonicalize() {
                Ok(target) if !target.starts_with(&real_root) => {
                    report.push(refuse("a link that leads out of the project").help("copy the file instead"));
                }
                Ok(target) if target.is_file() => files.push(source),
                Ok(_) => report.push(refuse("a link to a folder, pipe or device").help("move the folder here instead")),
                Err(_) => report.push(refuse("a link that leads nowhere").help("remove the link")),
            }
        } else if kind.is_file() {
            files.push(source);
        } else {
            report.push(refuse("a pipe, socket or device").help("move it out of the project's folders"));
        }
    }
    files.sort_unstable();
    Ok(files)
}
