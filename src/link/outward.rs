//! What the text of each record refers to: links, images, citations, speakers, and the names in it.

mod parts;
mod quotes;

use foldhash::{HashMap, HashSet};
use rayon::prelude::*;

use super::address::{self, Destination};
use super::answer::{Answer, answer, hidden, misplaced, missing};
use super::finder::Finder;
use super::mentions::{self, Made, Scope};
use super::names::{Names, Standing, Subject, SubjectIx, split_kind};
use super::refs::Positions;
use super::sources;
use super::{BodyLink, Entity, Handle, ImageFile, Input, Links, Resolved};
use crate::codes;
use crate::config::Autolink;
use crate::diagnostic::{Diagnostic, Report};
use crate::kind::Targets;
use crate::kinds;
use crate::name;
use crate::parse::body::Target;
use crate::parse::{At, Document, Reference};
use crate::route::Route;
use crate::source::{SourcePath, Span};

/// What is known of all records when a text is linked; kept for a text that is written again.
pub(super) struct Lexicon {
    names: Names,
    handles: Vec<Option<Handle>>,
    paths: HashMap<SourcePath, SubjectIx>,
    routes: HashMap<Route, SubjectIx>,
    finder: Finder,
    /// For each record, how far others may link to it by name.
    inward: Vec<Autolink>,
    /// For each person, the words of the display name, for short names that could mean another.
    words: Vec<Vec<String>>,
}

/// What all records share while their texts are linked.
struct Context<'a> {
    entities: &'a [Entity],
    lexicon: &'a Lexicon,
    input: &'a Input<'a>,
}

impl Lexicon {
    /// Collects it.
    pub(super) fn of(
        entities: &[Entity],
        names: Names,
        positions: &Positions,
        paths: HashMap<SourcePath, SubjectIx>,
    ) -> Self {
        let handles = handles(positions, &names);
        let (finder, (routes, words)) = rayon::join(
            || Finder::of(entities),
            || (routes(&names), entities.par_iter().map(|entity| words(&entity.document)).collect()),
        );
        let inward = entities.par_iter().map(|entity| own_autolink(&entity.document).unwrap_or_default()).collect();
        Self { names, handles, paths, routes, finder, inward, words }
    }

    /// Resolves a reference of front matter, those to whom is only named included.
    pub(super) fn reference(&self, document: &Document, reference: &Reference) -> Resolved {
        match answer(document, &reference.target, Some(reference.targets), &self.names) {
            Answer::Record(subject, _) => self.handles[subject as usize].map_or(Resolved::Plain, Resolved::Found),
            Answer::Hidden(_) => Resolved::Hidden,
            Answer::Ambiguous(_) | Answer::Missing => Resolved::Plain,
        }
    }
}

/// Maps subjects to the records that readers may see.
fn handles(positions: &Positions, names: &Names) -> Vec<Option<Handle>> {
    names
        .subjects()
        .iter()
        .map(|subject| positions.get(&subject.id).copied().filter(|_| subject.standing == Standing::Shown))
        .collect()
}

/// Links the texts of all records, in parallel, and returns the mentions that each of them makes.
pub(super) fn resolve(
    entities: &mut [Entity],
    lexicon: &Lexicon,
    input: &Input<'_>,
    report: &mut Report,
) -> Vec<Vec<Made>> {
    let context = Context { entities, lexicon, input };
    let results: Vec<(Links, Vec<Made>, Vec<Diagnostic>)> = context
        .entities
        .par_iter()
        .enumerate()
        .map(|(at, entity)| {
            let me = Handle(at as u32);
            let (links, diagnostics) = context.entity(me, entity);
            // Now, while its text is at hand.
            let made = mentions::of_record(me, entity, &links);
            (links, made, diagnostics)
        })
        .collect();
    let mut outward = Vec::with_capacity(entities.len());
    for (entity, (mut links, made, diagnostics)) in entities.iter_mut().zip(results) {
        links.references = std::mem::take(&mut entity.links.references);
        entity.links = links;
        outward.push(made);
        report.extend(diagnostics);
    }
    outward
}

/// Links the text of one record, which `entity` holds in place of the one among `entities`.
pub(super) fn resolve_one(
    me: Handle,
    entity: &Entity,
    entities: &[Entity],
    lexicon: &Lexicon,
    input: &Input<'_>,
) -> (Links, Vec<Diagnostic>) {
    Context { entities, lexicon, input }.entity(me, entity)
}

/// Returns the records by the addresses of their pages.
fn routes(names: &Names) -> HashMap<Route, SubjectIx> {
    let subjects = names.subjects().iter().enumerate();
    let route = |subject: &Subject| match subject.id.kind {
        kind if *kind == kinds::PAGE => Route::new(&format!("/{}/", subject.id.id)),
        kind => Route::new(&format!("/{}/{}/", kind.plural, subject.id.id)),
    };
    subjects.map(|(at, subject)| (route(subject), at as SubjectIx)).collect()
}

fn own_autolink(document: &Document) -> Option<Autolink> {
    document.fields.text("autolink").and_then(|word| Autolink::parse(word))
}

/// Returns the words of a person's names, sorted; of those with a hyphen the parts as well, and in scripts without spaces
/// each character.
pub(super) fn words(document: &Document) -> Vec<String> {
    if *document.id.kind != kinds::PERSON {
        return Vec::new();
    }
    let mut words: Vec<String> = Vec::new();
    for name in [&document.name].into_iter().chain(document.aliases.iter().map(|alias| &alias.name)) {
        let name = name::fold(name).text;
        words.extend(name.split(' ').map(str::to_owned));
        words.extend(name.split(|character| !name::continues_word(character)).map(str::to_owned));
        words.extend(name.chars().filter(|character| name::is_unspaced(*character)).map(String::from));
    }
    words.sort_unstable();
    words.dedup();
    words
}

impl Context<'_> {
    fn entity(&self, me: Handle, entity: &Entity) -> (Links, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut links = Links::default();
        let document = &*entity.document;
        if entity.stub {
            return (links, diagnostics);
        }
        let declared: HashSet<Handle> =
            entity.links.references.iter().filter_map(|resolved| resolved.found()).collect();
        let path = &document.source.path;
        for link in &document.body.links {
            let resolved = match &link.target {
                Target::Name(name, anchor) if name.is_empty() => {
                    self.record(me, entity, me, anchor.as_deref(), link.span, &mut diagnostics)
                }
                Target::Name(name, anchor) => match self.name(document, name, None, link.span, &mut diagnostics) {
                    Some(target) => self.record(me, entity, target, anchor.as_deref(), link.span, &mut diagnostics),
                    None => BodyLink::Text,
                },
                Target::Address(address) => self.address(me, entity, address, link.span, &mut diagnostics),
            };
            links.body.push(resolved);
        }
        for picture in &document.body.images {
            links.images.push(self.image(&picture.file, document, picture.span, &mut diagnostics));
            if picture.alt.trim().is_empty() {
                let message = format!("`{}` has no alternative text", picture.file);
                let help = "describe what it shows: `![two men at a table](photo.jpg)`";
                diagnostics.push(Diagnostic::new(&codes::ALT_MISSING, message).at(path, picture.span).help(help));
            }
        }
        for cite in &document.body.cites {
            let found = sources::find(&self.lexicon.names, &self.lexicon.handles, &cite.key);
            if !sources::exists(&self.lexicon.names, &cite.key) {
                diagnostics.push(sources::unknown(&self.lexicon.names, &cite.key).at(path, cite.span));
            }
            links.cites.push(found);
        }
        self.quotes(document, &mut links, &mut diagnostics);
        sources::check(document, &self.lexicon.names, &mut diagnostics);
        links.image = self.front_image(document, &mut diagnostics);
        links.automatic = self.automatic(me, document, &declared, &links, &mut diagnostics);
        (links, diagnostics)
    }

    /// Resolves a name of a text; what cannot be resolved is reported.
    fn name(
        &self,
        document: &Document,
        name: &str,
        targets: Option<Targets>,
        span: Span,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Handle> {
        let (found, diagnostic) = match answer(document, name, targets, &self.lexicon.names) {
            Answer::Record(subject, hint) => (self.lexicon.handles[subject as usize], hint),
            Answer::Hidden(diagnostic) => (None, diagnostic),
            Answer::Ambiguous(diagnostic) => (None, Some(diagnostic)),
            Answer::Missing => {
                let elsewhere = targets.and_then(|targets| misplaced(name, targets, &self.lexicon.names));
                (None, Some(elsewhere.unwrap_or_else(|| self.missing(name, targets))))
            }
        };
        diagnostics.extend(diagnostic.map(|diagnostic| diagnostic.at(&document.source.path, span)));
        found
    }

    fn missing(&self, name: &str, targets: Option<Targets>) -> Diagnostic {
        let (near, kinds) = (self.lexicon.names.nearest(name, targets), self.lexicon.names.kinds);
        let (prefix, _) = split_kind(name, kinds);
        if let Some(kind) = prefix.or(targets.and_then(|targets| targets.first().copied())) {
            return missing(kind, name, &near, kinds);
        }
        Diagnostic { message: format!("no record named `{name}`"), ..missing(&kinds::PERSON, name, &near, kinds) }
    }

    fn address(
        &self,
        me: Handle,
        entity: &Entity,
        address: &str,
        span: Span,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> BodyLink {
        let path = &entity.document.source.path;
        match address::resolve(address, path, &entity.route, &self.lexicon.paths, &self.lexicon.routes) {
            Destination::Subject(subject, anchor) => {
                if let Some(target) = self.lexicon.handles[subject as usize] {
                    self.record(me, entity, target, anchor.as_deref(), span, diagnostics)
                } else {
                    let record = self.lexicon.names.get(subject);
                    if record.standing == Standing::Hidden {
                        diagnostics.push(hidden(&record.id, &address::shown(address)).at(path, span));
                    }
                    BodyLink::Text
                }
            }
            Destination::Page(route, rest) => BodyLink::Page(route, rest),
            Destination::Nowhere => {
                let message = format!("`{}` does not exist", address::shown(address));
                let help = "link by name: `[[Name]]`";
                diagnostics.push(Diagnostic::new(&codes::BROKEN_LINK, message).at(path, span).help(help));
                BodyLink::Text
            }
        }
    }

    fn image(
        &self,
        file: &str,
        document: &Document,
        span: Span,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<ImageFile> {
        let path = &document.source.path;
        match address::image(file, path, self.input.files, self.input.statics) {
            Ok(found) => Some(found),
            Err(several) => {
                let diagnostic = Diagnostic::new(&codes::MISSING_IMAGE, format!("no image `{}`", address::shown(file)));
                let help = if several.is_empty() {
                    let names = self.input.files.iter().map(SourcePath::name);
                    let bare = file.rsplit('/').next().unwrap_or(file);
                    match name::nearest(bare, names, 1).first() {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "put the file beside the text, or anywhere below `content/`".to_owned(),
                    }
                } else {
                    let paths: Vec<String> = several.iter().map(|path| format!("`{path}`")).collect();
                    format!("several files have that name: {}; write the path", paths.join(", "))
                };
                diagnostics.push(diagnostic.at(path, span).help(help));
                None
            }
        }
    }

    fn front_image(&self, document: &Document, diagnostics: &mut Vec<Diagnostic>) -> Option<ImageFile> {
        let key = ["image", "cover"].into_iter().find(|key| !document.fields.maps(key).is_empty())?;
        let image = document.fields.maps(key).first()?;
        let file = image.text("file")?;
        let at = document.locate(At { field: key, index: 0, sub: "file" });
        let given = |key: &str| image.text(key).or_else(|| document.fields.text(key)).is_some();
        if !given("alt") {
            let message = format!("`{file}` has no alternative text");
            let diagnostic = Diagnostic::new(&codes::ALT_MISSING, message).at(&document.source.path, at);
            diagnostics.push(diagnostic.help("add `alt: ...`: what the picture shows"));
        }
        if !given("credit") {
            let message = format!("`{file}` has no credit");
            let diagnostic = Diagnostic::new(&codes::CREDIT_MISSING, message).at(&document.source.path, at);
            diagnostics.push(diagnostic.help("add `credit: ...`: whose picture it is"));
        }
        self.image(file, document, at, diagnostics)
    }

    fn automatic(
        &self,
        me: Handle,
        document: &Document,
        declared: &HashSet<Handle>,
        links: &Links,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<super::Automatic> {
        let mode = own_autolink(document).unwrap_or(self.input.config.autolink);
        if mode == Autolink::Off || document.body.runs.is_empty() {
            return Vec::new();
        }
        let scope = Scope {
            me,
            declared,
            mode,
            finder: &self.lexicon.finder,
            inward: &self.lexicon.inward,
            words: &self.lexicon.words,
            entities: self.entities,
        };
        let found = mentions::automatic(&document.body, links, &scope);
        for hint in found.hints {
            let ids: Vec<String> =
                hint.candidates.iter().map(|handle| format!("`{}`", self.entities[handle.ix()].id)).collect();
            let (code, message) = if hint.short {
                (&codes::AMBIGUOUS_SHORT_NAME, format!("`{}` could mean several records of this text", hint.name))
            } else {
                (&codes::AMBIGUOUS_MENTION, format!("`{}` could mean {} records", hint.name, ids.len()))
            };
            let help = format!("link it by hand, or declare exactly one of {}", ids.join(", "));
            let diagnostic = Diagnostic::new(code, message).help(help);
            diagnostics.push(match document.in_source(&hint.text) {
                Some(span) => diagnostic.at(&document.source.path, span),
                None => diagnostic.in_file(&document.source.path),
            });
        }
        found.links
    }
}
