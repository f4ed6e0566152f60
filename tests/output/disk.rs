//! A small disk: a `tmpfs` over a folder, which only those commands see that run in its mount namespace, and this process by way
//! of `/proc`.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A disk that is there until this is dropped.
pub(crate) struct Disk {
    holder: Child,
    folder: PathBuf,
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

impl Disk {
    /// Puts a disk of so many KiB in place of a folder; what the folder holds is copied to it.
    pub(crate) fn over(folder: &Path, kib: usize) -> Self {
        fs::create_dir_all(folder).unwrap();
        let script = "d=$(mktemp -d) && cp -r \"$1/.\" $d && mount -t tmpfs -o size=$2k tmpfs \"$1\" && \
                      cp -r $d/. \"$1\" && rm -r $d && echo there && exec sleep 600";
        let mut holder = Command::new("unshare")
            .args(["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"])
            .arg(folder)
            .arg(kib.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(holder.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let disk = Self { holder, folder: folder.to_owned() };
        assert_eq!(line, "there\n", "no file system could be mounted for this test, which needs user namespaces");
        disk
    }

    /// Returns where this process finds the folder of the disk.
    pub(crate) fn path(&self) -> PathBuf {
        self.outside(&self.folder)
    }

    /// Returns where this process finds what those who see the disk find at a path.
    pub(crate) fn outside(&self, path: &Path) -> PathBuf {
        PathBuf::from(format!("/proc/{}/root{}", self.holder.id(), path.display()))
    }

    /// Returns the beginning of a command that sees the disk; its working folder is `/`.
    pub(crate) fn words(&self) -> Vec<String> {
        let holder = self.holder.id().to_string();
        let words = ["nsenter", "--user", "--mount", "--preserve-credentials", "--target", &holder, "--"];
        words.map(str::to_owned).to_vec()
    }

    /// Fills the disk but for so many KiB.
    pub(crate) fn fill(&self, but: usize) {
        let mut filler = fs::File::create(self.filler()).unwrap();
        let page = [b'x'; 4096];
        let mut pages = 0;
        while filler.write_all(&page).is_ok() {
            pages += 1;
        }
        filler.set_len((4 * (pages as u64)).saturating_sub(but as u64) << 10).unwrap();
    }

    /// Takes away what filled it.
    pub(crate) fn free(&self) {
        fs::remove_file(self.filler()).unwrap();
    }

    fn filler(&self) -> PathBuf {
        self.path().join(FILLER)
    }
}

/// What fills a disk.
pub(crate) const FILLER: &str = ".filler";
