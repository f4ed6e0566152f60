//! `dossier serve`.

use std::sync::Arc;
use std::thread;
use std::time::Instant;

use clap::Args;

use super::build::counted;
use crate::cli::{self, Ending, SiteArguments};
use crate::engine::Engine;
use crate::error::Error;
use crate::serve::watch::Watch;
use crate::serve::{Live, http};

/// Previews the site while its texts change.
#[derive(Args, Debug)]
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
}

impl Serve {
    /// Runs the command until it is interrupted.
    pub fn run(self) -> Result<Ending, Error> {
        let options = self.site.options(!self.no_drafts)?;
        let format = self.site.format.into();
        let mut watch = Watch::new(&options.root)?;
        let mut engine = Engine::new(options);
        let live = Arc::new(Live::default());
        let start = Instant::now();
        let (report, snapshot, pages) = live.refresh(&mut engine)?;
        cli::print(&report, &snapshot, format)?;
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
        let shared = Arc::clone(&live);
        thread::spawn(move || {
            while let Some(touched) = watch.wait() {
                let start = Instant::now();
                let what = match touched.as_slice() {
                    [one] => one.clone(),
                    several => counted(several.len(), "file"),
                };
                match shared.refresh(&mut engine) {
                    Ok((report, snapshot, pages)) => {
                        let _ = cli::print(&report, &snapshot, format);
                        let took = start.elapsed().as_millis();
                        cli::say(&format!("{what}: {} planned in {took} ms", counted(pages, "page")));
                    }
                    Err(error) => {
                        shared.fail(&error);
                        cli::say(&format!("{}: {error}", cli::paint("error", "1;31")));
                    }
                }
            }
        });
        let served = runtime.block_on(async {
            tokio::select! {
                served = http::serve(listener, live, &self.host) => served,
                _ = tokio::signal::ctrl_c() => Ok(()),
            }
        });
        served.map_err(|source| Error::io("serve", &url, source))?;
        Ok(Ending::Fine)
    }
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
