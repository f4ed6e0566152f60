//! What pages see beside themselves: the site, the way to its root, and the parts of the page that many share.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use tera::{Context, Value};

use super::Templates;
use crate::diagnostic::Diagnostic;
use crate::digest::{Digest, Digestible as _};
use crate::plan::view::{self, View as _};
use crate::plan::{self, Desk, HeadView, Made, Page, Wanted};

/// The templates of the shared parts by their names in `shell`. They see `site`, `root`, and of `page` its `kind`, `lang`
/// and, where the site has a menu of its own, its `path`.
pub(super) const PARTS: [(&str, &str); 3] =
    [("links", "site-links.html"), ("header", "site-header.html"), ("footer", "site-footer.html")];

/// What all pages see of the site.
pub struct Shell {
    value: Value,
    digest: Digest,
    base_path: String,
    has_menu: bool,
    /// The language of the site, in which the shared parts are.
    language: Arc<str>,
    /// The shared parts, for each of the pages that share them.
    parts: RwLock<HashMap<Sharing, Value>>,
}

/// What the shared parts depend on.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Sharing {
    root: String,
    kind: &'static str,
    lang: Box<str>,
    path: Box<str>,
}

impl Shell {
    /// Makes it once for all pages.
    #[must_use]
    pub fn new(desk: &Desk) -> Self {
        let site = plan::shell(desk);
        let config = &desk.site.config;
        Self {
            value: site.value(),
            digest: site.own_digest(),
            base_path: config.base_path.to_string(),
            has_menu: !config.menu.is_empty(),
            language: Arc::clone(&config.language),
            parts: RwLock::default(),
        }
    }

    /// Returns the digest of all that pages see of the site.
    pub(super) fn digest(&self) -> Digest {
        self.digest
    }

    /// Returns what a page's template sees.
    pub(super) fn context(
        &self,
        page: &Page,
        (made, wanted): (&Made, &Wanted),
        templates: &Templates,
    ) -> Result<Context, Vec<Diagnostic>> {
        // The page for what is not found is shown at any depth.
        let root = if page.route.as_str() == "/404.html" { self.base_path.clone() } else { page.route.to_root() };
        let mut context = Context::new();
        context.insert_value("page", view::map(&plan::fields(made, wanted)));
        context.insert_value("site", self.value.clone());
        context.insert_value("root", way(&root));
        context.insert_value("shell", self.parts(root, &made.0, templates)?);
        Ok(context)
    }

    fn parts(&self, root: String, head: &HeadView, templates: &Templates) -> Result<Value, Vec<Diagnostic>> {
        let path = if self.has_menu { &*head.path } else { "" };
        let sharing = Sharing { root, kind: head.kind, lang: (&*head.lang).into(), path: path.into() };
        if let Some(parts) = self.parts.read().unwrap_or_else(PoisonError::into_inner).get(&sharing) {
            return Ok(parts.clone());
        }
        let page = [
            ("kind", Value::normal_string(sharing.kind)),
            ("lang", Value::normal_string(&sharing.lang)),
            ("path", Value::normal_string(&sharing.path)),
        ];
        let mut context = Context::new();
        context.insert_value("page", view::map(&page));
        context.insert_value("site", self.value.clone());
        context.insert_value("root", way(&sharing.root));
        let mut parts = Vec::with_capacity(PARTS.len());
        for (name, template) in PARTS {
            let mut html = Vec::new();
            templates.render(template, &self.language, &context, &mut html)?;
            parts.push((name, Value::safe_string(String::from_utf8_lossy(&html).trim_end())));
        }
        let parts = view::map(&parts);
        // With a menu each page has its own.
        if !self.has_menu {
            self.parts.write().unwrap_or_else(PoisonError::into_inner).insert(sharing, parts.clone());
        }
        Ok(parts)
    }
}

/// Returns the way to the root for templates, which write it before every address: `../../` needs no look for what to escape.
fn way(root: &str) -> Value {
    if root.bytes().all(|byte| matches!(byte, b'.' | b'/')) {
        Value::safe_string(root)
    } else {
        Value::normal_string(root)
    }
}
