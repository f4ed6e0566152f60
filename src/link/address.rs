//! Addresses in texts: Markdown files, pages of this site, pictures.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::ImageFile;
use super::names::SubjectIx;
use crate::name;
use crate::parse::url;
use crate::route::Route;
use crate::source::SourcePath;
use foldhash::HashMap;

/// Where an address leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// To the record of a file.
    Subject(SubjectIx, Option<Box<str>>),
    /// To a page or file that may exist, with the query and fragment.
    Page(Route, Box<str>),
    /// To a Markdown file that does not exist.
    Nowhere,
}

/// Returns the path by which the file of a record is found: with its letters composed.
pub(super) fn key(path: &SourcePath) -> SourcePath {
    match name::composed(path.as_str()) {
        Cow::Borrowed(_) => path.clone(),
        Cow::Owned(composed) => SourcePath::new(&composed),
    }
}

/// Resolves an address that stands in `file`, whose page is `page`. The `paths` are keys.
pub(super) fn resolve(
    address: &str,
    file: &SourcePath,
    page: &Route,
    paths: &HashMap<SourcePath, SubjectIx>,
    routes: &HashMap<Route, SubjectIx>,
) -> Destination {
    let cut = address.find(['#', '?']).unwrap_or(address.len());
    // For browsers a back slash is a slash (WHATWG URL, 4.4), and so it is in paths of Windows.
    let (path, rest) = (decoded(&address[..cut]).replace('\\', "/"), &address[cut..]);
    let path = name::composed(&path);
    let anchor = || rest.split_once('#').map(|(_, anchor)| anchor.into());
    let below_content = |path: &str| paths.get(&SourcePath::new(&name::composed(path))).copied();
    if path.ends_with(".md") {
        let found = join(file.folder(), &path)
            .and_then(|joined| below_content(&joined))
            .or_else(|| below_content(&format!("content/{}", path.trim_start_matches('/'))));
        return found.map_or(Destination::Nowhere, |subject| Destination::Subject(subject, anchor()));
    }
    if !path.starts_with('/')
        && let Some(joined) = join(file.folder(), &path)
        && let Some(subject) = below_content(&format!("{}.md", joined.trim_end_matches('/')))
    {
        return Destination::Subject(subject, anchor());
    }
    let folder = page.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
    let absolute = if path.starts_with('/') {
        join("", path.trim_start_matches('/'))
    } else {
        join(folder.trim_start_matches('/'), &path)
    };
    let Some(absolute) = absolute else { return Destination::Nowhere };
    let absolute = name::composed(&absolute);
    let absolute = absolute.trim_end_matches("index.html").trim_end_matches('/');
    let as_folder = if absolute.is_empty() { Route::new("/") } else { Route::new(&format!("/{absolute}/")) };
    if let Some(subject) = routes.get(&as_folder) {
        return Destination::Subject(*subject, anchor());
    }
    let is_file = absolute.rsplit('/').next().is_some_and(|name| name.contains('.'));
    Destination::Page(if is_file { Route::new(&format!("/{absolute}")) } else { as_folder }, rest.into())
}

/// Finds the file of a picture: beside the text, from `content/`, in `static/`, or anywhere by its name. What is nowhere may have been
/// written with the back slashes of Windows.
pub(super) fn image(
    file: &str,
    beside: &SourcePath,
    files: &BTreeSet<SourcePath>,
    statics: &BTreeSet<SourcePath>,
) -> Result<ImageFile, Vec<SourcePath>> {
    let file = decoded(file);
    let found = picture(&file, beside, files, statics);
    match &found {
        Err(several) if several.is_empty() && file.contains('\\') => {
            picture(&file.replace('\\', "/"), beside, files, statics)
        }
        _ => found,
    }
}

fn picture(
    file: &str,
    beside: &SourcePath,
    files: &BTreeSet<SourcePath>,
    statics: &BTreeSet<SourcePath>,
) -> Result<ImageFile, Vec<SourcePath>> {
    let content = |path: String| spelt(files, &path).map(ImageFile::Content);
    let public = |path: String| spelt(statics, &path).map(ImageFile::Static);
    let bare = file.trim_start_matches('/');
    let direct = join(beside.folder(), file)
        .filter(|_| !file.starts_with('/'))
        .and_then(content)
        .or_else(|| join("content", bare).and_then(content))
        .or_else(|| join("static", bare).and_then(public));
    if let Some(found) = direct {
        return Ok(found);
    }
    let name = name::composed(bare.rsplit('/').next().unwrap_or(bare));
    let named: Vec<&SourcePath> =
        files.iter().chain(statics).filter(|path| name::composed(path.name()) == name).collect();
    match named.as_slice() {
        [one] if statics.contains(*one) => Ok(ImageFile::Static((*one).clone())),
        [one] => Ok(ImageFile::Content((*one).clone())),
        several => Err(several.iter().map(|path| (*path).clone()).collect()),
    }
}

/// Finds a file whose path is this one, or the same with its letters composed otherwise.
fn spelt(files: &BTreeSet<SourcePath>, path: &str) -> Option<SourcePath> {
    let exact = SourcePath::new(path);
    if files.contains(&exact) {
        return Some(exact);
    }
    let path = Some(name::composed(path)).filter(|path| !path.is_ascii())?;
    files.iter().find(|file| name::composed(file.as_str()) == path).cloned()
}

/// Joins a folder and a path with `.` and `..` in it; `None` where it would leave the root.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Decodes `%20` and the like; what is no valid encoding stays.
pub(crate) fn decoded(address: &str) -> String {
    if !address.contains('%') {
        return address.to_owned();
    }
    let bytes = address.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = address.get(at + 1..at + 3).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        if let Some(byte) = pair.filter(|_| bytes[at] == b'%') {
            plain.push(byte);
            at += 3;
        } else {
            plain.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(plain).unwrap_or_else(|_| address.to_owned())
}

/// Returns an address for a message.
pub(super) fn shown(address: &str) -> String {
    url::shown(address)
}
