//! The references to a record in all texts, each with the bytes that name it.

use std::ops::Range;

use super::record::within;
use super::{Asked, Edit, Style};
use crate::error::Error;
use crate::kind::Targets;
use crate::link::{BodyLink, Handle, Site, bare_name, decoded};
use crate::name;
use crate::parse::body::{Link, Speaker, Target};
use crate::parse::{At, Document};
use crate::source::{SourcePath, Span, position};

/// Returns the changes of each text that refers to the record.
pub(super) fn of_site(asked: &Asked<'_>, site: &Site) -> Result<Vec<(SourcePath, Vec<Edit>)>, Error> {
    let mut found = Vec::new();
    for (_, entity) in site.all().filter(|(_, entity)| !entity.stub && !entity.withdrawn) {
        let mut finder = Finder { asked, document: &entity.document, edits: Vec::new() };
        let links = &entity.links;
        let is_it = |handle: Option<Handle>| handle == Some(asked.handle);
        for (reference, resolved) in finder.document.references.iter().zip(&links.references) {
            if is_it(resolved.found()) {
                finder.field(reference.at, &reference.target)?;
            }
        }
        for (index, pair) in links.fielded.iter().enumerate() {
            for (key, handle) in ["venue", "to"].into_iter().zip(pair) {
                let words = finder.document.fields.maps("quotes").get(index).and_then(|quote| quote.text(key));
                if let Some(words) = words.filter(|_| is_it(handle.found())) {
                    finder.field(At { field: "quotes", index: index as u16, sub: key }, words)?;
                }
            }
        }
        for (link, resolved) in finder.document.body.links.iter().zip(&links.body) {
            if matches!(resolved, BodyLink::Record(handle, _) if *handle == asked.handle) {
                finder.link(link)?;
            }
        }
        for (index, quote) in finder.document.quotes.iter().enumerate() {
            if let Speaker::Named(name) = &quote.speaker
                && is_it(links.speakers.get(index).and_then(|it| it.found()))
            {
                finder.words(quote.span, name)?;
            }
            for (words, handles) in [(&quote.venue, &links.venues), (&quote.to, &links.addressees)] {
                if let Some(words) = words
                    && is_it(handles.get(index).and_then(|it| it.found()))
                {
                    finder.words(quote.span, words)?;
                }
            }
        }
        found.push((finder.document.source.path.clone(), finder.edits));
    }
    for document in &site.hidden {
        let mut finder = Finder { asked, document, edits: Vec::new() };
        finder.unlinked()?;
        found.push((document.source.path.clone(), finder.edits));
    }
    found.retain(|(_, edits)| !edits.is_empty());
    Ok(found)
}

struct Finder<'a> {
    asked: &'a Asked<'a>,
    document: &'a Document,
    edits: Vec<Edit>,
}

impl Finder<'_> {
    /// A value of front matter.
    fn field(&mut self, at: At, target: &str) -> Result<(), Error> {
        if self.stays(target) {
            return Ok(());
        }
        let place = self.document.locate_words(at, target);
        let part = self.part(target);
        let edit = within(self.document, place, target, &replaced(target, &part, &self.then(&target[part.clone()])));
        self.edits.push(edit.ok_or_else(|| self.unclear(place))?);
        Ok(())
    }

    /// The words of an attribution.
    fn words(&mut self, line: Span, words: &str) -> Result<(), Error> {
        if self.stays(words) {
            return Ok(());
        }
        let part = self.part(words);
        let edit = within(self.document, line, words, &replaced(words, &part, &self.then(&words[part.clone()])));
        self.edits.push(edit.ok_or_else(|| self.unclear(line))?);
        Ok(())
    }

    fn link(&mut self, link: &Link) -> Result<(), Error> {
        match &link.target {
            Target::Name(name, _) if name.is_empty() || self.stays(name) => Ok(()),
            Target::Name(..) => self.wikilink(link),
            Target::Address(_) if self.raw(link.span).trim_start_matches('!').starts_with("[[") => self.wikilink(link),
            Target::Address(address) => self.address(link, address),
        }
    }

    /// `[[name#heading|words]]`, also as `![[name]]`: only the name changes.
    fn wikilink(&mut self, link: &Link) -> Result<(), Error> {
        let (start, raw) = (link.span.start as usize, self.raw(link.span));
        let opened = raw.find("[[").map(|at| at + 2);
        let inner = opened.and_then(|at| raw[at..].find(['|', '#', ']']).map(|end| at..at + end));
        let Some(inner) = inner else { return Err(self.unclear(link.span)) };
        let written = raw[inner.clone()].trim_end_matches('\\');
        // Of a path from here only the last part changes.
        let name = written.trim();
        let name = if name.starts_with('.') { name.rsplit('/').next().unwrap_or(name) } else { name };
        let part = self.part(name);
        let mut text = replaced(name, &part, &self.then(&name[part.clone()]));
        let at = start + inner.start + written.rfind(name).unwrap_or_default();
        let bare = &name[part];
        // Words that were only like the id are what readers see.
        let is_bare = raw[inner.end..].starts_with("]]");
        if is_bare && !self.is_id(bare) && !self.is_stem(bare) {
            text = format!("{text}|{name}");
        }
        self.edits.push(Edit { span: Span::new(at, at + name.len()), text });
        Ok(())
    }

    /// `[words](../people/ada.md#heading)`, or the address of a page: the last part that names the record changes.
    fn address(&mut self, link: &Link, address: &str) -> Result<(), Error> {
        let path = &address[..address.find(['#', '?']).unwrap_or(address.len())];
        let document = &self.asked.entity.document;
        let (file, stem, id) = (document.source.path.name(), document.source.path.stem(), &*self.asked.entity.id.id);
        let extension = &file[stem.len()..];
        let mut end = path.len();
        let mut change = None;
        for part in path.rsplit('/') {
            let start = end - part.len();
            let plain = decoded(part);
            let then = match () {
                () if plain == file => Some(format!("{}{extension}", self.asked.stem)),
                () if plain == stem && name::slug(stem) != stem => Some(self.asked.stem.clone()),
                () if name::slug(plain.trim_end_matches(".md")) == id => Some(self.asked.new.id.to_string()),
                () => None,
            };
            if let Some(then) = then {
                change = Some((start..end, then));
                break;
            }
            end = start.saturating_sub(1);
        }
        let Some((part, then)) = change else { return Err(self.unclear(link.span)) };
        if address[part.clone()] == then {
            return Ok(());
        }
        let start = self.place_of(link.span, address).ok_or_else(|| self.unclear(link.span))?;
        let is_bracketed = self.document.source.text[..start].ends_with('<');
        let then = if is_bracketed { then } else { then.replace(' ', "%20") };
        self.edits.push(Edit { span: Span::new(start + part.start, start + part.end), text: then });
        Ok(())
    }

    /// Returns where an address stands: in the link, or in the definition that the link names.
    fn place_of(&self, span: Span, address: &str) -> Option<usize> {
        if let Some(at) = self.raw(span).rfind(address) {
            return Some(span.start as usize + at);
        }
        let text = &*self.document.source.text;
        let defined = |at: &usize| text[..*at].trim_end_matches(['<', ' ', '\t']).ends_with("]:");
        text.match_indices(address).map(|(at, _)| at).find(defined)
    }

    /// A record that readers may not see is not linked: what has the id or the name of the file is changed.
    fn unlinked(&mut self) -> Result<(), Error> {
        let document = self.document;
        for reference in &document.references {
            if self.is_meant(&reference.target, Some(reference.targets)) {
                self.field(reference.at, &reference.target)?;
            }
        }
        for link in &document.body.links {
            if matches!(&link.target, Target::Name(name, _) if self.is_meant(name, None)) {
                self.link(link)?;
            }
        }
        for quote in &document.quotes {
            if let Speaker::Named(name) = &quote.speaker
                && self.is_meant(name, None)
            {
                self.words(quote.span, name)?;
            }
        }
        Ok(())
    }

    fn is_meant(&self, written: &str, targets: Option<Targets>) -> bool {
        let (bare, kind) = (bare_name(written, self.asked.kinds), self.asked.entity.id.kind);
        let fits = bare.len() == written.trim().len() || written.contains(kind.plural);
        fits && targets.is_none_or(|targets| targets.contains(&kind)) && (self.is_id(bare) || self.is_stem(bare))
    }

    /// Tells whether a reference still leads to the record as it is written.
    fn stays(&self, written: &str) -> bool {
        let bare = bare_name(written, self.asked.kinds);
        let is_kept = self.asked.kept.contains(&name::key(bare));
        is_kept && (self.asked.style == Style::Bare || !self.is_id(bare))
    }

    fn is_id(&self, bare: &str) -> bool {
        name::key(bare) == *self.asked.entity.id.id
    }

    fn is_stem(&self, bare: &str) -> bool {
        name::key(bare) == name::key(self.asked.entity.document.source.path.stem())
    }

    /// Returns the part of a reference that changes: the name alone, or all of it where the kind is to stand before.
    fn part(&self, written: &str) -> Range<usize> {
        let bare = bare_name(written, self.asked.kinds);
        match written.rfind(bare) {
            Some(at) if self.asked.style == Style::Bare => at..at + bare.len(),
            _ => 0..written.len(),
        }
    }

    /// Returns what names the record then.
    fn then(&self, bare: &str) -> String {
        match self.asked.style {
            Style::Prefixed => self.asked.new.to_string(),
            Style::Bare if self.is_id(bare) && !self.is_stem(bare) => self.asked.new.id.to_string(),
            Style::Bare => self.asked.stem.clone(),
        }
    }

    fn raw(&self, span: Span) -> &str {
        self.document.source.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    fn unclear(&self, span: Span) -> Error {
        let (path, place) = (&self.document.source.path, position(&self.document.source.text, span.start as usize));
        Error::Refused(format!(
            "{path}:{}:{}: the reference to `{}` is written so that it cannot be changed; nothing was changed",
            place.line, place.column, self.asked.entity.id
        ))
    }
}

fn replaced(written: &str, part: &Range<usize>, by: &str) -> String {
    format!("{}{by}{}", &written[..part.start], &written[part.end..])
}
