//! `dossier init`.

mod ci;
mod editor;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use rust_embed::RustEmbed;

use self::ci::Ci;
use self::editor::Editor;
use super::working_folder;
use crate::cli::{self, Ending};
use crate::config;
use crate::error::Error;
use crate::write;

#[derive(RustEmbed)]
#[folder = "content/"]
struct Demo;

/// The settings of the demo: those of the repository's own site.
const DEMO_SETTINGS: &str = include_str!("../../dossier.yaml");

/// The files of the minimal site, by path.
const MINIMAL: [(&str, &str); 5] = [
    (config::FILE, include_str!("init/dossier.yaml")),
    ("content/stories/our-first-story.md", include_str!("init/story.md")),
    ("content/articles/the-council-decides.md", include_str!("init/article.md")),
    ("content/people/ada-example.md", include_str!("init/person.md")),
    ("content/events/council-vote.md", include_str!("init/event.md")),
];

/// What git leaves alone.
const GITIGNORE: &str = "/public/\n/published/\n/.dossier/\n";

/// Starts a site.
#[derive(Args, Debug)]
pub struct Init {
    /// The folder; or a template's name and then the folder
    #[arg(required_unless_present_any = ["ci", "editor"], num_args = 1..=2, value_names = ["DIR", "DIR"])]
    folder: Vec<PathBuf>,
    /// What to start with
    #[arg(long, value_enum, value_name = "NAME")]
    template: Option<Template>,
    /// Write a workflow that publishes the site, for a new site or the one in DIR [default: here]
    #[arg(long, value_enum, value_name = "WHERE")]
    ci: Option<Ci>,
    /// Write what an editor completes and checks with into the site in DIR [default: here]; a new site has it
    #[arg(long, value_enum, value_name = "NAME", conflicts_with = "ci")]
    editor: Option<Editor>,
}

/// What a site starts with.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// A whole story with people, events and sources
    Demo,
    /// One record of each kind
    Minimal,
}

impl Init {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        let (template, folder) = match self.folder.as_slice() {
            [name, folder] => {
                let named = name.to_str().and_then(|name| Template::from_str(name, true).ok());
                let Some(named) = named else {
                    return Err(Error::Usage(format!(
                        "no template `{}`; there are `demo` and `minimal`",
                        name.display()
                    )));
                };
                (named, folder)
            }
            [folder, ..] => (self.template.unwrap_or(Template::Minimal), folder),
            [] => (Template::Minimal, &PathBuf::from(".")),
        };
        let root = working_folder()?.join(folder);
        let is_site = root.join(config::FILE).exists();
        if let Some(ci) = self.ci.filter(|_| is_site) {
            return publishing(ci, &root);
        }
        if self.editor.is_some() && is_site {
            cli::say(&editor::wire(&root)?);
            return Ok(Ending::Fine);
        }
        if is_site {
            return Err(Error::Refused(format!("`{}` is a site already: it has a {}", folder.display(), config::FILE)));
        }
        let (mut made, mut kept) = (0, 0);
        for (path, text) in files(template) {
            if write::create(&root, Path::new(&path), &text)? { made += 1 } else { kept += 1 }
        }
        let kept = if kept > 0 {
            format!("; {kept} files were there already and were left as they are")
        } else {
            String::new()
        };
        cli::say(&format!("Made {made} files in `{}`{kept}.", folder.display()));
        if let Some(ci) = self.ci {
            publishing(ci, &root)?;
        }
        cli::say(&format!("Next: dossier serve --root {} --open", folder.display()));
        Ok(Ending::Fine)
    }
}

/// Writes the workflow of a site, unless it has one.
fn publishing(ci: Ci, root: &Path) -> Result<Ending, Error> {
    let (path, text) = ci.workflow(root)?;
    if !write::create(root, Path::new(path), text.as_bytes())? {
        return Err(Error::Refused(format!("there is a `{path}` already; it was left as it is")));
    }
    cli::say(&format!("Made `{path}`, which publishes the site."));
    Ok(Ending::Fine)
}

/// Returns the files of a template, by path.
fn files(template: Template) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = match template {
        Template::Minimal => {
            MINIMAL.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
        }
        Template::Demo => {
            let content =
                Demo::iter().filter_map(|path| Some((format!("content/{path}"), Demo::get(&path)?.data.into_owned())));
            content.chain([(config::FILE.to_owned(), DEMO_SETTINGS.as_bytes().to_vec())]).collect()
        }
    };
    files.extend(editor::files());
    files.push((".gitignore".to_owned(), GITIGNORE.as_bytes().to_vec()));
    files.sort();
    files
}
