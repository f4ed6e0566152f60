//! Fills the holes of a text: names, links, pictures, attributions, citations.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

use foldhash::HashMap;

use super::addresses;
use super::cited;
use super::desk::Desk;
use super::view::Html;
use super::wording;
use crate::html;
use crate::link::{BodyLink, Entity, Handle};
use crate::parse::body::{Body, What};
use crate::route::encoded;
use crate::words::Words;

/// How wide a picture in a text is, for `sizes`: as wide as the text.
const MEASURE: &str = "(min-width: 40em) 38rem, 92vw";

/// Returns a record's text as HTML for a page from which `root` leads to the site's root.
#[must_use]
pub(super) fn html(desk: &Desk, handle: Handle, root: &str) -> Html {
    let entity = desk.entity(handle);
    let body = &entity.document.body;
    let mut writer = Writer {
        desk,
        handle,
        entity,
        body,
        root,
        html: String::with_capacity(body.html.len() * 5 / 4),
        at: 0,
        skip: false,
        words: desk.words_of(entity),
        listed: cited::is_listed(entity),
        numbers: HashMap::default(),
    };
    let mut automatic = entity.links.automatic.iter().peekable();
    for hole in &body.holes {
        while let Some(link) = automatic.next_if(|link| link.html < hole.at) {
            writer.automatic(link);
        }
        writer.up_to(hole.at);
        writer.fill(hole.what);
    }
    for link in automatic {
        writer.automatic(link);
    }
    writer.up_to(body.html.len() as u32);
    Html(writer.html)
}

struct Writer<'a> {
    desk: &'a Desk,
    handle: Handle,
    entity: &'a Entity,
    body: &'a Body,
    root: &'a str,
    html: String,
    at: u32,
    /// Whether the words up to the end of the link were replaced.
    skip: bool,
    /// The words of the interface in the language of the text.
    words: Arc<Words>,
    /// Whether the page lists its sources by number.
    listed: bool,
    /// The numbers of the sources that were cited so far.
    numbers: HashMap<Handle, usize>,
}

impl Writer<'_> {
    fn up_to(&mut self, end: u32) {
        if !self.skip {
            self.html.push_str(&self.body.html[self.at as usize..end as usize]);
        }
        self.at = end;
    }

    fn open(&mut self, class: &str, path: &str) {
        let _ = write!(self.html, "<a class=\"{class}\" href=\"");
        html::push_attribute(&mut self.html, self.root);
        html::push_attribute(&mut self.html, path);
        if self.root.is_empty() && path.is_empty() {
            self.html.push('.');
        }
        self.html.push_str("\">");
    }

    fn automatic(&mut self, link: &crate::link::Automatic) {
        self.up_to(link.html);
        let words = &self.body.text[link.text.start as usize..link.text.end as usize];
        let target = self.desk.entity(link.target);
        self.open("rec", target.route.path());
        self.up_to(link.html + html::text_len(words) as u32);
        self.html.push_str("</a>");
    }

    fn fill(&mut self, what: What) {
        match what {
            What::Open(number) => self.open_link(number as usize),
            What::Close(number) => {
                self.skip = false;
                if self.entity.links.body.get(number as usize) != Some(&BodyLink::Text) {
                    self.html.push_str("</a>");
                }
            }
            What::Image(number) => self.image(number as usize),
            What::Attribution(number) => self.attribution(number as usize),
            What::Cite(number) => self.cite(number as usize),
        }
    }

    fn open_link(&mut self, number: usize) {
        let link = &self.body.links[number];
        match self.entity.links.body.get(number) {
            Some(BodyLink::Record(target, anchor)) => {
                let target = self.desk.entity(*target);
                let own = std::ptr::eq(target, self.entity);
                let (root, path) = if own { ("", "") } else { (self.root, target.route.path()) };
                let fragment = anchor.as_ref().map_or_else(String::new, |anchor| format!("#{anchor}"));
                self.html.push_str("<a class=\"rec\" href=\"");
                html::push_attribute(&mut self.html, root);
                html::push_attribute(&mut self.html, path);
                html::push_attribute(&mut self.html, &fragment);
                self.html.push_str(if own && fragment.is_empty() { "#main\">" } else { "\">" });
                if let Some(words) = wording::instead(&self.desk.site, link, &self.entity.links.body[number]) {
                    html::push_text(&mut self.html, words);
                    self.skip = true;
                }
            }
            Some(BodyLink::Page(route, rest)) => {
                let path = format!("{}{rest}", encoded(route.path()));
                self.open("page", &path);
            }
            Some(BodyLink::Text) | None => {}
        }
    }

    /// Writes a picture in a text; it is fetched when it comes into view.
    fn image(&mut self, number: usize) {
        let picture = &self.body.images[number];
        let Some(Some(file)) = self.entity.links.images.get(number) else { return };
        let Some(shown) = self.desk.shown(file) else { return };
        let own = shown.size;
        // `![[photo.jpg|300]]` asks for a width; the height follows.
        let width = picture.width.or(own.map(|(width, _)| width));
        let height =
            own.zip(width).map(|((own, height), width)| u64::from(height) * u64::from(width) / u64::from(own.max(1)));
        let candidates: Vec<String> =
            shown.sizes.iter().map(|(width, path)| format!("{}{path} {width}w", self.root)).collect();
        let sizes = picture.width.map_or_else(|| MEASURE.to_owned(), |width| format!("{width}px"));
        let several = !candidates.is_empty();
        html::open(
            &mut self.html,
            "img",
            &[
                ("src", Some(&*format!("{}{}", self.root, shown.path))),
                ("alt", Some(&*picture.alt)),
                ("title", Some(&*picture.title).filter(|title| !title.is_empty())),
                ("width", width.map(|width| width.to_string()).as_deref()),
                ("height", height.map(|height| height.max(1).to_string()).as_deref()),
                ("srcset", several.then(|| candidates.join(", ")).as_deref()),
                ("sizes", several.then_some(&*sizes)),
                ("loading", Some("lazy")),
            ],
        );
    }

    fn attribution(&mut self, number: usize) {
        let own = &self.entity.document.quotes[number];
        let Some(quote) = self.desk.quotes.at(self.handle, &own.id) else { return };
        let view = self.desk.attribution(quote, Some(self.handle));
        self.named(&view.speaker.title, view.speaker.path.as_deref());
        if let Some(role) = &view.role {
            self.html.push_str(&self.words.said.list.comma);
            html::push_text(&mut self.html, role);
        }
        let words = Arc::clone(&self.words);
        let said = &words.said.quote;
        if let Some(to) = &view.to {
            self.html.push_str(" · ");
            html::push_text(&mut self.html, said.to.before());
            self.named(&to.title, to.path.as_deref());
            html::push_text(&mut self.html, said.to.after());
        }
        if let Some(venue) = &view.venue {
            self.html.push_str(" · ");
            self.named(&venue.title, venue.path.as_deref());
        }
        let language = self.desk.language_of(self.entity);
        let date = quote.date.as_ref().map_or_else(|| said.permalink.to_string(), |date| date.words(language));
        let _ = write!(self.html, " · <a href=\"#{}\">{}</a>", own.id, html::text(&date));
        let (also, more) = self.desk.other_places(quote, &[Some(self.handle)]);
        for (at, place) in also.iter().enumerate() {
            self.html.push_str(if at == 0 { " · " } else { &words.said.list.comma });
            html::push_text(&mut self.html, if at == 0 { said.also.before() } else { "" });
            self.named(&place.title, place.path.as_deref());
        }
        if !also.is_empty() {
            html::push_text(&mut self.html, said.also.after());
        }
        if more > 0 {
            self.html.push(' ');
            html::push_text(&mut self.html, &words.plurals.of("more_places", more as u64));
        }
    }

    fn named(&mut self, title: &str, path: Option<&str>) {
        match path {
            Some(path) => {
                self.open("rec", path);
                html::push_text(&mut self.html, title);
                self.html.push_str("</a>");
            }
            None => html::push_text(&mut self.html, title),
        }
    }

    fn cite(&mut self, number: usize) {
        let cite = &self.body.cites[number];
        let Some(Some(source)) = self.entity.links.cites.get(number) else { return };
        let card = &self.desk.cards[source.ix()].view;
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(*source).or_insert(next);
        self.html.push_str("<span class=\"cite\" id=\"");
        html::push_attribute(&mut self.html, &cite.id);
        self.html.push_str("\">");
        if self.listed {
            let said = &self.words.said;
            let comma = &said.list.comma;
            let place = cite.locator.as_ref().map_or_else(String::new, |locator| format!("{comma}{locator}"));
            let anchor = format!("#{}", cited::anchor(self.desk.entity(*source)));
            let label = said.source.number.fill(&[("number", &number.to_string())]) + &place;
            html::open(&mut self.html, "a", &[("href", Some(&anchor)), ("aria-label", Some(&label))]);
            let _ = write!(self.html, "[{number}]</a><span class=\"note\"><b aria-hidden=\"true\">{number}</b>");
        } else {
            self.html.push_str("<span class=\"note\">");
        }
        self.open("source", &card.path);
        html::push_text(&mut self.html, &card.title);
        if let Some(locator) = &cite.locator {
            self.html.push_str(&self.words.said.list.comma);
            html::push_text(&mut self.html, locator);
        }
        self.html.push_str("</a>");
        let fields = &self.desk.entity(*source).document.fields;
        let words = Arc::clone(&self.words);
        let said = &words.said.source;
        for (key, word) in [("url", &said.original_here), ("archived", &said.archived)] {
            if let Some(written) = fields.text(key) {
                let url = match addresses::local(written) {
                    // `a:b` on the page of the root would have a scheme.
                    Some(path) if self.root.is_empty() => Cow::Owned(format!("./{path}")),
                    Some(path) => Cow::Owned(format!("{}{path}", self.root)),
                    None => Cow::Borrowed(&**written),
                };
                self.html.push_str(" · ");
                html::open(&mut self.html, "a", &[("href", Some(&url)), ("rel", Some("external"))]);
                html::push_text(&mut self.html, word);
                self.html.push_str("</a>");
            }
        }
        self.html.push_str("</span></span>");
    }
}
