//! What generators differ in: where texts are, what an address was, which key means what.

use super::Page;

/// The generator that a site was written for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flavour {
    /// Hugo: `content/posts/title.md`.
    Hugo,
    /// Jekyll: `_posts/2025-02-14-title.md`.
    Jekyll,
    /// Zola: `content/posts/title.md`.
    Zola,
    /// Eleventy: `posts/title.md`.
    Eleventy,
}

/// What a key means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Meaning {
    /// A key of a record.
    Key(&'static str),
    /// The name in the address.
    Slug,
    /// One or more addresses of the page itself.
    Address,
    /// Taxonomies by name.
    Taxonomies,
    /// Whether it is published, where `false` hides it.
    Published,
    /// Whether it is shown nowhere, where `true` or these words below these keys hide it.
    Hides,
    /// Free data.
    Extra,
    /// Something of the generator or of its theme.
    Nothing,
}

/// What keys mean to one generator or to all; the first one counts.
const MEANINGS: [(Option<Flavour>, &str, Meaning); 47] = [
    (None, "title", Meaning::Key("title")),
    (None, "date", Meaning::Key("date")),
    (None, "draft", Meaning::Key("draft")),
    (None, "description", Meaning::Key("summary")),
    (None, "summary", Meaning::Key("summary")),
    (None, "excerpt", Meaning::Key("summary")),
    (None, "author", Meaning::Key("authors")),
    (None, "authors", Meaning::Key("authors")),
    (None, "lastmod", Meaning::Key("updated")),
    (None, "updated", Meaning::Key("updated")),
    (None, "last_modified_at", Meaning::Key("updated")),
    (None, "modified", Meaning::Key("updated")),
    (None, "lang", Meaning::Key("lang")),
    (None, "language", Meaning::Key("lang")),
    (None, "keywords", Meaning::Key("tags")),
    (None, "expirydate", Meaning::Key("expires")),
    (None, "publishdate", Meaning::Key("embargo")),
    (None, "unpublishdate", Meaning::Key("expires")),
    (None, "pubdate", Meaning::Key("embargo")),
    (None, "headless", Meaning::Hides),
    (None, "hidden", Meaning::Hides),
    (None, "unlisted", Meaning::Hides),
    (None, "private", Meaning::Hides),
    (None, "build", Meaning::Hides),
    (None, "_build", Meaning::Hides),
    (None, "render", Meaning::Published),
    (None, "publish", Meaning::Published),
    (None, "slug", Meaning::Slug),
    (None, "published", Meaning::Published),
    (Some(Flavour::Zola), "path", Meaning::Address),
    (Some(Flavour::Zola), "taxonomies", Meaning::Taxonomies),
    (Some(Flavour::Zola), "extra", Meaning::Extra),
    (None, "params", Meaning::Extra),
    (None, "url", Meaning::Address),
    (None, "permalink", Meaning::Address),
    (None, "redirect_from", Meaning::Address),
    (Some(Flavour::Hugo), "aliases", Meaning::Address),
    (Some(Flavour::Zola), "aliases", Meaning::Address),
    (None, "layout", Meaning::Nothing),
    (None, "template", Meaning::Nothing),
    (None, "weight", Meaning::Nothing),
    (None, "type", Meaning::Nothing),
    (None, "outputs", Meaning::Nothing),
    (None, "in_search_index", Meaning::Nothing),
    (None, "eleventynavigation", Meaning::Nothing),
    (None, "comments", Meaning::Nothing),
    (None, "toc", Meaning::Nothing),
];

impl Flavour {
    /// Tells what a key usually means; nothing where it means itself.
    pub(super) fn meaning(self, key: &str) -> Option<Meaning> {
        let key = key.to_lowercase();
        let own = |flavour: Option<Self>| flavour.is_none_or(|flavour| flavour == self);
        MEANINGS.iter().find(|(flavour, name, _)| own(*flavour) && *name == key).map(|(_, _, meaning)| *meaning)
    }

    /// Reads what the path of a file says; nothing where it is no text of the site.
    pub(super) fn page(self, path: &str) -> Option<Page<'_>> {
        let (stem, extension) = path.rsplit_once('.')?;
        if !matches!(extension, "md" | "markdown") {
            return None;
        }
        let below = match self {
            Self::Hugo | Self::Zola => stem.strip_prefix("content/")?,
            Self::Jekyll => stem,
            Self::Eleventy => stem.strip_prefix("src/").or_else(|| stem.strip_prefix("content/")).unwrap_or(stem),
        };
        let mut parts: Vec<&str> = below.split('/').collect();
        let mut name = parts.pop()?;
        if matches!(name, "README" | "CHANGELOG" | "LICENSE") && parts.is_empty() {
            return None;
        }
        // Folders of the generator itself: layouts, includes, what it wrote.
        let is_own = |part: &&str| part.starts_with('_') && (self != Self::Jekyll || is_of_jekyll(part));
        if parts.iter().any(is_own) || (parts.is_empty() && name == "index" && self != Self::Hugo && self != Self::Zola)
        {
            return None;
        }
        let mut lang = None;
        if matches!(self, Self::Hugo | Self::Zola)
            && let Some((plain, tag)) = name.rsplit_once('.')
            && (2..=5).contains(&tag.len())
        {
            (name, lang) = (plain, Some(tag.to_owned()));
        }
        // A folder with its own index is one page; the page of a section lists the others.
        if name == "_index" || (name == "index" && parts.is_empty()) {
            return None;
        }
        if name == "index" {
            name = parts.pop()?;
        }
        let section = parts.first().map_or_else(String::new, |part| (*part).to_owned());
        let (day, slug) = match name.get(..10).filter(|_| self != Self::Hugo) {
            Some(day) if is_day(day) => (Some(day.to_owned()), name[10..].trim_start_matches(['-', '_'])),
            _ => (None, name),
        };
        let slug = if slug.is_empty() { name } else { slug };
        let folders: String = parts.iter().flat_map(|part| [part, "/"]).collect();
        let address = match self {
            Self::Jekyll if section == "_posts" => {
                day.as_ref().map(|day| format!("/{}/{slug}.html", day.replace('-', "/")))
            }
            Self::Jekyll => Some(format!("/{}{slug}.html", folders.trim_start_matches('_'))),
            _ => Some(format!("/{folders}{slug}/")),
        };
        let address = address.filter(|_| lang.is_none());
        Some(Page { path, section, slug: slug.to_owned(), day, lang, address })
    }
}

/// Tells whether a folder is Jekyll's own and holds no collection.
fn is_of_jekyll(part: &str) -> bool {
    matches!(part, "_layouts" | "_includes" | "_site" | "_data" | "_sass" | "_plugins")
}

fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [4, 2, 2] && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
}
