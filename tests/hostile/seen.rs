//! What a page comes to in a browser, judged by what may be in it.

use std::collections::{BTreeMap, BTreeSet};

use html5ever::tendril::TendrilSink as _;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// The elements that a page may have.
pub(crate) const TAGS: &str = "a abbr article aside b bdi blockquote body br button caption circle cite code col dd del desc \
    details div dl dt em fieldset figcaption figure footer form g h1 h2 h3 h4 h5 h6 head header hr html \
    img input label legend li line link main mark meta nav noscript ol option output p path picture pre q rect s \
    script search section select small source span strong style sub summary sup svg table tbody td \
    template text tfoot th thead time title tr ul";

/// Those of them that only the theme may write.
pub(crate) const THEME_TAGS: &str = "body button circle desc fieldset form g head html label legend line link meta noscript option output path rect \
    script search select style svg template text title";

/// The attributes that an element may have, beside `aria-*` and `data-*`.
pub(crate) const ATTRIBUTES: &str = "alt as autocapitalize autocomplete charset checked class colspan content crossorigin cx cy d \
    datetime defer dir disabled dx dy for form height hidden href hreflang id lang loading max maxlength min name \
    open placeholder property r rel role scope sizes spellcheck src srcset start tabindex title type \
    value viewBox width x x1 x2 y y1 y2";

/// What a page comes to in a browser.
#[derive(Default)]
pub(crate) struct Seen {
    /// All text.
    pub(crate) text: String,
    /// The values of all attributes.
    pub(crate) values: Vec<String>,
    pub(crate) ids: BTreeSet<String>,
    /// The first heading.
    pub(crate) heading: String,
    pub(crate) faults: Vec<String>,
}

impl Seen {
    /// Parses a page; with `body`, only what the theme never writes is allowed below the body's element.
    pub(crate) fn page(html: &str) -> Self {
        let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
        let mut seen = Self::default();
        seen.walk(&dom.document, false);
        seen
    }

    pub(crate) fn fault(&mut self, fault: String) {
        self.faults.push(fault);
    }

    pub(crate) fn walk(&mut self, node: &Handle, mut content: bool) {
        let mut heading = None;
        match &node.data {
            NodeData::Element { name, attrs, .. } => {
                let name = &*name.local;
                let attributes: Vec<(String, String)> =
                    attrs.borrow().iter().map(|each| (each.name.local.to_string(), each.value.to_string())).collect();
                if !TAGS.split_ascii_whitespace().any(|tag| tag == name)
                    || (content && THEME_TAGS.split_ascii_whitespace().any(|tag| tag == name))
                {
                    self.fault(format!("<{name}>"));
                }
                for (attribute, value) in &attributes {
                    self.attribute(name, attribute, value, &attributes);
                }
                if name == "script" {
                    let data = attributes.iter().any(|(key, value)| key == "type" && value == "application/ld+json");
                    let own = attributes.iter().any(|(key, value)| key == "src" && value.contains("assets/"));
                    if !data && !own {
                        self.fault("<script>".to_owned());
                    }
                }
                content |= attributes.iter().any(|(key, value)| key == "class" && value == "body");
                heading = (name == "h1" && self.heading.is_empty()).then_some(self.text.len());
            }
            NodeData::Text { contents } => self.text.push_str(&contents.borrow()),
            NodeData::Comment { contents } => self.fault(format!("<!--{contents}-->")),
            NodeData::ProcessingInstruction { .. } => self.fault("<?".to_owned()),
            NodeData::Document | NodeData::Doctype { .. } => {}
        }
        for child in node.children.borrow().iter() {
            self.walk(child, content);
        }
        if let Some(start) = heading {
            self.heading = self.text[start..].to_owned();
        }
    }

    pub(crate) fn attribute(&mut self, tag: &str, name: &str, value: &str, all: &[(String, String)]) {
        let known = ATTRIBUTES.split_ascii_whitespace().any(|known| known == name)
            || name.starts_with("aria-")
            || name.starts_with("data-");
        let refresh = tag == "meta" && name == "http-equiv" && value == "refresh";
        if !known && !refresh {
            self.fault(format!("<{tag} {name}={value:?}>"));
        }
        let address = match name {
            "href" | "src" => Some(value),
            "content" if all.iter().any(|(key, _)| key == "http-equiv") => value.strip_prefix("0; url=").or(Some("x:")),
            _ => None,
        };
        if let Some(scheme) = address.and_then(scheme)
            && !["http", "https", "mailto", "tel"].contains(&scheme.as_str())
        {
            self.fault(format!("<{tag} {name}={value:?}>"));
        }
        if name == "id" && !self.ids.insert(value.to_owned()) {
            self.fault(format!("id {value} twice"));
        }
        self.values.push(value.to_owned());
    }

    pub(crate) fn has(&self, text: &str) -> bool {
        self.text.contains(text) || self.values.iter().any(|value| value.contains(text))
    }
}

/// Returns the scheme that a browser sees (WHATWG URL, 4.4).
pub(crate) fn scheme(address: &str) -> Option<String> {
    let address = address.trim_matches(|each: char| each <= ' ').replace(['\t', '\n', '\r'], "");
    let (scheme, _) = address.split_once(':')?;
    let plain = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|each| each.is_ascii_alphanumeric() || "+-.".contains(each));
    plain.then(|| scheme.to_ascii_lowercase())
}

/// Parses every page of a site and wants no fault in any.
pub(crate) fn pages(files: &BTreeMap<String, String>) -> BTreeMap<&str, Seen> {
    let mut pages = BTreeMap::new();
    for (path, html) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let seen = Seen::page(html);
        assert_eq!(seen.faults, Vec::<String>::new(), "{path}:\n{html}");
        pages.insert(path.as_str(), seen);
    }
    pages
}
