//! JSON Schema made from the tables of kinds and settings, for editors that complete and check while somebody writes.
//!
//! A schema accepts what the program reads without a word, and refuses what it reports, as far as a schema can tell: which records
//! there are, and whether a date is one, only `dossier check` knows.

use serde_json::{Map, Value, json};

use crate::config::{self, SETTINGS, own_kinds};
use crate::kind::{Field, Kind, Type};
use crate::kinds::{self, Kinds};
use crate::parse::IGNORED;

/// The draft that the schemas are written in.
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";
/// Every sign of EDTF, and those of a time of day beside it.
const DATE: &str = r"^\s*[-+0-9XYESTtZz?~%/.:,{}\[\] ]*\s*$";
/// A number as JSON writes it.
const DECIMAL: &str = r"^\s*-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?\s*$";
/// Where links may lead: to the schemes that the program knows, or to a path.
const URL: &str = r"^\s*([hH][tT][tT][pP][sS]?:|[mM][aA][iI][lL][tT][oO]:|[tT][eE][lL]:|[^:]*$|[^:/?#]*[/?#])";

/// The tag of a language, as in BCP 47.
const LANGUAGE: &str = r"^\s*[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*\s*$";

/// Returns the schema of the front matter of a kind; of sources, that of the file that holds them all.
pub(crate) fn of_kind(kind: &'static Kind) -> Value {
    let record = record(&[kind.fields, kinds::ANY], &pattern(&IGNORED));
    if *kind == kinds::SOURCE {
        return root("Sources of a dossier site, by key", &sources(&record));
    }
    root(&format!("Front matter of {} in a dossier site", article(kind.name)), &record)
}

/// Returns the schema of `dossier.yaml`.
pub(crate) fn of_settings() -> Value {
    root("Settings of a dossier site", &record(&[SETTINGS], "^$"))
}

/// Returns the schemas by the names of their files, for an editor.
pub(crate) fn all(kinds: Kinds) -> Vec<(String, Value)> {
    let kinds = kinds.iter().map(|kind| (name(kind).to_owned(), of_kind(kind)));
    [("settings".to_owned(), of_settings())].into_iter().chain(kinds).collect()
}

/// Returns what the schema of a kind is called: sources are many in one file.
pub(crate) fn name(kind: &'static Kind) -> &'static str {
    if *kind == kinds::SOURCE { kind.plural } else { kind.name }
}

/// Puts a schema at the top of its file, with the maps that it shares.
fn root(title: &str, schema: &Value) -> Value {
    let mut whole = Map::new();
    whole.insert("$schema".to_owned(), DRAFT.into());
    whole.insert("title".to_owned(), title.into());
    whole.extend(schema.as_object().cloned().unwrap_or_default());
    let text = schema_of_text();
    let short_or = |fields| one_or_many(&json!({ "oneOf": [text, record(&[fields], "^$")] }));
    let shared = [
        ("date", json!({ "type": ["string", "integer"], "pattern": DATE })),
        ("url", json!({ "type": "string", "pattern": URL })),
        ("reference", reference()),
        ("references", one_or_many(&shared("reference"))),
        ("sources", short_or(kinds::CITED)),
        ("aliases", short_or(kinds::ALIAS)),
        ("image", short_or(kinds::IMAGE)),
    ];
    let shared = shared.into_iter().map(|(name, schema)| (name.to_owned(), schema));
    whole.insert("$defs".to_owned(), Value::Object(shared.collect()));
    whole.into()
}

/// Sources by key, or in a list with `key`.
fn sources(record: &Value) -> Value {
    let mut keyed = record.clone();
    keyed["properties"]["key"] =
        json!({ "description": "the key by which texts cite it", "type": ["string", "number"] });
    keyed["required"] = json!(["key", "title"]);
    json!({
        "type": ["object", "array", "null"],
        "additionalProperties": record,
        "items": keyed
    })
}

/// A map with the keys of some tables and no others, but those that match `ignored`.
fn record(tables: &[&'static [Field]], ignored: &str) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in tables.iter().copied().flatten() {
        for key in [field.name, field.also].into_iter().filter(|key| !key.is_empty()) {
            // A key of the kind itself comes first and counts: `status` of an event holds more than that of any record.
            properties.entry(key).or_insert_with(|| property(field, tables));
        }
        if field.required {
            required.push(field.name);
        }
    }
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if ignored != "^$" {
        schema["patternProperties"] = json!({ ignored: {} });
    }
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

/// What the value of a key may be. One that may be left out may also be left empty.
fn property(field: &'static Field, tables: &[&'static [Field]]) -> Value {
    let is_setting =
        tables.first().is_some_and(|table| [SETTINGS, own_kinds::KIND].iter().any(|it| std::ptr::eq(*table, *it)));
    let mut schema = is_setting.then(|| setting(field)).flatten().unwrap_or_else(|| of_type(&field.ty));
    if matches!(field.name, "lang" | "language") {
        schema = json!({ "type": "string", "pattern": LANGUAGE });
    } else if field.required && matches!(field.ty, Type::Text | Type::Prose) {
        // What is required is not empty.
        schema["pattern"] = r"\S".into();
    }
    if !field.required && schema != json!({}) {
        schema = or_nothing(schema);
    }
    let mut described = Map::new();
    let help = help(&field.ty);
    let doc = if help.is_empty() { field.doc.to_owned() } else { format!("{}; {help}", field.doc) };
    described.insert("description".to_owned(), doc.into());
    described.extend(schema.as_object().cloned().unwrap_or_default());
    described.into()
}

/// Settings that take words of a list, which the table does not hold.
fn setting(field: &Field) -> Option<Value> {
    if let Some(words) = config::known_words(field.name) {
        return Some(one_or_many(&json!({ "enum": words })));
    }
    match field.name {
        "base_url" => Some(json!({ "type": "string", "pattern": r"^https?://[^/?# ][^?# ]*$" })),
        "house_spelling" => {
            let text = json!({ "type": "string" });
            Some(json!({ "type": "object", "additionalProperties": one_or_many(&text) }))
        }
        "kinds" => Some(json!({
            "type": "object",
            "additionalProperties": or_nothing(record(&[own_kinds::KIND], "^$"))
        })),
        "fields" => Some(json!({
            "type": "object",
            "additionalProperties": or_nothing(json!({ "oneOf": [{ "enum": own_kinds::TYPES }, record(&[own_kinds::FIELD], "^$")] }))
        })),
        "relations" => {
            let names = one_or_many(&json!({ "type": "string" }));
            let long = record(&[own_kinds::RELATION], "^$");
            Some(json!({ "type": "object", "additionalProperties": { "anyOf": [names, long] } }))
        }
        "checks" => Some(json!({
            "type": "object",
            "propertyNames": { "pattern": "^D[0-9]{3}$" },
            "additionalProperties": { "enum": config::SEVERITIES }
        })),
        _ => None,
    }
}

/// Allows nothing where a value may be left out.
fn or_nothing(mut schema: Value) -> Value {
    match schema.get_mut("type") {
        Some(Value::Array(types)) => types.push("null".into()),
        Some(Value::String(one)) => schema["type"] = json!([one, "null"]),
        _ => {
            if let Some(Value::Array(words)) = schema.get_mut("enum") {
                words.push(Value::Null);
            } else if let Some(Value::Array(forms)) = schema.get_mut("anyOf") {
                forms.push(json!({ "type": "null" }));
            } else {
                schema = json!({ "anyOf": [schema, { "type": "null" }] });
            }
        }
    }
    schema
}

fn of_type(ty: &Type) -> Value {
    match ty {
        Type::Text | Type::Prose => schema_of_text(),
        Type::Texts => one_or_many(&schema_of_text()),
        Type::Flag => json!({ "type": "boolean" }),
        Type::Date => shared("date"),
        Type::Moment => json!({ "type": "string", "pattern": r"[0-9]\s*([Tt]|\s)\s*[0-9]" }),
        Type::Zone => json!({ "type": "string" }),
        Type::Url => shared("url"),
        Type::Number(least, most) => {
            json!({ "type": ["integer", "string"], "minimum": least, "maximum": most, "pattern": r"^\s*[-+]?[0-9]+\s*$" })
        }
        Type::Decimal => json!({ "type": ["number", "string"], "pattern": DECIMAL }),
        Type::Choice(words) => json!({ "enum": words }),
        Type::Ref(_) | Type::KnownRef(_) => shared("reference"),
        Type::Refs(_) | Type::KnownRefs(_) => shared("references"),
        Type::Sources => shared("sources"),
        Type::Aliases => shared("aliases"),
        Type::Image => shared("image"),
        Type::Words => json!({ "anyOf": [schema_of_text(), of_type(&Type::TextMap)] }),
        Type::TextMap => json!({ "type": "object", "additionalProperties": schema_of_text() }),
        Type::Coordinates => json!({
            "type": "array", "minItems": 2, "maxItems": 2,
            "prefixItems": [
                { "type": ["number", "string"], "minimum": -90, "maximum": 90 },
                { "type": ["number", "string"], "minimum": -180, "maximum": 180 }
            ]
        }),
        Type::Map(short, fields) => map(short.as_ref(), fields),
        Type::Maps(short, fields) => one_or_many(&map(short.as_ref(), fields)),
        Type::Free | Type::Private => json!({}),
    }
}

/// Text, a map with `ref`, or a wikilink without quotation marks, which YAML reads as a list in a list.
fn reference() -> Value {
    let text = schema_of_text();
    let listed = json!({ "type": "array", "minItems": 1, "maxItems": 1, "items": text });
    let wikilink = json!({ "type": "array", "minItems": 1, "maxItems": 1, "items": { "oneOf": [text, listed] } });
    json!({ "oneOf": [text, record(&[kinds::REFERENCE], "^$"), wikilink] })
}

/// One of the schemas that all share.
fn shared(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// Text; numbers and `true` are kept as they are written.
fn schema_of_text() -> Value {
    json!({ "type": ["string", "number", "boolean"] })
}

/// A map, or the one of its keys that may stand alone.
fn map(short: Option<&&'static str>, fields: &'static [Field]) -> Value {
    let mut long = record(&[fields], "^$");
    if std::ptr::eq(fields, kinds::SAID) {
        // An account says something, and a value is one of something.
        long["dependentRequired"] = json!({ "field": ["value"], "value": ["field"] });
        long["anyOf"] =
            ["date", "place", "participants", "field"].iter().map(|key| json!({ "required": [key] })).collect();
    }
    match short.and_then(|short| fields.iter().find(|field| field.name == *short)) {
        Some(field) => json!({ "oneOf": [of_type(&field.ty), long] }),
        None => long,
    }
}

/// A list, of which a single item may stand without brackets.
fn one_or_many(item: &Value) -> Value {
    json!({ "anyOf": [item, { "type": "array", "items": item }] })
}

/// What an author must know beside the meaning of the key.
fn help(ty: &Type) -> &'static str {
    match ty {
        Type::Date => "a date such as `2025-02-12`, `2025-02`, `2025-02~` (about) or `2025-02-12/2025-02-14`",
        Type::Moment => "a date with time and offset such as `2025-02-14T06:00:00+01:00`",
        Type::Ref(_) | Type::KnownRef(_) => "an id, a name or an alias, or a map with `ref`",
        Type::Refs(_) | Type::KnownRefs(_) => "ids, names or aliases, or maps with `ref`",
        Type::Sources => "keys of `sources.yaml`, addresses, or maps",
        _ => "",
    }
}

/// Returns a pattern that these keys match, and no others.
fn pattern(keys: &[&str]) -> String {
    format!("^({})$", keys.join("|"))
}

fn article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {noun}")
}
