//! `/search/` and the index that its script asks.
//!
//! Everything that can be found is an entry of a group: people, events, ..., articles, quotes. The entries of a group are
//! numbered in an order in which a new article comes last. Readers fetch a list of all files (`search/files.json`), one or
//! two of the files of words (`search/words/0.json`), and for what is shown of the best entries the files that hold these
//! (`search/people/0.json`). Where a word is nowhere, those of names that are a slip away come from `search/names.json`.

mod entries;
mod index;
mod words;

use std::sync::Arc;

use super::desk::Desk;
use super::json::Object;
use super::pages::{Page, Pages};
use super::record::list_head;
use super::view::view;
use crate::digest::Hasher;
use crate::route::Route;

use entries::{Groups, IN_A_FILE};
use index::Index;

view! {
    /// What `search.html` sees.
    SearchView {
        /// The number of all entries.
        total: usize,
    }
}

/// Adds the page alone.
pub(super) fn page(desk: &Desk, pages: &mut Pages) {
    let total = Groups::of(desk).len();
    pages.view(Route::new("/search/"), None, "search.html", move |desk| {
        let head = list_head(desk, "search", &desk.words.said.titles.search, "search/");
        (head, Box::new(SearchView { total }))
    });
}

/// Tells whether an output is a part of the index.
pub(super) fn is_index(page: &Page) -> bool {
    !page.is_page() && page.route.as_str().starts_with("/search/")
}

/// Adds the page and its index.
pub(super) fn pages(desk: &Desk, pages: &mut Pages) {
    page(desk, pages);
    let groups = Arc::new(Groups::of(desk));
    let Index { files, starts, names } = Index::of(desk, &groups);
    // Entries have other numbers in another build: files of two builds must not meet.
    let mut hasher = Hasher::default();
    files.iter().chain([&names]).for_each(|file| hasher.bytes(file.as_bytes()));
    let build = hasher.finish().short();
    for (at, words) in files.into_iter().enumerate() {
        pages.text(Route::new(&format!("/search/words/{at}.json")), None, move |_, json| json.push_str(&words));
    }
    pages.text(Route::new("/search/names.json"), None, move |_, json| json.push_str(&names));
    for (group, (name, entries)) in groups.iter().enumerate() {
        for file in 0..entries.len().div_ceil(IN_A_FILE) {
            let groups = Arc::clone(&groups);
            pages.text(Route::new(&format!("/search/{name}/{file}.json")), None, move |desk, json| {
                groups.write(desk, group, file, json);
            });
        }
    }
    pages.text(Route::new("/search/files.json"), None, move |desk, json| {
        let mut object = Object::new(json);
        object.text("build", &build).number("file", IN_A_FILE).list(
            "groups",
            groups.iter(),
            |json, (name, entries)| {
                let mut object = Object::new(json);
                object.text("name", name).number("count", entries.len());
                object.text("weights", &entries.iter().filter_map(|entry| entry.weight(desk)).collect::<String>());
                object.end();
            },
        );
        object.texts("words", &starts).maybe("digits", desk.language.own_digits());
        object.end();
    });
}
