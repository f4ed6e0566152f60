//! The manifest: what the last build wrote, and from what.
//!
//! A text file, the same bytes on every machine: no time, no path of the machine, records in order of their paths.
//!
//! ```text
//! dossier-manifest 2
//! <digest> <length> people/ada/index.html<TAB>page.people <half a digest><TAB>templates <half a digest>
//! end <digest of all that is above>
//! ```
//!
//! In paths `\n`, `\r`, `\t` and `\\` stand for a line feed, a carriage return, a tab and a backslash. A file that stops
//! early or was edited by hand fails its last line, so that a journal (which is a manifest, too) is either complete or
//! nothing. Format 1 is read without its inputs: its files are known, and each page is made again.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map;
use std::str;

use rayon::prelude::*;
use thiserror::Error;

use super::inputs::Inputs;
use crate::digest::Digest;
use crate::route::FilePath;

const NAME: &str = "dossier-manifest ";
const VERSION: &str = "2";
const VERSION_BEFORE: &str = "1";
const HEX: usize = 32;
const END: &[u8] = b"end ";
const END_LINE: usize = END.len() + HEX + 1;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// What each byte is worth as a digit; those that aren't digits, more than any digit.
const VALUES: [u8; 256] = {
    let mut values = [u8::MAX; 256];
    let mut value: u8 = 0;
    while value < 16 {
        values[DIGITS[value as usize] as usize] = value;
        value += 1;
    }
    values
};

/// The files of a site, in order of their paths, each with its record.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Manifest {
    records: BTreeMap<FilePath, Record>,
}

/// What is known of one file of the output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// What the file was made from; nothing where its bytes alone decide.
    pub inputs: Inputs,
    /// The digest of the file's bytes.
    pub digest: Digest,
    /// The number of the file's bytes.
    pub len: u64,
}

/// Why the text of a manifest was not accepted.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Fault {
    /// Another version of `dossier` wrote it; holds the number of its format.
    #[error("it is written in format `{0}`, this version of dossier reads formats up to `2`")]
    Version(String),
    /// It stops early, or its bytes are not those that were written.
    #[error("it is damaged")]
    Incomplete,
    /// A record is for a path that no page can have, such as `../x`.
    #[error("line {line}: `{path}` is not the path of a file of the site")]
    Path {
        /// The line, counted from 1.
        line: usize,
        /// The path as recorded.
        path: String,
    },
    /// A line is not a record, or is not in order.
    #[error("line {line} is not a record, or is in the wrong place")]
    Line {
        /// The line, counted from 1.
        line: usize,
    },
}

impl Record {
    /// Returns what tells the file's bytes from others.
    pub(super) fn identity(&self) -> (Digest, u64) {
        (self.digest, self.len)
    }
}

impl Manifest {
    /// Records a file and returns the record that it had before.
    pub fn insert(&mut self, path: FilePath, record: Record) -> Option<Record> {
        self.records.insert(path, record)
    }

    /// Returns the record of a file.
    #[must_use]
    pub fn get(&self, path: &FilePath) -> Option<&Record> {
        self.records.get(path)
    }

    /// Tells whether a file is recorded.
    #[must_use]
    pub fn contains(&self, path: &FilePath) -> bool {
        self.records.contains_key(path)
    }

    /// Returns a recorded path as the manifest holds it.
    pub(super) fn path(&self, path: &FilePath) -> Option<&FilePath> {
        self.records.get_key_value(path).map(|(path, _)| path)
    }

    /// Returns all records, in order of their paths.
    pub fn iter(&self) -> btree_map::Iter<'_, FilePath, Record> {
        self.records.iter()
    }

    /// Returns all records, on all threads.
    #[must_use]
    pub fn par_iter(&self) -> impl ParallelIterator<Item = (&FilePath, &Record)> {
        self.records.par_iter()
    }

    /// Returns the number of records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Tells whether nothing is recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Returns the files and their bytes alone, for those who only hold them.
    #[must_use]
    pub fn without_inputs(&self) -> Self {
        let bare = |record: &Record| Record { inputs: Inputs::default(), ..record.clone() };
        Self { records: self.records.iter().map(|(path, record)| (path.clone(), bare(record))).collect() }
    }

    /// Writes the manifest as the text that [`Manifest::parse`] reads.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(64 + 256 * self.records.len());
        bytes.extend_from_slice(NAME.as_bytes());
        bytes.extend_from_slice(VERSION.as_bytes());
        bytes.push(b'\n');
        for (path, record) in &self.records {
            push_digest(&mut bytes, record.digest);
            bytes.push(b' ');
            bytes.extend_from_slice(record.len.to_string().as_bytes());
            bytes.push(b' ');
            push_escaped(&mut bytes, path.as_str());
            if record.inputs != Inputs::default() {
                bytes.push(b'\t');
                bytes.extend_from_slice(record.inputs.as_str().as_bytes());
            }
            bytes.push(b'\n');
        }
        let digest = Digest::of(&bytes);
        bytes.extend_from_slice(END);
        push_digest(&mut bytes, digest);
        bytes.push(b'\n');
        bytes
    }

    /// Reads the text that [`Manifest::to_bytes`] wrote.
    ///
    /// # Errors
    ///
    /// Returns the first [`Fault`]; nothing of a faulty manifest is used.
    pub fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let (body, with_inputs) = body(bytes)?;
        let lines: Vec<&str> = body.split_terminator('\n').collect();
        let read = |(index, text): (usize, &&str)| {
            let line = index + 2;
            let (path, record) = parse_line(text, with_inputs).ok_or(Fault::Line { line })?;
            let path = FilePath::new(&path)
                .filter(|path| !is_in_git(path.as_str()))
                .ok_or_else(|| Fault::Path { line, path: path.into_owned() })?;
            Ok((path, record))
        };
        let all: Vec<Result<(FilePath, Record), Fault>> = lines.par_iter().enumerate().map(read).collect();
        let mut records: Vec<(FilePath, Record)> = Vec::with_capacity(all.len());
        for (index, record) in all.into_iter().enumerate() {
            let (path, record) = record?;
            if records.last().is_some_and(|(before, _)| *before >= path) {
                return Err(Fault::Line { line: index + 2 });
            }
            records.push((path, record));
        }
        Ok(Self { records: records.into_iter().collect() })
    }
}

impl<'a> IntoIterator for &'a Manifest {
    type Item = (&'a FilePath, &'a Record);
    type IntoIter = btree_map::Iter<'a, FilePath, Record>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl FromIterator<(FilePath, Record)> for Manifest {
    fn from_iter<T: IntoIterator<Item = (FilePath, Record)>>(records: T) -> Self {
        Self { records: records.into_iter().collect() }
    }
}

/// Tells whether a path is one that `git` keeps its own files at: never ours, whoever recorded it.
pub(super) fn is_in_git(path: &str) -> bool {
    path.split('/').any(|segment| segment.eq_ignore_ascii_case(".git"))
}

/// Returns the lines between the first and the last, once both are known to be right, and whether inputs are read.
fn body(bytes: &[u8]) -> Result<(&str, bool), Fault> {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or(bytes);
    if first.len() == bytes.len() {
        return Err(Fault::Incomplete);
    }
    let version = first.strip_prefix(NAME.as_bytes()).ok_or(Fault::Incomplete)?;
    let is_current = version == VERSION.as_bytes();
    if !is_current && version != VERSION_BEFORE.as_bytes() {
        return Err(Fault::Version(String::from_utf8_lossy(version).into_owned()));
    }
    let start = first.len() + 1;
    let end = bytes.len().checked_sub(END_LINE).filter(|end| *end >= start).ok_or(Fault::Incomplete)?;
    let (above, last) = bytes.split_at(end);
    let expected = last.strip_prefix(END).and_then(|rest| rest.strip_suffix(b"\n")).and_then(parse_digest);
    if expected != Some(Digest::of(above)) || above.last() != Some(&b'\n') {
        return Err(Fault::Incomplete);
    }
    let lines = str::from_utf8(&above[start..]).map_err(|_| Fault::Incomplete)?;
    Ok((lines, is_current))
}

/// Reads a record, with its inputs if they are wanted.
fn parse_line(line: &str, with_inputs: bool) -> Option<(Cow<'_, str>, Record)> {
    let (head, inputs) = line.split_once('\t').map_or((line, None), |(head, inputs)| (head, Some(inputs)));
    let (digest, numbered) = parse_prefix(head)?;
    let (len, path) = numbered.split_once(' ')?;
    let inputs = match inputs.filter(|_| with_inputs) {
        Some(inputs) => Inputs::read(inputs)?,
        None => Inputs::default(),
    };
    Some((unescape(path)?, Record { inputs, digest, len: len.parse().ok()? }))
}

/// Splits `<digest> <rest>`.
fn parse_prefix(field: &str) -> Option<(Digest, &str)> {
    let (digest, rest) = field.split_at_checked(HEX)?;
    Some((parse_digest(digest.as_bytes())?, rest.strip_prefix(' ')?))
}

/// Reads what `Display` prints, lower case only: one digest has one spelling.
fn parse_digest(hex: &[u8]) -> Option<Digest> {
    let hex: &[u8; HEX] = hex.try_into().ok()?;
    let mut bytes = [0; HEX / 2];
    let mut seen = 0;
    for (byte, pair) in bytes.iter_mut().zip(hex.chunks_exact(2)) {
        let (high, low) = (VALUES[usize::from(pair[0])], VALUES[usize::from(pair[1])]);
        seen |= high | low;
        *byte = high << 4 | low & 15;
    }
    (seen < 16).then(|| Digest(u128::from_be_bytes(bytes)))
}

/// Pushes what `Display` prints; the formatting machinery took most of the time for large manifests.
fn push_digest(bytes: &mut Vec<u8>, digest: Digest) {
    let mut hex = [0; HEX];
    for (pair, byte) in hex.chunks_exact_mut(2).zip(digest.0.to_be_bytes()) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
    bytes.extend_from_slice(&hex);
}

fn push_escaped(bytes: &mut Vec<u8>, text: &str) {
    if !text.contains(['\n', '\r', '\t', '\\']) {
        return bytes.extend_from_slice(text.as_bytes());
    }
    for byte in text.bytes() {
        match byte {
            b'\n' => bytes.extend_from_slice(b"\\n"),
            b'\r' => bytes.extend_from_slice(b"\\r"),
            b'\t' => bytes.extend_from_slice(b"\\t"),
            b'\\' => bytes.extend_from_slice(b"\\\\"),
            byte => bytes.push(byte),
        }
    }
}

fn unescape(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('\\') {
        return Some(Cow::Borrowed(text));
    }
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        plain.push(match character {
            '\\' => match characters.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                '\\' => '\\',
                _ => return None,
            },
            character => character,
        });
    }
    Some(Cow::Owned(plain))
}
