//! `dossier new`.

use std::fmt::Write as _;
use std::path::Path;

use clap::Args;

use crate::cli::{self, Ending, SiteArguments};
use crate::error::Error;
use crate::kind::Kind;
use crate::kinds;
use crate::load;
use crate::name;
use crate::write;

/// Creates the file of a record.
#[derive(Args, Debug)]
pub struct New {
    /// The kind: article, person, event, story, organization, place, or one of the site's own
    kind: String,
    /// The title or name
    title: String,
    #[command(flatten)]
    site: SiteArguments,
}

impl New {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        let options = self.site.options(true)?;
        let kinds = load::settings(&options.root)?.kinds();
        let known: Vec<&'static Kind> = kinds.iter().filter(|kind| **kind != kinds::SOURCE).collect();
        let Some(kind) = known.iter().copied().find(|kind| kind.name == self.kind || kind.plural == self.kind) else {
            let names: Vec<&str> = known.iter().map(|kind| kind.name).collect();
            let near = name::nearest(&self.kind, names.iter().copied(), 1);
            let help = near.first().map_or_else(
                || format!("the kinds are {}", names.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(Error::Usage(format!("no kind `{}`; {help}", self.kind)));
        };
        if self.title.trim().is_empty() {
            return Err(Error::Usage(format!("a name is needed: `dossier new {} \"Ada Example\"`", kind.name)));
        }
        let path = format!("content/{}/{}.md", kind.plural, name::slug(&self.title));
        let today = options.now.to_zoned(jiff::tz::TimeZone::system()).date();
        let text = front_matter(kind, &self.title, &today.to_string());
        if !write::create(&options.root, Path::new(&path), text.as_bytes())? {
            return Err(Error::Refused(format!("`{path}` is there already and was left as it is")));
        }
        cli::say(&format!("Made {path}"));
        Ok(Ending::Fine)
    }
}

/// Returns the text of a new record: the keys that it needs and those that are used most.
fn front_matter(kind: &'static Kind, title: &str, today: &str) -> String {
    // On one line, without what YAML forbids.
    let words: Vec<&str> = title.split(|each: char| each.is_whitespace() || each.is_control()).collect();
    let words = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let quoted = format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""));
    let mut text = format!("---\n{}: {quoted}\n", kind.name_key);
    if *kind == kinds::ARTICLE {
        let _ = write!(text, "date: {today}\nsummary:\nstory:\npeople: []\nevents: []\ndraft: true\n");
    } else if *kind == kinds::EVENT {
        text.push_str("date:\nplace:\nparticipants: []\n");
    } else if *kind == kinds::PERSON {
        text.push_str("aliases: []\nsummary:\nroles: []\n");
    } else if let Some(own) = &kind.own {
        text.push_str("aliases: []\nsummary:\n");
        text.extend(own.facts.iter().map(|fact| format!("{}:\n", fact.key)));
    } else {
        text.push_str("summary:\n");
    }
    text.push_str("---\n\n");
    text
}
