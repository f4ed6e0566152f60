//! The setting `kinds`: what further kinds of records a site has, with their keys and relations.
//!
//! Each fault is reported at its place. A kind with one is left out, which its records then tell as well: so is one key or relation.

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::kind::Field;
use crate::kind::Type::{Choice, Flag, Free, Text, Texts, Words};
use crate::kinds::followthemoney::{EDGES, Edge, SCHEMATA};
use crate::kinds::{self, ANY, ARTICLE, Declared, DeclaredField, DeclaredType, EVENT, KINDS, Kinds, Label, NAMED};
use crate::name;
use crate::parse::fields::Fields;
use crate::parse::front_matter::{self, Block};
use crate::parse::yaml::{self, Bounds, Entry, Node, Tree};
use crate::source::{Source, Span};

use super::settings::{required, setting};

/// The keys of a kind.
pub static KIND: &[Field] = &[
    setting(
        "plural",
        Text,
        "several of them: the folder in `content/`, the address and the key in articles; with an `s` unless set",
    ),
    setting("label", Words, "what one is called on pages, in one language or by language"),
    setting("plural_label", Words, "what several are called"),
    setting("template", Text, "the template of their pages in `templates/`; `record.html` unless set"),
    setting("schema_org", Text, "the type in schema.org's vocabulary: `Vehicle`"),
    setting("followthemoney", Text, "the schema of FollowTheMoney: `Vessel`"),
    setting("fields", Free, "what is told of them, by key"),
    setting("relations", Free, "to which records they lead, by key"),
];

/// The keys of a field.
pub static FIELD: &[Field] = &[
    setting("type", Choice(&TYPES), "what the value may be; `text` unless set"),
    setting("label", Words, "what it is called on pages"),
    setting("of", Texts, "the words of a `choice`"),
    setting("required", Flag, "whether it must be there"),
    setting("schema_org", Text, "the property in schema.org's vocabulary: `identifier`"),
    setting("followthemoney", Text, "the property of FollowTheMoney: `imoNumber`"),
];

/// The keys of a relation.
pub static RELATION: &[Field] = &[
    required("to", Texts, "the kinds to whose records it leads"),
    setting("label", Words, "what it is called on pages"),
    setting("inverse", Words, "what it is called on the pages of those to whom it leads"),
    setting("required", Flag, "whether there must be one"),
    setting("schema_org", Text, "the property in schema.org's vocabulary: `owns`"),
    setting(
        "followthemoney",
        Text,
        "the link of FollowTheMoney: `Ownership`, or `Ownership.asset` where the other one is the asset",
    ),
];

/// The types of fields.
pub const TYPES: [&str; 7] = ["text", "texts", "date", "number", "url", "flag", "choice"];

/// The folders of the site, the parts of its search and what commands can be asked for that are no kinds.
const TAKEN: [&str; 18] = [
    "assets",
    "cards",
    "changes",
    "corrections",
    "files",
    "find",
    "found",
    "index",
    "lists",
    "names",
    "open-plans",
    "quotes",
    "results",
    "search",
    "settings",
    "tags",
    "timeline",
    "words",
];

/// Reads the setting, where a site has it. Faults are added to `diagnostics`.
pub(super) fn read(source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Kinds {
    let Some(node) = yaml::exact(&source.text, Bounds::default()).0 else { return Kinds::default() };
    let Tree::Map(settings) = &node.tree else { return Kinds::default() };
    let Some(setting) = settings.iter().find(|entry| entry.key == "kinds") else { return Kinds::default() };
    let mut reader = Reader { source, diagnostics, known: Vec::new() };
    let entries = reader.entries("kinds", &setting.value, "kinds by name, such as `vessel: {plural: vessels}`");
    if let Some(excess) = entries.get(Kinds::MOST_OWN) {
        let message = format!("more than {} kinds", Kinds::MOST_OWN);
        reader.report(excess.key_span, message, None);
    }
    // Relations may lead to kinds that stand below.
    let named: Vec<(&Entry, Fields, String)> = entries.iter().filter_map(|entry| reader.named(entry)).collect();
    reader.known = named.iter().flat_map(|(entry, _, plural)| [entry.key.clone(), plural.clone()]).collect();
    let declared = named.into_iter().map(|(entry, fields, plural)| reader.kind(entry, &fields, plural));
    Kinds::with(declared.collect())
}

/// Reports the templates of kinds that there are not, each at its place; `known` are the names of those that there are.
#[must_use]
pub fn missing_templates(source: &Source, kinds: Kinds, known: &[&str]) -> Vec<Diagnostic> {
    let named = kinds.own().filter_map(|kind| Some((kind.name, kind.own.as_ref()?.template)));
    let missing: Vec<_> = named.filter(|(_, template)| !known.contains(template)).collect();
    let node = if missing.is_empty() { None } else { yaml::exact(&source.text, Bounds::default()).0 };
    let place = |name: &str| child(child(child(node.as_ref()?, "kinds")?, name)?, "template").map(|node| node.span);
    let told = missing.into_iter().map(|(name, template)| {
        let near = name::nearest(template, known.iter().copied(), 1);
        let help = near.first().map(|near| format!("did you mean `{near}`?"));
        Diagnostic::new(&codes::SETTINGS, format!("there is no template `{template}`"))
            .at(&source.path, place(name).unwrap_or_default())
            .help(help.unwrap_or_else(|| format!("put it into `templates/{template}`")))
    });
    told.collect()
}

struct Reader<'a> {
    source: &'a Source,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// The names and plurals of the site's own kinds, as far as they were read.
    known: Vec<String>,
}

impl Reader<'_> {
    fn report(&mut self, span: Span, message: String, help: Option<String>) {
        let diagnostic = Diagnostic::new(&codes::SETTINGS, message).help_if(help);
        self.diagnostics.push(diagnostic.at(&self.source.path, span));
    }

    /// Returns the entries of a map; something else is a fault.
    fn entries<'n>(&mut self, key: &str, node: &'n Node, what: &str) -> &'n [Entry] {
        match &node.tree {
            Tree::Map(entries) => entries,
            Tree::Null => &[],
            _ => {
                self.report(node.span, format!("`{key}` must be a map of {what}"), None);
                &[]
            }
        }
    }

    /// Reads one map by its table.
    fn fields(&mut self, entry: &Entry, table: &'static [Field], map: &[Entry]) -> Fields {
        let block = Block {
            source: self.source,
            offset: 0,
            text: &self.source.text,
            table: [table, &[]],
            owner: "settings",
            unknown: &codes::UNKNOWN_SETTING,
            zone: None,
            bounds: Bounds::default(),
        };
        let mut found = Vec::new();
        let fields = front_matter::read_map(&block, &entry.key, map, &mut found);
        // What is missing in a map of no keys is told where the map should be.
        let place = |it: Diagnostic| if map.is_empty() { it.at(&self.source.path, entry.key_span) } else { it };
        self.diagnostics.extend(found.into_iter().map(place));
        fields
    }

    /// Reads a kind as far as its name and plural, which nothing else may have.
    fn named<'n>(&mut self, entry: &'n Entry) -> Option<(&'n Entry, Fields, String)> {
        let map = match &entry.value.tree {
            Tree::Map(map) => map.as_slice(),
            Tree::Null => &[],
            _ => {
                self.report(
                    entry.value.span,
                    format!("`{}` must be a map such as `{{plural: vessels}}`", entry.key),
                    None,
                );
                return None;
            }
        };
        let fields = self.fields(entry, KIND, map);
        let (plural, span) = match fields.text("plural") {
            Some(plural) => (plural.to_string(), span_of(map, "plural")),
            None => (format!("{}s", entry.key), entry.key_span),
        };
        let is_free = self.is_free(&entry.key, entry.key_span) && self.is_free(&plural, span);
        if is_free && plural == entry.key {
            self.report(
                span,
                format!("`{plural}` cannot be both one and several"),
                Some("write another `plural`".into()),
            );
            return None;
        }
        self.known.extend([entry.key.clone(), plural.clone()]);
        is_free.then_some((entry, fields, plural))
    }

    /// Tells whether a name can be that of a kind, its folder and its key in articles; reports why not.
    fn is_free(&mut self, word: &str, span: Span) -> bool {
        let slug = name::slug(word);
        if slug != word || !word.starts_with(char::is_alphabetic) {
            let help = Some(format!("write `{slug}`")).filter(|_| slug.starts_with(char::is_alphabetic));
            self.report(span, format!("`{word}` cannot name a kind: it is part of addresses"), help);
            return false;
        }
        let keys = [ARTICLE.fields, EVENT.fields, ANY];
        let is_key = || keys.into_iter().flatten().any(|field| field.name == word || field.also == word);
        let message = if KINDS.iter().any(|kind| kind.name == word || kind.plural == word) {
            format!("there is a kind `{word}` already")
        } else if self.known.iter().any(|known| known == word) {
            format!("there are two kinds with the name `{word}`")
        } else if TAKEN.contains(&word) {
            format!("`{word}` cannot name a kind: the site has something else of that name")
        } else if is_key() {
            format!("`{word}` cannot name a kind: it is a key of articles and events")
        } else {
            return true;
        };
        self.report(span, message, Some("write another name or `plural`".into()));
        false
    }

    fn kind(&mut self, entry: &Entry, given: &Fields, plural: String) -> Declared {
        let map = entries_of(&entry.value);
        let text = |key: &str| given.text(key).map(ToString::to_string);
        let followthemoney = self.word_of(given, map, "followthemoney", |word| SCHEMATA.contains(&word), &SCHEMATA);
        let mut fields = Vec::new();
        for (key, is_relation) in [("fields", false), ("relations", true)] {
            let Some(part) = map.iter().find(|part| part.key == key) else { continue };
            for entry in self.entries(key, &part.value, "keys") {
                let read = if is_relation { self.relation(entry) } else { self.field(entry) };
                let Some(field) = read.filter(|_| self.is_new_key(entry, &fields)) else { continue };
                fields.push(field);
            }
        }
        Declared {
            label: label(given, "label").unwrap_or_else(|| Label::plain(&entry.key.replace('-', " "))),
            plural_label: label(given, "plural_label").unwrap_or_else(|| Label::plain(&titled(&plural))),
            template: text("template").unwrap_or_else(|| TEMPLATE.to_owned()),
            schema_org: text("schema_org").unwrap_or_else(|| "Thing".to_owned()),
            name: entry.key.clone(),
            plural,
            followthemoney,
            fields,
        }
    }

    /// Tells whether a key of a record has this meaning alone; reports which other one it has.
    fn is_new_key(&mut self, entry: &Entry, fields: &[DeclaredField]) -> bool {
        let key = entry.key.as_str();
        let is_word = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-');
        let message = if !key.starts_with(char::is_alphabetic) || !key.chars().all(is_word) {
            format!("`{key}` cannot be a key: one begins with a letter and holds letters, digits, `_` and `-`")
        } else if NAMED.iter().chain(ANY).any(|field| field.name == key || field.also == key) {
            format!("every record has a key `{key}` already")
        } else if fields.iter().any(|field| field.key == key) {
            format!("`{key}` is both a field and a relation")
        } else {
            return true;
        };
        self.report(entry.key_span, message, None);
        false
    }

    /// Reads `imo: {type: text}`, or `imo: text`.
    fn field(&mut self, entry: &Entry) -> Option<DeclaredField> {
        let short = [Entry { key: "type".into(), key_span: entry.key_span, value: entry.value.clone() }];
        let is_short = matches!(entry.value.tree, Tree::Text { .. } | Tree::List(_));
        let map = if is_short { &short } else { entries_of(&entry.value) };
        let given = self.fields(entry, FIELD, map);
        let ty = match given.text("type").map_or("text", |ty| ty) {
            "texts" => DeclaredType::Texts,
            "date" => DeclaredType::Date,
            "number" => DeclaredType::Number,
            "url" => DeclaredType::Url,
            "flag" => DeclaredType::Flag,
            "choice" if given.texts("of").is_empty() => {
                let help = Some(format!("write `{}: {{type: choice, of: [one, other]}}`", entry.key));
                self.report(entry.key_span, format!("`{}` has no words to choose from", entry.key), help);
                return None;
            }
            "choice" => DeclaredType::Choice(given.texts("of").iter().map(ToString::to_string).collect()),
            _ => DeclaredType::Text,
        };
        let is_property = |word: &str| word.starts_with(|it: char| it.is_ascii_lowercase()) && is_plain(word);
        let followthemoney = self.word_of(&given, map, "followthemoney", is_property, &[]);
        Some(self.declared(entry, &given, map, ty, followthemoney))
    }

    /// Reads `owner: {to: [people, organizations]}`, or `owner: [people, organizations]`.
    fn relation(&mut self, entry: &Entry) -> Option<DeclaredField> {
        let short = [Entry { key: "to".into(), key_span: entry.key_span, value: entry.value.clone() }];
        let is_short = matches!(entry.value.tree, Tree::Text { .. } | Tree::List(_));
        let map = if is_short { &short } else { entries_of(&entry.value) };
        let given = self.fields(entry, RELATION, map);
        let built_in = || KINDS.iter().filter(|kind| ***kind != kinds::SOURCE && ***kind != kinds::PAGE);
        let names: Vec<String> = built_in()
            .flat_map(|kind| [kind.plural.to_owned(), kind.name.to_owned()])
            .chain(self.known.clone())
            .collect();
        let mut to = Vec::new();
        for (at, word) in given.texts("to").iter().enumerate() {
            if names.iter().any(|name| **name == **word) {
                to.push(word.to_string());
                continue;
            }
            let near = name::nearest(word, names.iter().map(String::as_str), 1);
            let help = near.first().map(|near| format!("did you mean `{near}`?"));
            self.report(item_span(map, "to", at), format!("`to` knows no kind `{word}`"), help);
        }
        if to.is_empty() {
            return None;
        }
        let schemata = EDGES.map(|edge| edge.schema);
        let followthemoney = self.word_of(&given, map, "followthemoney", |word| Edge::read(word).is_some(), &schemata);
        let ty = DeclaredType::Relation(to, label(&given, "inverse"));
        Some(self.declared(entry, &given, map, ty, followthemoney))
    }

    fn declared(
        &mut self,
        entry: &Entry,
        given: &Fields,
        map: &[Entry],
        ty: DeclaredType,
        followthemoney: Option<String>,
    ) -> DeclaredField {
        DeclaredField {
            key: entry.key.clone(),
            label: label(given, "label").unwrap_or_else(|| Label::plain(&titled(&entry.key))),
            ty,
            required: given.flag("required") == Some(true),
            schema_org: self.word_of(given, map, "schema_org", is_plain, &[]),
            followthemoney,
        }
    }

    /// Returns the word of another vocabulary, if it is one.
    fn word_of(
        &mut self,
        given: &Fields,
        map: &[Entry],
        key: &str,
        is_one: impl Fn(&str) -> bool,
        known: &[&str],
    ) -> Option<String> {
        let word = given.text(key)?;
        if is_one(word) {
            return Some(word.to_string());
        }
        let near = name::nearest(word, known.iter().copied(), 1);
        let help = near.first().map(|near| format!("did you mean `{near}`?"));
        self.report(span_of(map, key), format!("`{key}` does not know `{word}`"), help);
        None
    }
}

/// The template of records whose kind names no other one.
const TEMPLATE: &str = "record.html";

fn label(given: &Fields, key: &str) -> Option<Label> {
    Label::by_language(given.text_map(key).to_vec())
}

/// Returns a key as words: `grt_tons` as `Grt tons`.
fn titled(key: &str) -> String {
    let words = key.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|it| it.is_ascii_alphanumeric())
}

fn entries_of(node: &Node) -> &[Entry] {
    match &node.tree {
        Tree::Map(entries) => entries,
        _ => &[],
    }
}

fn child<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    entries_of(node).iter().find(|entry| entry.key == key).map(|entry| &entry.value)
}

fn span_of(map: &[Entry], key: &str) -> Span {
    map.iter().find(|entry| entry.key == key).map_or_else(Span::default, |entry| entry.value.span)
}

fn item_span(map: &[Entry], key: &str, at: usize) -> Span {
    let value = map.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
    match value.map(|value| (&value.tree, value.span)) {
        Some((Tree::List(items), span)) => items.get(at).map_or(span, |item| item.span),
        found => found.map_or_else(Span::default, |(_, span)| span),
    }
}
