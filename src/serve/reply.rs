//! A path into what the preview answers: the output of a route as a build writes it, pages with what the preview adds.

use std::fmt::Write as _;
use std::sync::Arc;

use super::View;
use super::dress::{self, Additions};
use super::panel;
use super::problem::{self, Problem};
use super::shown::{Origin, Shown, mistakes};
use crate::digest::Digest;
use crate::html;
use crate::plan::Page;
use crate::render::Failure;
use crate::route::{self, Route};

/// What became of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// The route is one of the site.
    Found,
    /// It is not.
    NotFound,
    /// It is, but its page cannot be rendered.
    Failed,
}

/// What a browser is sent.
pub enum Reply {
    /// A page with what the preview adds.
    Page(Sent),
    /// Any other output.
    File(Arc<[u8]>),
    /// A folder was asked for without its slash; its address from the site's root.
    Elsewhere(String),
    /// That is known when the site is planned.
    Later,
}

/// A page as it is sent.
pub struct Sent {
    /// What became of the request.
    pub status: Status,
    /// The page.
    pub html: String,
    /// The digest of what it shows.
    pub version: Digest,
    /// The file that it stands for.
    pub origin: Option<Origin>,
}

/// Answers a route.
#[must_use]
pub fn reply(view: &View, route: &Route) -> Reply {
    if let Some(early) = &view.early {
        return early.output(route).map_or(Reply::Later, |bytes| found(view, None, route, bytes));
    }
    let Some(shown) = &view.shown else {
        let page = bare("The site has errors", &["Mend them, and it is shown here."]);
        return Reply::Page(sent(view, None, Status::Failed, &page, &[]));
    };
    let Some(page) = shown.page(route) else { return not_found(view, shown, route) };
    match shown.bytes(page) {
        Ok(bytes) => found(view, Some((shown, page)), route, bytes),
        Err(failure) => Reply::Page(failed(view, shown, page, &failure)),
    }
}

/// Returns the answer to a route of the site.
fn found(view: &View, of: Option<(&Arc<Shown>, &Page)>, route: &Route, bytes: Arc<[u8]>) -> Reply {
    if is_html(route) {
        Reply::Page(sent(view, of, Status::Found, &String::from_utf8_lossy(&bytes), &[]))
    } else {
        Reply::File(bytes)
    }
}

/// Tells whether an output is a page that browsers show.
#[must_use]
pub fn is_html(route: &Route) -> bool {
    let name = route.as_str().rsplit('/').next().unwrap_or("");
    name.is_empty() || name.ends_with(".html")
}

fn not_found(view: &View, shown: &Shown, route: &Route) -> Reply {
    // A folder without its slash is led on, as static hosts do.
    if !route.as_str().ends_with('/') {
        let folder = Route::new(&format!("{route}/"));
        if shown.page(&folder).is_some() {
            return Reply::Elsewhere(route::encoded(folder.as_str()).replace("//", "/"));
        }
    }
    let page = shown.page(&Route::new("/404.html")).and_then(|page| shown.bytes(page).ok());
    let page = page.map_or_else(|| bare("No such page", &[]), |bytes| String::from_utf8_lossy(&bytes).into_owned());
    Reply::Page(sent(view, None, Status::NotFound, &page, &[]))
}

/// A page that cannot be rendered is shown as it was last, under what is wrong.
fn failed(view: &View, shown: &Arc<Shown>, page: &Page, failure: &Failure) -> Sent {
    let snapshot = &shown.planned.snapshot;
    let mut problems: Vec<Problem> = mistakes(failure).iter().map(|mistake| Problem::new(mistake, snapshot)).collect();
    if let Failure::Machine(error) = failure {
        problems.push(error.into());
    }
    match shown.last_good(&page.route) {
        Some(bytes) => sent(view, Some((shown, page)), Status::Failed, &String::from_utf8_lossy(&bytes), &problems),
        None => sent(view, Some((shown, page)), Status::Failed, &bare("This page cannot be rendered", &[]), &problems),
    }
}

fn sent(view: &View, of: Option<(&Arc<Shown>, &Page)>, status: Status, page: &str, more: &[Problem]) -> Sent {
    let mut additions = Additions::default();
    let mut problems = more.to_vec();
    problems.extend(view.problems.iter().chain(&*view.swept).filter(|problem| !more.contains(problem)).cloned());
    problem::push_overlay(&mut additions.layers, &problems, &view.author.editor, &view.author.root);
    let origin = of.and_then(|(shown, page)| shown.origin(page));
    if let Some((shown, page)) = of {
        let (banner, panel) = panel::panel(shown, page, &view.author.editor);
        additions.banner = banner;
        additions.layers.insert_str(0, &panel);
    }
    if status == Status::Found {
        additions.attributes.push_str(" data-found");
    }
    if let Some(Origin { path, digest }) = &origin {
        additions.attributes.push_str(" data-source=\"");
        html::push_attribute(&mut additions.attributes, path.as_str());
        let _ = write!(additions.attributes, "\" data-digest=\"{digest}\"");
    }
    let (html, version) = dress::dressed(page, &additions);
    Sent { status, html, version, origin }
}

/// Returns a page that only says something.
fn bare(title: &str, lines: &[&str]) -> String {
    let title = html::text(title);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body><main><h1>{title}</h1>"
    );
    for line in lines {
        let _ = write!(page, "<p>{}</p>", html::text(line));
    }
    page.push_str("</main></body></html>\n");
    page
}
