//! `dossier serve`.

use std::sync::Arc;
use std::thread;
use std::time::Instant;

use clap::Args;

use super::build::{counted, explain, meter, say_timings};
use super::program;
use crate::cli::{self, Ending, SiteArguments};
use crate::diagnostic::Format;
use crate::engine::Engine;
use crate::error::Error;
use crate::serve::editor::Editor;
use crate::serve::follow::{Follow, Note, Said, Say};
use crate::serve::watch::Watch;
use crate::serve::{Author, Live, http};

/// Previews the site while its texts change.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Serve {
    #[command(flatten)]
    site: SiteArguments,
    /// The address to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    host: String,
    /// The port; another free one is taken where it is in use
    #[arg(long, value_name = "N", default_value_t = 4321)]
    port: u16,
    /// Open the site in a browser
    #[arg(long)]
    open: bool,
    /// Show what the public would see: no drafts, nothing embargoed
    #[arg(long)]
    no_drafts: bool,
    /// What links to lines of files open: vscode, vscodium, zed, idea, obsidian, or an address with {path}, {line}, {column}
    #[arg(long, value_name = "EDITOR", default_value = "vscode")]
    editor: Editor,
    /// Look for changes twice a second, where the system tells of none: network folders, some containers
    #[arg(long)]
    poll: bool,
    /// Say for each page that changed why
    #[arg(long)]
    explain: bool,
    /// Say how long each stage of a change took, and how much memory is held after it
    #[arg(long)]
    timings: bool,
}

impl Serve {
    /// Runs the command until it is interrupted.
    pub fn run(self) -> Result<Ending, Error> {
        let options = self.site.options(!self.no_drafts)?;
        let (mut watch, polls) = Watch::new(&options.root, self.poll);
        if let Some(reason) = &polls {
            say_polls(reason);
        }
        let author = Author { root: options.root.clone(), editor: self.editor.clone() };
        let live = Arc::new(Live::new(author));
        let start = Instant::now();
        let mut engine = Engine::new(options);
        engine.meter = meter(self.timings);
        let program = Arc::new(program::digest());
        let mut follow = Follow::new(Arc::clone(&live), engine, program, self.say())?;
        let pages = match follow.recall()? {
            Some(pages) => pages,
            None => follow.start()?,
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|source| Error::io("start", "the server", source))?;
        let address = format!("{}:{}", self.host, self.port);
        let bound = runtime.block_on(http::listen(&self.host, self.port));
        let (listener, address) = bound.map_err(|source| Error::io("listen on", &address, source))?;
        if !address.ip().is_loopback() {
            cli::say(&format!("{}: {address} can be reached from other machines", cli::paint("warning", "1;33")));
        }
        let url = format!("http://{address}/");
        cli::say(&format!(
            "{} in {:.2} s. Open {url} (Ctrl-C ends it)",
            counted(pages, "page"),
            start.elapsed().as_secs_f64()
        ));
        if self.open {
            open(&url);
        }
        let following = thread::Builder::new().spawn(move || follow.run(&mut watch));
        following.map_err(|source| Error::io("start", "a thread", source))?;
        let served = runtime.block_on(async {
            tokio::select! {
                served = http::serve(listener, live, &self.host) => served,
                _ = tokio::signal::ctrl_c() => Ok(()),
            }
        });
        served.map_err(|source| Error::io("serve", &url, source))?;
        Ok(Ending::Fine)
    }

    /// Returns what prints what the loop has to say.
    fn say(&self) -> Say {
        let format: Format = self.site.format.into();
        let (why, timings) = (self.explain, self.timings);
        Arc::new(move |said| match said {
            Said::Found(report, texts) => {
                let _ = cli::print(report, *texts, format);
            }
            Said::Failed(error) => cli::say(&format!("{}: {error}", cli::paint("error", "1;31"))),
            Said::Polls(reason) => say_polls(reason),
            Said::Changed(note) => {
                cli::say(&line(note));
                for (route, change) in note.changes.iter().flatten().filter(|_| why) {
                    cli::say(&explain(route.as_str(), change));
                }
                if timings {
                    say_timings(&note.timings);
                }
            }
        })
    }
}

fn say_polls(reason: &str) {
    let warning = cli::paint("warning", "1;33");
    cli::say(&format!("{warning}: changes are looked for twice a second, since watching fails: {reason}"));
}

/// Returns the line of a change: `12:41:07 articles/call.md: 1 page in 4 ms (reloaded 1 tab)`.
fn line(note: &Note) -> String {
    let what = match note.files.as_slice() {
        [one] => one.strip_prefix("content/").unwrap_or(one).to_owned(),
        several => counted(several.len(), "file"),
    };
    let pages = match (&note.changes, note.errors) {
        (_, 1..) => format!("{} now, pages stay as they were", counted(note.errors, "error")),
        (Some(changes), 0) if changes.is_empty() => "no page".to_owned(),
        (Some(changes), 0) => counted(changes.len(), "page"),
        (None, 0) => "shown".to_owned(),
    };
    let tabs = if note.tabs == 0 { String::new() } else { format!(" (reloaded {})", counted(note.tabs, "tab")) };
    let time = jiff::Zoned::now().strftime("%H:%M:%S").to_string();
    format!("{time} {what}: {pages} in {} ms{tabs}", note.took.as_millis())
}

/// Opens an address in the user's browser; where that is not possible, the printed address is there.
fn open(url: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(target_os = "windows") {
        "explorer"
    } else {
        "xdg-open"
    };
    let _ = std::process::Command::new(program).arg(url).spawn();
}
