//! Whole sites into a folder: for the first time, and where a few files are new.

use std::path::Path;

use divan::Bencher;
use divan::counter::ItemsCount;
use dossier::digest::Digest;
use dossier::route::FilePath;
use dossier::write::{self, Committed, Guard, Inputs, Manifest, Record, Target};
use tempfile::TempDir;

/// The length of a file: that of a page of middle size.
const BYTES: usize = 12_000;

/// A site of so many files, as it is after an edit of this number, which changes ten of them.
fn artifacts(files: usize, edit: usize) -> Vec<(FilePath, Vec<u8>, Digest)> {
    let artifact = |at: usize| {
        let mark = if at < 10 { format!("{at} after {edit}\n") } else { format!("{at}\n") };
        let bytes = mark.repeat(BYTES / mark.len()).into_bytes();
        let digest = Digest::of(&bytes);
        (FilePath::new(&format!("records/number-{at}/index.html")).unwrap(), bytes, digest)
    };
    (0..files).map(artifact).collect()
}

fn manifest(artifacts: &[(FilePath, Vec<u8>, Digest)]) -> Manifest {
    let record = |digest: Digest, bytes: &[u8]| Record { inputs: Inputs::default(), digest, len: bytes.len() as u64 };
    artifacts.iter().map(|(path, bytes, digest)| (path.clone(), record(*digest, bytes))).collect()
}

fn open(project: &Path) -> Target {
    let guard = Guard { project, content: &[], home: None };
    write::open(&project.join("public"), &guard).unwrap()
}

fn commit(target: Target, artifacts: &[(FilePath, Vec<u8>, Digest)]) -> Committed {
    for (path, bytes, digest) in artifacts {
        target.stage(path, bytes, *digest).unwrap();
    }
    target.commit(&manifest(artifacts)).unwrap()
}

#[divan::bench(args = [100, 1000], sample_count = 10, sample_size = 1)]
fn new_folder(bencher: Bencher, files: usize) {
    let artifacts = artifacts(files, 0);
    let inputs = || tempfile::tempdir().unwrap();
    // The folder is given back, so that its removal isn't measured.
    bencher.counter(ItemsCount::new(files)).with_inputs(inputs).bench_values(|folder: TempDir| {
        commit(open(folder.path()), &artifacts);
        folder
    });
}

#[divan::bench(args = [100, 1000], sample_count = 10, sample_size = 1)]
fn ten_files_changed(bencher: Bencher, files: usize) {
    let folder = tempfile::tempdir().unwrap();
    commit(open(folder.path()), &artifacts(files, 0));
    let mut edit = 0;
    let inputs = || {
        edit += 1;
        artifacts(files, edit)
    };
    let bencher = bencher.counter(ItemsCount::new(files)).with_inputs(inputs);
    bencher.bench_local_values(|artifacts| commit(open(folder.path()), &artifacts));
}
