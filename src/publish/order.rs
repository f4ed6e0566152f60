//! The order in which files leave: a page never stands there before what it shows, nor a list before its pages.

use super::pack;
use crate::route::FilePath;

/// A group of files, sent after those before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Wave {
    /// What pages show: styles, scripts, fonts, pictures.
    Assets,
    /// Pages, with the data beside them.
    Pages,
    /// What leads to pages: the home page and the lists, feeds, the sitemap, the search, the sums.
    Indexes,
}

impl Wave {
    /// All groups, in order.
    pub(super) const ALL: [Self; 3] = [Self::Assets, Self::Pages, Self::Indexes];

    /// Returns the group of a file.
    pub(super) fn of(file: &FilePath) -> Self {
        // A compressed file goes with the one that it stands for.
        let path = pack::plain(file.as_str());
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let is_page = name.ends_with(".html") || name == "index.json";
        match (is_page, folder.contains('/')) {
            // `people/ada/index.html`; but `people/index.html` is a list.
            (true, true) => Self::Pages,
            (true, false) => Self::Indexes,
            (false, _) if folder.starts_with("search") || name == super::sums::FILE => Self::Indexes,
            (false, _) => match name.rsplit_once('.').map(|(_, extension)| extension) {
                Some("xml" | "json" | "jsonl" | "ics" | "csv" | "gexf" | "graphml" | "txt") | None => Self::Indexes,
                Some(_) => Self::Assets,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Wave;
    use crate::route::FilePath;

    #[test]
    fn what_is_shown_goes_before_pages_and_pages_before_lists() {
        for (path, wave) in [
            ("assets/docket.4f1c.css", Wave::Assets),
            ("files/table.91ab.jpg", Wave::Assets),
            ("card.png", Wave::Assets),
            ("people/ada/index.html", Wave::Pages),
            ("people/ada/index.json", Wave::Pages),
            ("people/ada/index.html.gz", Wave::Pages),
            ("assets/docket.4f1c.css.br", Wave::Assets),
            ("old/name.html", Wave::Indexes),
            ("people/index.html", Wave::Indexes),
            ("index.html", Wave::Indexes),
            ("atom.xml", Wave::Indexes),
            ("people/ada/calendar.ics", Wave::Indexes),
            ("records.jsonl", Wave::Indexes),
            ("graph.graphml", Wave::Indexes),
            ("search/words/0.json", Wave::Indexes),
            ("SHA256SUMS", Wave::Indexes),
            ("_redirects", Wave::Indexes),
        ] {
            assert_eq!(FilePath::new(path).map(|file| Wave::of(&file)), Some(wave), "{path}");
        }
    }
}
