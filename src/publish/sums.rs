//! `SHA256SUMS`: what every published file must be, in the form that `sha256sum --check` reads.
//!
//! It is made when the site is published and not with each build, which reads no file of the output.

use std::fmt::Write as _;
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::live::Live;
use super::parallel;
use crate::error::Error;
use crate::load;
use crate::route::FilePath;
use crate::write::Manifest;

/// The name of the file.
pub(super) const FILE: &str = "SHA256SUMS";

/// What hosts read, and need not serve.
const FOR_HOSTS: [&str; 4] = ["_redirects", "_headers", "dossier.nginx.conf", "dossier.Caddyfile"];

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
    /// The number of files that were compared.
    pub files: usize,
    /// The number of those that could not be: the host reads them itself, or leads on from there.
    pub unseen: usize,
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
    compared(&text, &path.display().to_string(), |file| Ok(Found::of(load::outside(&folder.join(file.as_str())).ok())))
}

/// Compares a site that is live with its `SHA256SUMS`, by asking for each file as a reader would.
pub fn verify_site(address: &str) -> Result<Verified, Error> {
    let live = Live::new(address);
    let Found::Bytes(text) = live.find(FILE)? else {
        return Err(Error::Usage(format!("there is no `{FILE}` at {address}")));
    };
    compared(&text, FILE, |file| {
        if FOR_HOSTS.contains(&file.as_str()) { Ok(Found::Elsewhere) } else { live.find(file.as_str()) }
    })
}

/// What is found where a file should be.
pub(super) enum Found {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// Nothing.
    Nothing,
    /// The host keeps it for itself, or leads elsewhere.
    Elsewhere,
}

impl Found {
    fn of(bytes: Option<Vec<u8>>) -> Self {
        bytes.map_or(Self::Nothing, Self::Bytes)
    }
}

fn compared(
    text: &[u8],
    name: &str,
    find: impl Fn(&FilePath) -> Result<Found, Error> + Sync,
) -> Result<Verified, Error> {
    let lines: Option<Vec<(&str, FilePath)>> =
        std::str::from_utf8(text).ok().and_then(|text| text.lines().map(line).collect());
    let lines = lines.ok_or_else(|| Error::Usage(format!("`{name}` is no list of sums")))?;
    let found = parallel::each(&lines, |(sum, file)| {
        Ok(match find(file)? {
            Found::Bytes(bytes) if hex(&bytes) == *sum => Compared::Same,
            Found::Bytes(_) => Compared::Not(Difference::Changed),
            Found::Nothing => Compared::Not(Difference::Missing),
            Found::Elsewhere => Compared::Unseen,
        })
    })?;
    let mut verified = Verified { files: 0, unseen: 0, differences: Vec::new() };
    for ((_, file), compared) in lines.into_iter().zip(found) {
        match compared {
            Compared::Unseen => verified.unseen += 1,
            Compared::Same => verified.files += 1,
            Compared::Not(difference) => {
                verified.files += 1;
                verified.differences.push((file, difference));
            }
        }
    }
    Ok(verified)
}

enum Compared {
    Same,
    Not(Difference),
    Unseen,
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
