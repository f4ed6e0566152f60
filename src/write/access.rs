//! Whether files can be moved into a folder, asked before the first one is.

use std::fs::{self, File, Metadata};

use super::error::Error;
use super::place::{self, Place};

/// What evidence there is that the process may change a folder's names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Access {
    #[cfg(unix)]
    user: u32,
    #[cfg(unix)]
    device: u64,
}

impl Access {
    /// Learns from the staging folder, which this process has just made, who it is and which file system it writes to.
    #[cfg(unix)]
    pub(super) fn of(place: &Place) -> Result<Self, Error> {
        use std::os::unix::fs::MetadataExt;

        fs::create_dir_all(&place.staging).map_err(Error::io("make", &place.staging))?;
        let metadata = fs::symlink_metadata(&place.staging).map_err(Error::io("read", &place.staging))?;
        Ok(Self { user: metadata.uid(), device: metadata.dev() })
    }

    /// Makes the staging folder, that it is there for [`Access::prove`].
    #[cfg(not(unix))]
    pub(super) fn of(place: &Place) -> Result<Self, Error> {
        fs::create_dir_all(&place.staging).map_err(Error::io("make", &place.staging))?;
        Ok(Self {})
    }

    /// Tells whether the metadata of a folder suffice: nearly always, as an earlier build made it.
    #[cfg(unix)]
    pub(super) fn is_evident(self, folder: &Metadata) -> bool {
        use std::os::unix::fs::MetadataExt;

        const WRITE_AND_SEARCH: u32 = 0o300;
        let own = self.user == folder.uid() && folder.mode() & WRITE_AND_SEARCH == WRITE_AND_SEARCH;
        self.device == folder.dev() && (own || self.user == 0)
    }

    /// Takes a folder's word for it: other systems decide about files, not about folders.
    #[cfg(not(unix))]
    pub(super) fn is_evident(self, folder: &Metadata) -> bool {
        !folder.permissions().readonly()
    }

    /// Moves an empty file into a folder and removes it. One that a kill leaves there is replaced by the next proof, which
    /// the next build asks for, as it has the same files to move.
    pub(super) fn prove(place: &Place, folder: &str) -> Result<(), Error> {
        const PROBE: &str = ".dossier-probe";
        let staged = place.staging.join(PROBE);
        let folder = place.output.join(folder);
        let moved = folder.join(PROBE);
        File::create(&staged).map_err(Error::io("write", &staged))?;
        fs::rename(&staged, &moved).map_err(Error::io("move files into", &folder))?;
        place::absent(fs::remove_file(&moved)).map_err(Error::io("remove", &moved))
    }
}
