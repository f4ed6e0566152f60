//! Footnotes: numbered by their first reference, written at the end with the ways back.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::Markdown;
use crate::html;
use crate::parse::body::Section;

#[derive(Default)]
pub(super) struct Footnotes<'a> {
    /// Where each definition's events are, by label.
    pub(super) definitions: BTreeMap<&'a str, Range<usize>>,
    /// The labels in the order of their first reference, with the number of references.
    pub(super) order: Vec<(&'a str, usize)>,
}

impl<'a> Markdown<'a> {
    /// Notes where the definitions are.
    pub(super) fn find_footnotes(&mut self) {
        for at in 0..self.events.len() {
            if let Event::Start(Tag::FootnoteDefinition(label)) = &self.events[at].0 {
                let end = self.end_of(at);
                self.footnotes.definitions.entry(label).or_insert(at + 1..end - 1);
            }
        }
    }

    pub(super) fn footnote_reference(&mut self, label: &'a str) {
        let order = &mut self.footnotes.order;
        let index = order.iter().position(|(known, _)| *known == label).unwrap_or_else(|| {
            order.push((label, 0));
            order.len() - 1
        });
        order[index].1 += 1;
        let (number, times) = (index + 1, order[index].1);
        let id = if times == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{times}") };
        self.writer.html(&format!("<sup class=\"fn\" id=\"{id}\"><a href=\"#fn-{number}\">{number}</a></sup>"));
        self.writer.anchor(&id);
    }

    /// Tells whether a footnote belongs to an update that was left out: it refers to it, or holds it.
    fn is_left_out(&self, label: &str) -> bool {
        self.left_out.iter().flat_map(|range| &self.events[range.clone()]).any(|(event, _)| match event {
            Event::FootnoteReference(known) | Event::Start(Tag::FootnoteDefinition(known)) => **known == *label,
            _ => false,
        })
    }

    pub(super) fn footnotes(&mut self) {
        let unreferenced: Vec<&str> = self.footnotes.definitions.keys().copied().collect();
        for label in unreferenced {
            if self.is_left_out(label) {
                continue;
            }
            if !self.footnotes.order.iter().any(|(known, _)| *known == label) {
                self.footnotes.order.push((label, 0));
            }
        }
        if self.footnotes.order.is_empty() {
            return;
        }
        self.writer.push_section(Section { title: "".into(), id: "".into(), level: 0, update: None });
        self.writer.html("<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        let words = self.reading.words.own();
        let mut label_back = String::new();
        html::push_attribute(&mut label_back, &words.said.list.back);
        let mut index = 0;
        // A footnote may refer to a further one, so the list can grow.
        while let Some((label, times)) = self.footnotes.order.get(index).copied() {
            let number = index + 1;
            self.writer.html(&format!("<li id=\"fn-{number}\">\n"));
            self.writer.anchor(&format!("fn-{number}"));
            if let Some(range) = self.footnotes.definitions.get(label).cloned() {
                self.blocks(range);
            }
            self.writer.end_block();
            let back =
                |time: usize| if time == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{time}") };
            let links: Vec<String> = (1..=times)
                .map(|time| format!("<a class=\"back\" href=\"#{}\" aria-label=\"{label_back}\">↩</a>", back(time)))
                .collect();
            self.writer.html(&format!("{}</li>\n", links.join(" ")));
            index += 1;
        }
        self.writer.html("</ol>\n</section>\n");
    }
}
