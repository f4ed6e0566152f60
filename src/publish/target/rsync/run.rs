//! The programs `rsync` and `ssh`, run without a shell: what they are told, what they say, and when they are asked again.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use super::super::Described;
use crate::error::Error;
use crate::write;

/// The waits before each further attempt, in milliseconds.
const WAITS: [u64; 3] = [500, 1_000, 2_000];
/// After so many seconds without a byte a connection is given up.
const PATIENCE: &str = "--timeout=60";
/// How `rsync` ends when the connection failed (rsync(1), exit values), or `ssh` did.
const CUT: [i32; 6] = [5, 10, 12, 30, 35, 255];
/// How it ends where files to be sent are not here: that is how others are removed.
const VANISHED: i32 = 24;
/// The shared connection ends by itself after so many seconds without a task, should nobody be left to end it.
const IDLE: &str = "-oControlPersist=20";
/// What `ssh` says that it will say again.
const FINAL: [&str; 5] =
    ["Permission denied", "verification failed", "IDENTIFICATION", "Could not resolve", "Bad configuration"];

/// A folder of a server, as `rsync` is told of it.
pub(super) struct Rsync {
    /// The server, with the user where one is given: `desk@example.org`.
    host: String,
    /// The folder on the server.
    path: String,
    /// The options of `ssh`.
    ssh: Vec<String>,
    /// Where the connection is found that all tasks share.
    _control: TempDir,
}

impl Drop for Rsync {
    fn drop(&mut self) {
        self.ssh(&["-Oexit"]);
    }
}

/// What `rsync` shall do.
pub(super) struct Task<'a> {
    /// Its options beside those that all tasks have.
    pub(super) options: &'a [&'a str],
    /// Where files come from, or go to.
    pub(super) folder: &'a Path,
    /// Whether they come from the server.
    pub(super) is_fetch: bool,
    /// What is being done, for errors.
    pub(super) doing: &'a str,
}

impl Rsync {
    /// Reads the settings, and refuses what `rsync`, `ssh` or a shell of the server would take for something else.
    pub(super) fn new(root: &Path, described: &Described<'_>) -> Result<Self, Error> {
        let name = described.name;
        let wrong = |what: &str| Error::Usage(format!("the `{what}` of `{name}` cannot be one"));
        let host = described.needed("host")?;
        if !is_host(host) {
            return Err(wrong("host"));
        }
        let path = described.needed("path")?.trim_end_matches('/');
        let is_plain = |character: char| character.is_alphanumeric() || "/._-+,@=".contains(character);
        if path.is_empty() || path.starts_with('-') || !path.chars().all(is_plain) {
            return Err(wrong("path"));
        }
        let mut ssh: Vec<String> =
            ["BatchMode=yes", "LogLevel=ERROR", "ConnectTimeout=20", "ServerAliveInterval=15"].map(option).into();
        if let Some(port) = described.port("port")? {
            ssh.push(format!("-p{port}"));
        }
        let file = |key: &str| -> Result<Option<String>, Error> {
            let path = described.text(key).map(|file| root.join(file).to_string_lossy().into_owned());
            // `ssh` reads some of these itself, and `rsync` the quotes.
            if path.as_ref().is_some_and(|path| path.contains(['"', '\'', '%'])) { Err(wrong(key)) } else { Ok(path) }
        };
        if let Some(file) = file("identity")? {
            ssh.extend([option("IdentitiesOnly=yes"), format!("-i{file}")]);
        }
        if let Some(file) = file("known_hosts")? {
            ssh.push(option(&format!("UserKnownHostsFile=\"{file}\"")));
            ssh.extend(["GlobalKnownHostsFile=none", "StrictHostKeyChecking=yes"].map(option));
        }
        let control = tempfile::tempdir().map_err(|source| Error::io("make", std::env::temp_dir(), source))?;
        ssh.push(option(&format!("ControlPath=\"{}\"", control.path().join("c").display())));
        let rsync = Self { host: host.to_owned(), path: path.to_owned(), ssh, _control: control };
        // Where it does not come about, each task has a connection of its own, and says what is wrong.
        rsync.ssh(&["-N", "-oControlMaster=yes", IDLE]);
        Ok(rsync)
    }

    /// Runs `ssh` itself, for the connection that all tasks share.
    fn ssh(&self, arguments: &[&str]) {
        let mut command = Command::new("ssh");
        command.args(&self.ssh).args(arguments).arg(self.host.replace(['[', ']'], ""));
        let _ = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    }

    /// Returns how people call the folder.
    pub(super) fn name(&self) -> String {
        format!("the folder {} of {}", self.path, self.address())
    }

    /// Runs `rsync`, where a list of names is given for those alone, and again where the connection failed; each line that it
    /// says is told.
    pub(super) fn run(&self, task: &Task<'_>, names: Option<&Path>, mut told: impl FnMut(&str)) -> Result<(), Error> {
        let mut waits = WAITS.into_iter();
        loop {
            let (code, said) = self.attempt(task, names, &mut told)?;
            let is_done = code == Some(0) || (code == Some(VANISHED) && task.options.contains(&REMOVING));
            if is_done {
                return Ok(());
            }
            let is_cut = code.is_some_and(|code| CUT.contains(&code)) && !FINAL.iter().any(|last| said.contains(last));
            match waits.next().filter(|_| is_cut) {
                Some(wait) => thread::sleep(Duration::from_millis(wait)),
                None => return Err(self.error(task.doing, &said, code)),
            }
        }
    }

    fn attempt(
        &self,
        task: &Task<'_>,
        names: Option<&Path>,
        told: &mut impl FnMut(&str),
    ) -> Result<(Option<i32>, String), Error> {
        let mut command = Command::new("rsync");
        // `rsync` splits this line into words itself.
        let ssh = self.ssh.iter().fold("ssh".to_owned(), |line, word| format!("{line} '{word}'"));
        command.args(["-8", PATIENCE, "-e", &ssh]).args(task.options);
        if let Some(names) = names {
            command.arg("--from0").arg(format!("--files-from={}", names.display()));
        }
        let there = format!("{}:{}/", self.host, self.path);
        let here = format!("{}/", task.folder.display());
        command.args(if task.is_fetch { [there, here] } else { [here, there] });
        command.env("LC_ALL", "C").env("TZ", "UTC").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let failed = |source| Error::io("run", "rsync", source);
        let mut child = command.spawn().map_err(failed)?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let said = thread::scope(|scope| {
            let said = scope.spawn(|| {
                let mut said = Vec::new();
                // What cannot be read is not said.
                let _ = stderr.map(|mut stderr| stderr.read_to_end(&mut said));
                String::from_utf8_lossy(&said).into_owned()
            });
            for line in stdout.into_iter().flat_map(|stdout| BufReader::new(stdout).split(b'\n')).map_while(Result::ok)
            {
                told(&String::from_utf8_lossy(&line));
            }
            said.join().unwrap_or_default()
        });
        Ok((child.wait().map_err(failed)?.code(), said))
    }

    /// Returns an error in the words of `rsync` or `ssh`.
    fn error(&self, doing: &str, said: &str, code: Option<i32>) -> Error {
        let mut lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
        let line =
            FINAL.iter().find_map(|last| lines.clone().find(|line| line.contains(last))).or_else(|| lines.next());
        let said = match (line, code) {
            (Some(line), _) if line.contains("change_dir") && line.contains("No such file") => {
                format!("there is no folder `{}`; make it first", self.path)
            }
            (Some(line), _) => line.to_owned(),
            (None, Some(code)) => format!("rsync ended with {code}"),
            (None, None) => "rsync was stopped".to_owned(),
        };
        Error::Remote { address: self.address().to_owned(), doing: doing.to_owned(), said }
    }

    /// Returns the host without a user.
    fn address(&self) -> &str {
        self.host.rsplit_once('@').map_or(&self.host, |(_, host)| host)
    }
}

fn option(text: &str) -> String {
    format!("-o{text}")
}

/// Removes what is named and not here.
pub(super) const REMOVING: &str = "--delete-missing-args";

/// Writes a list of names for `rsync`.
pub(super) fn list<'a>(path: &Path, names: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
    let names: BTreeSet<&str> = names.into_iter().collect();
    let bytes: Vec<u8> = names.iter().flat_map(|name| name.bytes().chain([0])).collect();
    Ok(write::replace(path, &bytes)?)
}

/// Returns a name as it is: `rsync` writes `\#134#12` for `\#12`.
pub(super) fn plain(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let octal = rest.get(2..5).filter(|_| rest.starts_with(b"\\#"));
        let octal = octal.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok());
        bytes.push(octal.unwrap_or(*first));
        rest = if octal.is_some() { rest.get(5..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Tells whether a text is a host, perhaps with a user: neither an option, nor a password, nor the name of a module.
fn is_host(text: &str) -> bool {
    let (user, host) = text.rsplit_once('@').unwrap_or(("user", text));
    let is_name = |text: &str, more: &str| {
        let mut characters = text.chars();
        characters.next().is_some_and(char::is_alphanumeric)
            && characters.all(|character| character.is_alphanumeric() || more.contains(character))
    };
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let is_address = |address: &str| address.chars().all(|character| character.is_ascii_hexdigit() || character == ':');
    is_name(user, "._-") && address.map_or_else(|| is_name(host, ".-_"), is_address)
}

#[cfg(test)]
mod tests {
    use super::{is_host, plain};

    #[test]
    fn hosts_are_told_from_options_and_modules() {
        for host in ["example.org", "desk@example.org", "desk@[::1]", "127.0.0.1"] {
            assert!(is_host(host), "{host}");
        }
        for odd in
            ["", "-oProxyCommand=x", "desk:pass@example.org", "host:", "host::module", "a b", "@x", "x@-y", "$(x)"]
        {
            assert!(!is_host(odd), "{odd}");
        }
    }

    #[test]
    fn names_are_read_as_they_are() {
        assert_eq!(plain("a/\u{fc} \\#134#101 \\x"), "a/\u{fc} \\#101 \\x");
    }
}
