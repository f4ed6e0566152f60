//! On what it rests that something made before is used again.
//!
//! Each of these is looked at where something is used again. Hard-case C4 holds that each is needed: a test leaves out one at a time
//! (`Engine::doubt`), and what is built is then another site than a clean build gives. Pictures, styles and scripts need none:
//! their digests are parts of their addresses.

/// One thing that has to be the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trust {
    /// The digest of a file, for its document.
    Source,
    /// The settings by which texts are read, for all documents.
    Reading,
    /// The digests of what a page's template sees of the page.
    View,
    /// The digest of what all templates see of the site.
    Site,
    /// The digest of a page's templates.
    Templates,
    /// The digest of what a poster says.
    Poster,
    /// That an output is there as it was written.
    Output,
    /// How a record stands towards its readers, and with it the sources that it alone cites.
    Standing,
    /// That nobody asks for the names that a record got or lost.
    Names,
    /// That no text holds them.
    Words,
    /// The parts of a page to which others may link.
    Parts,
    /// The names of those who are only named.
    Stubs,
    /// The pictures that a record shows.
    Pictures,
    /// What lists and registries read of a record.
    Facts,
    /// The front matter, where only the words of a text changed.
    FrontMatter,
    /// The digest of all texts, settings and templates, for what an earlier run made.
    Inputs,
    /// That nothing has changed by itself since then: no embargo has ended.
    Moment,
    /// The digests of pictures and other files that were read then.
    Files,
    /// The digest of all that is read beside texts, where pages are not looked at.
    Beside,
    /// Which records are shown, and where.
    Present,
    /// What others show of each text but its sentences.
    Outlines,
    /// That the records to which a changed text leads show sentences of it.
    Leads,
}

impl Trust {
    /// All of them.
    pub const ALL: [Self; 22] = [
        Self::Source,
        Self::Reading,
        Self::View,
        Self::Site,
        Self::Templates,
        Self::Poster,
        Self::Output,
        Self::Standing,
        Self::Names,
        Self::Words,
        Self::Parts,
        Self::Stubs,
        Self::Pictures,
        Self::Facts,
        Self::FrontMatter,
        Self::Inputs,
        Self::Moment,
        Self::Files,
        Self::Beside,
        Self::Present,
        Self::Outlines,
        Self::Leads,
    ];
}
