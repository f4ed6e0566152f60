//! The documents that mention a record, with their sentences: the longest lists of a site.
//!
//! Their rows are written here and not by a template, since a site of many thousand articles has some hundred thousand
//! of them. A template that wants other rows names `mentions.list`, which is filled only then; the rows are, where any names them.

use std::borrow::Cow;
use std::sync::Arc;

use super::desk::Desk;
use super::parts::{CardView, ContextView, MentionView};
use super::view::{Html, view};
use super::wants::Wanted;
use crate::html;
use crate::link::{Handle, Mention, Via};

view! {
    /// The documents that mention a record, newest first.
    #[derive(Default)]
    MentionsView {
        /// How many there are here.
        count: usize,
        /// Each as a row of an ordered list, with its sentences: `<li>…</li>`.
        rows: Html,
        /// The same as data; empty unless the template names `mentions.list`.
        list: Vec<MentionView>,
    }
}

impl Desk {
    /// Returns documents that mention a record, for a page from which `root` leads to the site's root.
    pub(super) fn mentions_view<'a>(
        &'a self,
        wanted: &Wanted,
        documents: impl Iterator<Item = &'a [Mention]>,
        root: &str,
    ) -> MentionsView {
        let mut view = MentionsView::default();
        let mut rows = Rows { desk: self, root, html: String::new(), last: None };
        for mentions in documents {
            let Some(first) = mentions.first() else { continue };
            view.count += 1;
            if wanted.mention_rows {
                rows.document(first.from, mentions);
            }
            if wanted.mention_lists {
                view.list.push(self.mention_view(first.from, mentions));
            }
        }
        view.rows = Html(rows.html);
        view
    }

    fn mention_view(&self, from: Handle, mentions: &[Mention]) -> MentionView {
        let sentences = mentions.iter().filter(|mention| mention.via != Via::Field);
        MentionView {
            record: self.card(from),
            contexts: sentences.filter_map(|mention| self.context(mention)).collect(),
            part: self.part_among(mentions),
        }
    }

    /// Returns the part that front matter gives a record, among one document's mentions of it.
    fn part_among(&self, mentions: &[Mention]) -> Option<Arc<str>> {
        mentions.iter().filter(|mention| mention.via == Via::Field).find_map(|mention| self.part(mention))
    }

    fn context(&self, mention: &Mention) -> Option<ContextView> {
        let pieces = self.sentence(mention)?;
        let mut sentence = String::with_capacity(pieces.iter().map(|piece| piece.len()).sum::<usize>() + 32);
        push_sentence(&mut sentence, &pieces);
        let mut anchor = String::new();
        self.anchor(mention).push(&mut anchor);
        Some(ContextView { sentence: Html(sentence), anchor: anchor.into(), paragraph: u32::from(mention.paragraph) })
    }
}

/// Writes a sentence with the words that mention the record between `<mark>` and `</mark>`.
fn push_sentence(html: &mut String, [before, words, after]: &[Cow<'_, str>; 3]) {
    html::push_text(html, before);
    if !words.is_empty() {
        html.push_str("<mark>");
        html::push_text(html, words);
        html.push_str("</mark>");
    }
    html::push_text(html, after);
}

struct Rows<'a> {
    desk: &'a Desk,
    root: &'a str,
    html: String,
    /// The document of the row before.
    last: Option<Handle>,
}

impl Rows<'_> {
    fn document(&mut self, from: Handle, mentions: &[Mention]) {
        let desk = self.desk;
        let card = &*desk.cards[from.ix()].view;
        self.html.push_str("\n<li class=\"entry bare\">\n<p class=\"when\">");
        self.when(card, from);
        self.html.push_str("</p>\n<div class=\"what\">\n<h3><a href=\"");
        html::push_attribute(&mut self.html, self.root);
        html::push_attribute(&mut self.html, &card.path);
        self.html.push_str("\"><bdi>");
        html::push_text(&mut self.html, &card.title);
        self.html.push_str("</bdi></a></h3>");
        let part = desk.part_among(mentions);
        let said = &desk.words.said.entry;
        for (pattern, words) in
            [(&said.part, part.as_ref()), (&said.updated, card.updated.as_ref().map(|date| &date.view.text))]
        {
            if let Some(words) = words {
                self.html.push_str("\n<p class=\"meta\"><span>");
                html::push_text(&mut self.html, pattern.before());
                html::push_text(&mut self.html, words);
                html::push_text(&mut self.html, pattern.after());
                self.html.push_str("</span></p>");
            }
        }
        let mut some = false;
        for mention in mentions.iter().filter(|mention| mention.via != Via::Field) {
            let Some(pieces) = desk.sentence(mention) else { continue };
            if !some {
                self.html.push_str("\n<ol class=\"kwic\">");
                some = true;
            }
            self.passage(card, mention, &pieces);
        }
        self.html.push_str(if some { "\n</ol>\n</div>\n</li>" } else { "\n</div>\n</li>" });
    }

    /// Writes the date in the gutter; one that repeats the one above is for screen readers only.
    fn when(&mut self, card: &CardView, from: Handle) {
        let kind = |card: &CardView| self.desk.words.look_up("kind", card.kind).into();
        let words = |card: &CardView| card.date.as_ref().map_or_else(|| kind(card), |date| Arc::clone(&date.view.text));
        let text: Arc<str> = words(card);
        let before = self.last.replace(from).map(|last| words(&self.desk.cards[last.ix()].view));
        if before.is_some_and(|before| before == text) {
            self.html.push_str("<span class=\"vh\">");
            html::push_text(&mut self.html, &text);
            self.html.push_str("</span>");
            return;
        }
        let date = card.date.as_ref().map(|date| &*date.view);
        if let Some(date) = date
            && let (Some(day), Some(datetime)) = (&date.day, &date.datetime)
        {
            self.html.push_str("<time datetime=\"");
            html::push_attribute(&mut self.html, datetime);
            let month = date.month.as_deref().unwrap_or_default();
            for (open, piece) in [
                ("\"><span class=\"day\">", &**day),
                ("</span> <span class=\"mon\">", month),
                ("</span> <span class=\"yr\">", &date.year),
            ] {
                self.html.push_str(open);
                html::push_text(&mut self.html, piece);
            }
            self.html.push_str("</span></time>");
        } else {
            self.html.push_str("<small><bdi>");
            html::push_text(&mut self.html, &text);
            self.html.push_str("</bdi></small>");
        }
    }

    fn passage(&mut self, card: &CardView, mention: &Mention, pieces: &[Cow<'_, str>; 3]) {
        let paragraph = u32::from(mention.paragraph);
        self.html.push_str("\n<li><a class=\"at\" aria-label=\"");
        self.label(paragraph);
        self.html.push_str("\" href=\"");
        html::push_attribute(&mut self.html, self.root);
        html::push_attribute(&mut self.html, &card.path);
        let anchor = self.desk.anchor(mention);
        if !anchor.is_none() {
            self.html.push('#');
            anchor.push(&mut self.html);
        }
        self.html.push_str("\">¶");
        self.number(paragraph);
        self.html.push_str("</a> <p>");
        push_sentence(&mut self.html, pieces);
        self.html.push_str("</p></li>");
    }

    fn label(&mut self, paragraph: u32) {
        let said = &self.desk.words.said.list;
        if paragraph == 0 {
            html::push_attribute(&mut self.html, &said.passage);
            return;
        }
        html::push_attribute(&mut self.html, said.passage_at.before());
        self.html.push_str(itoa::Buffer::new().format(paragraph));
        html::push_attribute(&mut self.html, said.passage_at.after());
    }

    fn number(&mut self, paragraph: u32) {
        if paragraph > 0 {
            self.html.push(' ');
            self.html.push_str(itoa::Buffer::new().format(paragraph));
        }
    }
}
