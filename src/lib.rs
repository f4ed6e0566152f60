//! Dossier turns Markdown articles about a running story into linked pages for each person and each event.
//!
//! Nouns, which every module may use: [`digest`], [`source`], [`diagnostic`] with its [`codes`], [`kind`] with the table
//! [`kinds`], [`name`], [`date`], [`entity`], [`route`], [`html`], [`picture`],
//! [`poster`], [`error`], [`template`], [`timings`], [`trust`], [`words`].
//!
//! Stages, in order; each names only the types of the one before it, and [`engine`] calls them:
//!
//! 1. [`load`] reads the project into a `Snapshot`; with [`config`], its settings. The only reader.
//! 2. [`parse`] turns each file into a `Document`, looking at no other file.
//! 3. [`link`] resolves names and finds mentions: documents into a `Site`.
//! 4. [`check`] reports what no single reference shows.
//! 5. [`plan`] lays out every output, as data.
//! 6. [`render`] makes what is stale, decided by what its view says.
//! 7. [`mod@write`] commits the result, whole or not at all. The only writer.
//!
//! Edges: [`cli`] and [`commands`], the preview in [`serve`], the ways out in [`publish`], the ways in in [`import`],
//! other ids in [`mod@rename`].
//!
//! Invariants: nothing but [`cli`] prints, and nothing ends the process; the clock and the environment come in as arguments;
//! order never depends on hashing or on the file system; what an author can mend is a [`diagnostic::Diagnostic`], what
//! the machine refuses an [`error::Error`].

pub mod check;
pub mod cli;
pub mod codes;
pub mod commands;
pub mod config;
pub mod date;
pub mod diagnostic;
pub mod digest;
pub mod engine;
pub mod entity;
pub mod error;
pub mod html;
pub mod import;
pub mod kind;
pub mod kinds;
pub mod link;
pub mod load;
pub mod name;
pub mod parse;
pub mod picture;
pub mod plan;
pub mod poster;
pub mod publish;
pub mod rename;
pub mod render;
pub mod route;
pub mod serve;
pub mod source;
pub mod template;
pub mod timings;
pub mod trust;
pub mod words;
pub mod write;
