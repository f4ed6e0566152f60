//! The settings of a site, from `dossier.yaml`.

mod findings;
mod host;
mod limits;
mod outputs;
pub mod own_kinds;
mod packing;
mod private_words;
mod settings;
pub mod words;

use std::sync::Arc;

use icu_locale_core::Locale;

pub use findings::{HouseSpelling, SEVERITIES, SeveritySetting};
pub use host::{FOREVER, HASHED, Host};
pub use limits::Limits;
pub use outputs::OUTPUTS;
pub use packing::Packing;
pub use private_words::PrivateWord;
pub use settings::{SETTINGS, known_words};

use crate::codes;
use crate::date::{DayOrder, Language, Zone};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::kind::Kind;
use crate::kinds::Kinds;
use crate::name;
use crate::parse::fields::{Fields, Value};
use crate::parse::front_matter::{self, Block};
use crate::parse::{At, Bounds, Reading, yaml};
use crate::source::{Source, SourcePath, Span};
use crate::words::{Dictionary, Overrides};

/// The name of the file.
pub const FILE: &str = "dossier.yaml";

/// Which names in a text become links by themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Autolink {
    /// Those of all known records.
    #[default]
    Known,
    /// Those of the records that the front matter declares.
    Declared,
    /// None.
    Off,
}

impl Autolink {
    /// Reads the word of a setting or front matter.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "known" => Some(Self::Known),
            "declared" => Some(Self::Declared),
            "off" => Some(Self::Off),
            _ => None,
        }
    }
}

/// One link of the header.
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// The words.
    pub title: Arc<str>,
    /// Where it leads.
    pub url: Arc<str>,
}

/// The settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// The name of the site.
    pub title: Arc<str>,
    /// The address of the root, ending in a slash.
    pub base_url: Arc<str>,
    /// The path of the root on its host, beginning and ending in a slash.
    pub base_path: Arc<str>,
    /// The language of the site.
    pub language: Arc<str>,
    /// What the site is.
    pub description: Option<Arc<str>>,
    /// Who makes it.
    pub authors: Vec<Arc<str>>,
    /// Under which terms its texts may be used.
    pub licence: Option<Arc<str>>,
    /// The links of the header, where the site has its own.
    pub menu: Vec<MenuItem>,
    /// How texts are read.
    pub reading: Reading,
    /// Which names become links.
    pub autolink: Autolink,
    /// The kinds that get a page by being named.
    pub stubs: Vec<&'static Kind>,
    /// The kinds that get a card image of their own; none for no card images at all.
    pub cards: Vec<&'static Kind>,
    /// The formats that are written.
    pub outputs: Vec<&'static str>,
    /// The kinds whose records get files in these formats of their own.
    pub outputs_for: Vec<&'static Kind>,
    /// Whether feeds hold whole texts.
    pub full_text: bool,
    /// What the ids in feeds and calendars begin with: `example.org,2025`.
    pub feed_ids: Option<Arc<str>>,
    /// Whether calendars hold dates vaguer than a day.
    pub vague_dates: bool,
    /// How serious single findings are.
    pub checks: Vec<SeveritySetting>,
    /// Whether pages are set in the theme's own type.
    pub web_fonts: bool,
    /// The spellings of the house.
    pub house_spelling: Vec<HouseSpelling>,
    /// What must never be published.
    pub private_words: Vec<PrivateWord>,
    /// Who serves the site.
    pub hosts: Vec<Host>,
    /// From where on a thing is too much.
    pub limits: Limits,
    /// Free data.
    pub extra: serde_json::Value,
    /// Where the site is published, by name.
    pub publish: serde_json::Value,
}

impl Config {
    /// Reads the settings. Where one is missing or wrong, a default stands in, and a diagnostic says so.
    #[must_use]
    pub fn read(source: &Source) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let block = Block {
            source,
            offset: 0,
            text: &source.text,
            table: [SETTINGS, &[]],
            owner: "settings",
            unknown: &codes::UNKNOWN_SETTING,
            zone: None,
            bounds: Bounds::default(),
        };
        let fields = front_matter::read(&block, &mut diagnostics);
        let mut reader = Reader { source, fields: &fields, diagnostics };
        let config = reader.config();
        (config, reader.diagnostics)
    }

    /// Returns settings that only name a title, for tests and for sites whose settings cannot be read.
    #[must_use]
    pub fn titled(title: &str) -> Self {
        let text = format!("title: {title}\nbase_url: https://example.org/\nlanguage: en\n");
        Self::read(&Source::new(SourcePath::new(FILE), &text)).0
    }

    /// Returns these settings for another address of the site's root.
    pub fn with_base_url(&self, base_url: &str) -> Result<Self, Error> {
        let text = format!("title: x\nbase_url: {base_url}\nlanguage: en\n");
        let (read, diagnostics) = Self::read(&Source::new(SourcePath::new(FILE), &text));
        match diagnostics.into_iter().next() {
            Some(diagnostic) => Err(Error::Usage(diagnostic.message.replace("`base_url`", "`--base-url`"))),
            None => Ok(Self { base_url: read.base_url, base_path: read.base_path, ..self.clone() }),
        }
    }

    /// Returns the kinds of records that there are: those that are built in, and the site's own.
    #[must_use]
    pub fn kinds(&self) -> Kinds {
        self.reading.kinds
    }

    /// Returns the whole address of a path from the site's root, which has no leading slash.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    /// Tells whether a format is written.
    #[must_use]
    pub fn writes(&self, output: &str) -> bool {
        self.outputs.contains(&output)
    }
}

struct Reader<'a> {
    source: &'a Source,
    fields: &'a Fields,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn config(&mut self) -> Config {
        let fields = self.fields;
        let base_url = self.base_url();
        let host_end = base_url.find("://").map_or(0, |at| at + 3);
        let base_path = base_url[host_end..].find('/').map_or("/", |at| &base_url[host_end + at..]).into();
        let language = self.language();
        let kinds = self.kinds();
        let text = |key: &str| fields.text(key).cloned();
        Config {
            title: text("title").unwrap_or_else(|| "Untitled".into()),
            base_path,
            base_url: base_url.as_str().into(),
            language: Arc::clone(&language),
            description: text("description"),
            authors: fields.texts("authors").to_vec(),
            licence: text("licence"),
            menu: fields.maps("menu").iter().filter_map(menu_item).collect(),
            reading: Reading {
                dates: match text("dates").as_deref() {
                    Some("dmy") => DayOrder::Dmy,
                    Some("mdy") => DayOrder::Mdy,
                    _ => DayOrder::Ymd,
                },
                trusted_html: text("raw_html").as_deref() == Some("trusted"),
                known_by: None,
                zone: self.zone(),
                language: Language::of(&language),
                words: Arc::new(Dictionary::new(&language, Overrides::new(), kinds)),
                bounds: limits::bounds(fields),
                kinds,
            },
            autolink: text("autolink").as_deref().and_then(Autolink::parse).unwrap_or_default(),
            stubs: self
                .words("stubs", &["people", "events"], |word| kinds.find(word).filter(|kind| settings::is_stub(kind))),
            cards: self.words("cards", &["stories"], |word| {
                kinds.find(word).filter(|kind| settings::CARDS.contains(&kind.plural))
            }),
            outputs: self.words("outputs", &outputs::USUAL, |word| OUTPUTS.into_iter().find(|known| *known == word)),
            outputs_for: self.words("outputs_for", &["stories"], |word| {
                kinds.find(word).filter(|kind| outputs::FOLLOWED.contains(&kind.plural))
            }),
            full_text: text("feed_text").as_deref() == Some("full"),
            feed_ids: self.feed_ids(),
            vague_dates: text("calendar_dates").as_deref() == Some("vague"),
            checks: self.severities(),
            web_fonts: self.fields.text("font").is_none_or(|font| **font != *"system"),
            house_spelling: self.house_spelling(),
            private_words: self.private_words(),
            hosts: self.words("hosts", &[], Host::parse),
            limits: Limits::of(fields),
            extra: free(fields, "extra"),
            publish: free(fields, "publish"),
        }
    }

    fn kinds(&mut self) -> Kinds {
        let is_set = self.fields.get("kinds").is_some();
        if is_set { own_kinds::read(self.source, &mut self.diagnostics) } else { Kinds::default() }
    }

    fn base_url(&mut self) -> String {
        let given = self.fields.text("base_url").map_or("https://example.org/", |url| url.as_ref());
        let host = given.strip_prefix("https://").or_else(|| given.strip_prefix("http://"));
        let fine = host.is_some_and(|host| {
            !host.is_empty() && !host.starts_with('/') && !host.contains(['?', '#', ' ', '"', '<'])
        });
        if !fine {
            let message = format!("`base_url` must be an address such as `https://example.org/`, not `{given}`");
            let help = "it begins with `https://` and has no `?` or `#`";
            self.report("base_url", 0, Diagnostic::new(&codes::SETTINGS, message).help(help));
            return "https://example.org/".to_owned();
        }
        if given.ends_with('/') { given.to_owned() } else { format!("{given}/") }
    }

    /// Returns the language of the site in the case that is usual: `de-AT`.
    fn language(&mut self) -> Arc<str> {
        let Some(given) = self.fields.text("language") else { return "en".into() };
        if let Ok(locale) = Locale::try_from_str(given) {
            return locale.to_string().into();
        }
        let message = format!("`language` is no language: `{given}`");
        let help = "write a tag of BCP 47 such as `en`, `uk` or `de-AT`";
        self.report("language", 0, Diagnostic::new(&codes::SETTINGS, message).help(help));
        "en".into()
    }

    fn zone(&mut self) -> Option<Zone> {
        let given = self.fields.text("timezone")?;
        match Zone::named(given) {
            Ok(zone) => Some(zone),
            Err(near) => {
                let help = near.map_or_else(
                    || "write a name of the IANA database such as `Europe/Kyiv`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("`timezone` does not know `{given}`");
                self.report("timezone", 0, Diagnostic::new(&codes::SETTINGS, message).help(help));
                None
            }
        }
    }

    fn words<T>(&mut self, key: &'static str, default: &[&str], find: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let Some(Value::Texts(words)) = self.fields.get(key) else {
            return default.iter().filter_map(|word| find(word)).collect();
        };
        let mut found = Vec::new();
        for (index, word) in words.iter().enumerate() {
            if let Some(value) = find(word) {
                found.push(value);
            } else {
                let near = name::nearest(word, known_words(key).unwrap_or_default(), 1);
                let help = near.first().map(|near| format!("did you mean `{near}`?"));
                let diagnostic = Diagnostic::new(&codes::SETTINGS, format!("`{key}` does not know `{word}`"));
                self.report(key, index as u16, diagnostic.help_if(help));
            }
        }
        found
    }

    fn report(&mut self, field: &'static str, index: u16, diagnostic: Diagnostic) {
        let node = yaml::exact(&self.source.text, Bounds::WIDEST).0;
        let span = node.and_then(|node| front_matter::locate_in(&node, At { field, index, sub: "" }));
        self.diagnostics.push(diagnostic.at(&self.source.path, span.unwrap_or(Span::new(0, 0))));
    }
}

fn menu_item(fields: &Fields) -> Option<MenuItem> {
    Some(MenuItem { title: fields.text("title")?.clone(), url: fields.text("url")?.clone() })
}

fn free(fields: &Fields, key: &str) -> serde_json::Value {
    match fields.get(key) {
        Some(Value::Free(value)) => value.clone(),
        _ => serde_json::Value::Null,
    }
}
