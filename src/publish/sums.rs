//! `SHA256SUMS`: what every published file must be, in the form that `sha256sum --check` reads.
//!
//! It is made when the site is published and not with each build, which reads no file of the output.

use std::fmt::Write as _;
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::load;
use crate::route::FilePath;
use crate::write::Manifest;

/// The name of the file.
pub(super) const FILE: &str = "SHA256SUMS";

/// How a published file differs from its sum.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Difference {
    /// Its bytes are others.
    Changed,
    /// It is gone.
    Missing,
}

/// What came of comparing a published site with its sums.
pub struct Verified {
    /// The number of files that have a sum.
    pub files: usize,
    /// Those that differ, in the order of the sums.
    pub differences: Vec<(FilePath, Difference)>,
}

/// Returns the sums of a built site, in the order of the paths.
pub(super) fn of(site: &Path, manifest: &Manifest) -> Result<String, Error> {
    let files: Vec<&FilePath> = manifest.iter().map(|(file, _)| file).collect();
    let lines: Result<Vec<String>, Error> = files
        .into_par_iter()
        .map(|file| Ok(format!("{}  {file}\n", hex(&load::outside(&site.join(file.as_str()))?))))
        .collect();
    Ok(lines?.concat())
}

/// Compares the files of a folder with its `SHA256SUMS`. What has no sum is not looked at: it may be somebody else's.
pub fn verify(folder: &Path) -> Result<Verified, Error> {
    let path = folder.join(FILE);
    let text = load::outside(&path)?;
    let lines: Option<Vec<(&str, FilePath)>> =
        std::str::from_utf8(&text).ok().and_then(|text| text.lines().map(line).collect());
    let lines = lines.ok_or_else(|| Error::Usage(format!("`{}` is no list of sums", path.display())))?;
    let differences: Vec<(FilePath, Difference)> = lines
        .par_iter()
        .filter_map(|(sum, file)| {
            let difference = match load::outside(&folder.join(file.as_str())) {
                Ok(bytes) if hex(&bytes) == *sum => return None,
                Ok(_) => Difference::Changed,
                Err(_) => Difference::Missing,
            };
            Some((file.clone(), difference))
        })
        .collect();
    Ok(Verified { files: lines.len(), differences })
}

/// Reads one line: the sum, a space, a space or a star, the path.
fn line(line: &str) -> Option<(&str, FilePath)> {
    let (sum, rest) = line.split_at_checked(64)?;
    let path = rest.strip_prefix("  ").or_else(|| rest.strip_prefix(" *"))?;
    sum.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(())?;
    Some((sum, FilePath::new(path)?))
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
