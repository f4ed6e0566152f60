//! The pages of a site as data: where each stands and how what it shows is made.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Value;
use unicode_normalization::UnicodeNormalization;

use super::desk::Desk;
use super::parts::HeadView;
use super::view::PageView;
use super::wants::Wanted;
use crate::codes;
use crate::diagnostic::{Diagnostic, Place, Report};
use crate::digest::Digest;
use crate::picture::Facts;
use crate::poster::Poster;
use crate::route::{FilePath, Route};
use crate::source::SourcePath;

/// What a page is made of: what every page has, and its own view.
pub type Made = (HeadView, Box<dyn PageView>);

/// Makes something for a page when it is wanted.
pub type Maker<T> = Arc<dyn Fn(&Desk) -> T + Send + Sync>;

/// Appends the text of an output to what it is given.
pub type Serializer = Arc<dyn Fn(&Desk, &mut String) + Send + Sync>;

/// How the bytes of an output come about.
#[derive(Clone)]
pub enum Make {
    /// A template is given a view.
    View {
        /// The template's name.
        template: &'static str,
        /// Makes the view.
        view: Maker<Made>,
    },
    /// A serializer appends the text.
    Text(Serializer),
    /// The bytes are at hand.
    Fixed(Arc<[u8]>),
    /// A file of the project is copied.
    Copy(SourcePath),
    /// A picture is made from a file of the project.
    Picture {
        /// The file.
        path: SourcePath,
        /// What is known of it.
        facts: Facts,
        /// The width in pixels, if it is not the picture's own.
        width: Option<u32>,
        /// The digest of all that it is made from.
        digest: Digest,
    },
    /// A poster is drawn.
    Poster(Box<Poster>),
}

/// One output.
pub struct Page {
    /// Where readers find it.
    pub route: Route,
    /// The file of the output.
    pub file: FilePath,
    /// The source that it stands for, if there is one.
    pub origin: Option<SourcePath>,
    /// How it is made.
    pub make: Make,
    /// How many mentions it shows, where they are many: it is begun early, so that no thread is left with it at the end.
    pub weight: usize,
}

impl Page {
    /// Tells whether it is a page for readers, and not data or an asset.
    #[must_use]
    pub fn is_page(&self) -> bool {
        matches!(self.make, Make::View { .. })
    }
}

/// All outputs by file, each only once.
#[derive(Default)]
pub struct Pages {
    pages: BTreeMap<FilePath, Page>,
    /// The files that are not written in the form in which many systems take them for one, by that form.
    folded: BTreeMap<FilePath, FilePath>,
    diagnostics: Vec<Diagnostic>,
    /// The pages that only lead on, with where they lead.
    pub redirects: BTreeMap<FilePath, Route>,
}

impl Pages {
    /// Adds an output; a second one at the same place is an error that names both.
    pub fn add(&mut self, route: Route, origin: Option<&SourcePath>, make: Make) {
        let Some(file) = route.file() else {
            let message = format!("`{route}` is no path that an output can have");
            let diagnostic = Diagnostic::new(&codes::OUTPUT_CONFLICT, message);
            self.diagnostics.push(match origin {
                Some(origin) => diagnostic.in_file(origin),
                None => diagnostic,
            });
            return;
        };
        let folded = folded(&file);
        let same = folded.as_ref().unwrap_or(&file);
        if let Some(other) = self.pages.get(same).or_else(|| self.pages.get(self.folded.get(same)?)) {
            self.diagnostics.push(conflict(&route, origin, other));
            return;
        }
        if let Some(folded) = folded {
            self.folded.insert(folded, file.clone());
        }
        self.pages.insert(file.clone(), Page { route, file, origin: origin.cloned(), make, weight: 0 });
    }

    /// Keeps what an author should know of an output.
    pub fn report(&mut self, diagnostic: Option<Diagnostic>) {
        self.diagnostics.extend(diagnostic);
    }

    /// Adds a page for readers.
    pub fn view(
        &mut self,
        route: Route,
        origin: Option<&SourcePath>,
        template: &'static str,
        view: impl Fn(&Desk) -> Made + Send + Sync + 'static,
    ) {
        self.add(route, origin, Make::View { template, view: Arc::new(view) });
    }

    /// Adds an output of a serializer.
    pub fn text(
        &mut self,
        route: Route,
        origin: Option<&SourcePath>,
        text: impl Fn(&Desk, &mut String) + Send + Sync + 'static,
    ) {
        self.add(route, origin, Make::Text(Arc::new(text)));
    }

    /// Says how many mentions the output of a route shows, if there is one.
    pub fn weigh(&mut self, route: &Route, mentions: usize) {
        if let Some(page) = route.file().and_then(|file| self.pages.get_mut(&file)) {
            page.weight = mentions;
        }
    }

    /// Tells whether something answers a route.
    #[must_use]
    pub fn answers(&self, route: &Route) -> bool {
        route.file().is_some_and(|file| self.pages.contains_key(&file))
    }

    /// Returns the output of a route.
    #[must_use]
    pub fn get(&self, route: &Route) -> Option<&Page> {
        self.pages.get(&route.file()?)
    }

    /// Returns all outputs, sorted by file.
    pub fn iter(&self) -> impl Iterator<Item = &Page> {
        self.pages.values()
    }

    /// Returns the number of outputs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Tells whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// Moves what went wrong into the report, and a file that would have to be a folder too.
    pub fn settle(&mut self, report: &mut Report) {
        let mut before: Option<&Page> = None;
        for page in self.pages.values() {
            if let Some(file) = before
                && page.file.as_str().strip_prefix(file.file.as_str()).is_some_and(|rest| rest.starts_with('/'))
            {
                self.diagnostics.push(conflict(&page.route, page.origin.as_ref(), file));
            }
            before = Some(page);
        }
        report.extend(self.diagnostics.drain(..));
    }
}

/// Returns the form in which many systems take two files for one; `None` where it is the file's own.
fn folded(file: &FilePath) -> Option<FilePath> {
    let path = file.as_str();
    let folded = if path.is_ascii() {
        if !path.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return None;
        }
        path.to_ascii_lowercase()
    } else {
        path.nfc().flat_map(char::to_lowercase).collect()
    };
    FilePath::new(&folded).filter(|folded| folded != file)
}

fn conflict(route: &Route, origin: Option<&SourcePath>, other: &Page) -> Diagnostic {
    let message = if other.route == *route {
        format!("two outputs at `{route}`")
    } else {
        format!("`{route}` and `{}` are one path on many systems", other.route)
    };
    let (first, second) = match (origin, &other.origin) {
        (Some(origin), second) => (Some(origin), second.as_ref()),
        (None, second) => (second.as_ref(), None),
    };
    let diagnostic = Diagnostic::new(&codes::OUTPUT_CONFLICT, message).help("give one of them another `id` or name");
    let diagnostic = match first {
        Some(first) => diagnostic.in_file(first),
        None => diagnostic,
    };
    match second {
        Some(second) => {
            diagnostic.note(Some(Place { path: second.clone(), span: None }), "the other one comes from here")
        }
        None => diagnostic.note(None, "the other one is a page that the site always has"),
    }
}

/// Returns the names and digests of all that a page's template asks for and sees of it.
#[must_use]
pub fn digests((head, view): &Made, wanted: &Wanted) -> Vec<(&'static str, Digest)> {
    let mut digests = head.digests(wanted);
    digests.extend(view.digests(wanted));
    digests
}

/// Returns all that a page's template asks for: what every page has, then its own.
#[must_use]
pub fn fields((head, view): &Made, wanted: &Wanted) -> Vec<(&'static str, Value)> {
    let mut fields = head.fields(wanted);
    fields.extend(view.fields(wanted));
    fields
}
