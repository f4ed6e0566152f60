//! The command line: arguments into commands, results onto the terminal, failures into exit codes.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::commands;
use crate::diagnostic::{self, Format, Report, Texts};
use crate::error::Error;

/// Turns articles about a running story into linked pages for each person and each event.
#[derive(Parser, Debug)]
#[command(
    name = "dossier",
    version,
    propagate_version = true,
    after_help = "Examples:\n  dossier init demo my-site       a sample site to look at\n  dossier build                   content/ and templates/ into public/\n  dossier serve --open            see pages change while you write\n  dossier explain D012            what a message means"
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Start a site in a new or existing folder, changing none of its files
    #[command(
        after_help = "Examples:\n  dossier init my-site\n  dossier init my-site --template demo\n  dossier init demo my-site\n  dossier init --ci github         publish this site on each push\n  dossier init --editor vscode     complete and check this site's YAML while you write"
    )]
    Init(commands::init::Init),
    /// Create the file of a record
    #[command(
        after_help = "Examples:\n  dossier new person \"Ada Lovelace\"\n  dossier new event \"The council meets\"\n  dossier new article \"What the council decided\""
    )]
    New(commands::new::New),
    /// Build the site into public/
    #[command(
        after_help = "Examples:\n  dossier build\n  dossier build --output /srv/www --base-url https://example.org/desk/\n  dossier build --explain         say why each page was rendered"
    )]
    Build(commands::build::Build),
    /// Preview the site while you write
    #[command(after_help = "Examples:\n  dossier serve --open\n  dossier serve --port 8080 --no-drafts")]
    Serve(commands::serve::Serve),
    /// Report what is wrong, without writing anything
    #[command(
        after_help = "Examples:\n  dossier check\n  dossier check --format json\n  dossier check --baseline known.json --update-baseline"
    )]
    Check(commands::check::Check),
    /// Explain a message by its code, or what a template sees of a page
    #[command(after_help = "Examples:\n  dossier explain D012\n  dossier explain page /people/ada/")]
    Explain(commands::explain::Explain),
    /// Build the site and send it to where it is published
    #[command(
        after_help = "Examples:\n  dossier publish --dry-run\n  dossier publish live\n\ndossier.yaml names the targets:\n  publish:\n    live: {kind: folder, path: /srv/www}"
    )]
    Publish(commands::publish::Publish),
    /// Compare a published site with the sums that were published with it
    #[command(after_help = "Examples:\n  dossier verify https://example.org/\n  dossier verify /srv/www")]
    Verify(commands::verify::Verify),
    /// Give a record another id, with every reference to it and a redirect from its old address
    #[command(
        after_help = "Examples:\n  dossier rename people/zelenskyy zelensky --dry-run\n  dossier rename zelenskyy zelensky"
    )]
    Rename(commands::rename::Rename),
    /// Make records of what other programs hold, changing nothing that is there
    #[command(
        after_help = "Examples:\n  dossier import csv people.csv --kind people --dry-run\n  dossier import csv votes.csv --kind events --map \"Day=date\" --map \"What=title\"\n  dossier import ftm entities.ftm.json"
    )]
    Import(commands::import::Import),
    /// Print records or tags as JSON lines
    #[command(
        after_help = "Examples:\n  dossier query people\n  dossier query events paris-meeting\n  dossier query people --lines records.jsonl\n  dossier query tags"
    )]
    Query(commands::query::Query),
    /// Print the site or a record in a format that other programs read
    #[command(
        after_help = "Examples:\n  dossier export atom > atom.xml\n  dossier export atom stories/ukraine-talks\n  dossier export jsonl people"
    )]
    Export(commands::export::Export),
    /// Print the JSON Schema of front matter, of the settings, or of a record's index.json
    #[command(
        after_help = "Examples:\n  dossier schema > index.schema.json\n  dossier schema person           what the front matter of a person may hold\n  dossier schema settings         what dossier.yaml may hold"
    )]
    Schema(commands::schema::Schema),
    /// Print a completion script for a shell
    #[command(
        after_help = "Examples:\n  dossier completions bash > ~/.local/share/bash-completion/completions/dossier"
    )]
    Completions(commands::completions::Completions),
}

/// Options of every command that reads a site.
#[derive(Args, Debug, Clone)]
pub struct SiteArguments {
    /// The project's folder [default: the nearest folder upward with dossier.yaml]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Show the site as it was known at the end of this day, such as 2025-02-13 [default: all of it]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// The moment by which embargo and expiry are judged, such as 2025-02-14T06:00:00+01:00
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// Take unknown keys and settings for errors
    #[arg(long)]
    pub strict: bool,
    /// How messages are printed
    #[arg(long, value_enum, default_value_t, value_name = "F")]
    pub format: FormatArgument,
}

/// How messages are printed.
#[derive(ValueEnum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FormatArgument {
    /// With the line and carets
    #[default]
    Text,
    /// One JSON object a line, on standard output
    Json,
    /// One SARIF 2.1.0 document, on standard output
    Sarif,
    /// Annotations for GitHub Actions, on standard output
    Github,
}

impl From<FormatArgument> for Format {
    fn from(argument: FormatArgument) -> Self {
        match argument {
            FormatArgument::Text => Self::Text,
            FormatArgument::Json => Self::Json,
            FormatArgument::Sarif => Self::Sarif,
            FormatArgument::Github => Self::Github,
        }
    }
}

/// How a command ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// All is well.
    Fine,
    /// There are errors in the content.
    ContentErrors,
}

/// Runs the program with these arguments.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    outlive_long_files();
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let shown = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            let _ = error.print();
            return ExitCode::from(if shown { 0 } else { 2 });
        }
    };
    match commands::run(arguments.command) {
        Ok(Ending::Fine) => ExitCode::SUCCESS,
        Ok(Ending::ContentErrors) => ExitCode::from(1),
        Err(error) => {
            say(&format!("{}: {error}", paint("error", "1;31")));
            if let Error::Output(output) = &error
                && let Some(help) = output.help()
            {
                say(&format!("{}: {help}", paint("help", "1;36")));
            }
            ExitCode::from(error.exit_code())
        }
    }
}

/// Lets the write of a file that grows beyond the limit of the system fail, so that it is told and the old site is left: without
/// a handler the signal for it (`SIGXFSZ`, of POSIX) ends the program without a word.
fn outlive_long_files() {
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
}

/// Prints a line of data on standard output. A reader that went away is no failure.
pub fn data(line: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{line}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::io("write", "standard output", error)),
        _ => Ok(()),
    }
}

/// Prints a line for people on standard error.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Tells whether standard error takes colours.
#[must_use]
pub fn colours() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Colours a word for standard error, where it takes colours.
#[must_use]
pub fn paint(word: &str, code: &str) -> String {
    if colours() { format!("\u{1b}[{code}m{word}\u{1b}[0m") } else { word.to_owned() }
}

/// Prints diagnostics: as data on standard output, or for people on standard error.
pub fn print(report: &Report, texts: &dyn Texts, format: Format) -> Result<(), Error> {
    match format {
        Format::Sarif => data(&diagnostic::sarif(report.all(), texts)),
        Format::Github => {
            report.all().iter().try_for_each(|diagnostic| data(&diagnostic::github_line(diagnostic, texts)))
        }
        Format::Json => report.all().iter().try_for_each(|diagnostic| data(&diagnostic::json_line(diagnostic, texts))),
        Format::Text => {
            let colour = colours();
            for diagnostic in report.all() {
                say(&diagnostic::terminal(diagnostic, texts, colour));
            }
            Ok(())
        }
    }
}
