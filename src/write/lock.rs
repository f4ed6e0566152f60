//! One build at a time, for a project and for an output folder.
//!
//! The kernel holds the locks, not the files: a process that dies gives them back, whatever it leaves behind.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::process;

use super::cache;
use super::error::{Error, Reason};

/// What the names of files begin with that are not complete.
const TEMPORARY: &str = ".tmp";

/// The right to build; given back on drop.
#[derive(Debug)]
pub(super) struct Lock {
    project: File,
    /// Two checkouts of one project may share an output folder. `None` until it exists.
    output: Option<File>,
}

impl Lock {
    /// Locks `<project>/.dossier/lock`.
    pub(super) fn take(project: &Path) -> Result<Self, Error> {
        let folder = cache::folder(project)?;
        let path = folder.join("lock");
        if path.symlink_metadata().is_ok_and(|metadata| !metadata.is_file()) {
            return Err(Error::refused(path, Reason::NotFile));
        }
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(Error::io("open", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = holder(&mut file);
                return Err(Error::Locked { path, holder });
            }
            // Some network file systems have no locks. Better no lock than no site.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(Error::io("lock", &path)(error)),
        }
        write_holder(&mut file).map_err(Error::io("write", &path))?;
        remove_left(&folder);
        Ok(Self { project: file, output: None })
    }

    /// Locks the output folder itself, which leaves no file; where folders can't be locked it isn't.
    pub(super) fn take_output(&mut self, output: &Path) -> Result<(), Error> {
        let Ok(folder) = File::open(output) else {
            return Ok(());
        };
        if let Err(TryLockError::WouldBlock) = folder.try_lock() {
            return Err(Error::Locked { path: output.to_owned(), holder: None });
        }
        self.output = Some(folder);
        Ok(())
    }
}

impl Drop for Lock {
    /// Closing the files isn't enough: a child process that is just being started may still have them open.
    fn drop(&mut self) {
        for file in self.output.iter().chain([&self.project]) {
            // Where there is no lock to give back, nobody waits for it.
            let _ = file.unlock();
        }
    }
}

/// Removes what a process that was killed was about to put into `.dossier`. Where that fails, the next one tries again.
fn remove_left(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(16).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

fn write_holder(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", process::id())
}
