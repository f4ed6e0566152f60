//! A branch of a git repository, such as the Pages of GitHub, GitLab and Codeberg serve.
//!
//! 1. The branch is checked out into a folder of its own, its newest commit alone; where there is none, it begins empty.
//! 2. The site is published to that folder like to any other, so a foreign branch is refused and foreign files, such as a
//!    `CNAME`, stay.
//! 3. What changed is one commit, which is pushed: after the others, or instead of them. Somebody else's commit in between
//!    makes git refuse, and nothing is lost.
//!
//! Who may push is git's own business: no password is read from the settings, asked for, or printed.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::error::Error;
use crate::write;

/// Tells GitHub that the files are to be served as they are.
const AS_THEY_ARE: &str = ".nojekyll";
/// Who commits where git knows nobody.
const NOBODY: [&str; 4] = ["-c", "user.name=dossier", "-c", "user.email=dossier@localhost"];

/// What becomes of the commits before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum History {
    /// They stay.
    Keep,
    /// The newest is the only one.
    One,
}

/// A branch that is published to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Branch {
    /// The address or the folder of the repository.
    pub(super) repository: String,
    /// The name of the branch.
    pub(super) branch: String,
    /// What becomes of the commits before.
    pub(super) history: History,
}

/// A branch that is checked out.
pub(super) struct Checkout {
    branch: Branch,
    folder: TempDir,
    /// The commit that the branch was at, if there is one.
    before: Option<String>,
}

impl Branch {
    /// Refuses what could be taken for an option, and a password that would be read by all who read the settings.
    pub(super) fn checked(self, name: &str) -> Result<Self, Error> {
        // A token often stands where a user's name would; only over SSH it is a name and nothing else.
        let address = self.repository.split_once("://");
        let user = address.and_then(|(scheme, rest)| Some((scheme, rest.split('/').next()?.rsplit_once('@')?.0)));
        if user.is_some_and(|(scheme, user)| scheme != "ssh" || user.contains(':')) {
            return Err(Error::Usage(format!(
                "the `repository` of `{name}` holds a user or password; let git's own credential helper know it"
            )));
        }
        let odd = |text: &str| text.is_empty() || text.starts_with('-') || text.contains(char::is_control);
        if odd(&self.repository) || odd(&self.branch) {
            return Err(Error::Usage(format!("the `repository` or `branch` of `{name}` cannot be one")));
        }
        Ok(self)
    }

    /// Checks the branch out.
    pub(super) fn check_out(self) -> Result<Checkout, Error> {
        let folder = tempfile::tempdir().map_err(|source| Error::io("make", std::env::temp_dir(), source))?;
        let path = folder.path();
        let reference = format!("refs/heads/{}", self.branch);
        let listed = git(path, ["ls-remote", "--", &self.repository, &reference])?;
        let before = listed.split_whitespace().next().map(str::to_owned);
        git(path, ["init", "--quiet"])?;
        git(path, ["symbolic-ref", "HEAD", &reference])?;
        if before.is_some() {
            git(path, ["fetch", "--quiet", "--depth=1", "--no-tags", "--", &self.repository, &reference])?;
            git(path, ["reset", "--quiet", "--hard", "FETCH_HEAD"])?;
        }
        Ok(Checkout { branch: self, folder, before })
    }
}

impl Checkout {
    /// Returns where the files are.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Commits what is there now, and pushes it.
    pub(super) fn push(&self) -> Result<(), Error> {
        let path = self.folder.path();
        write::create(path, &path.join(AS_THEY_ARE), b"")?;
        git(path, ["add", "--all", "--force"])?;
        if self.before.is_some() && git(path, ["status", "--porcelain"])?.is_empty() {
            return Ok(());
        }
        let reference = format!("refs/heads/{}", self.branch.branch);
        if self.branch.history == History::One && self.before.is_some() {
            git(path, ["update-ref", "-d", "HEAD"])?;
        }
        let known = run(path, ["var", "GIT_COMMITTER_IDENT"])?.status.success();
        let who = if known { &[][..] } else { &NOBODY[..] };
        let commit = ["-c", "commit.gpgsign=false", "commit", "--quiet", "--no-verify", "--message=Publish the site"];
        git(path, who.iter().copied().chain(commit))?;
        // Only what was seen may be replaced.
        let lease = format!("--force-with-lease={reference}:{}", self.before.as_deref().unwrap_or_default());
        let target = format!("HEAD:{reference}");
        let force = (self.branch.history == History::One).then_some(lease.as_str());
        let push = ["push", "--quiet"].into_iter().chain(force).chain(["--", &self.branch.repository, &target]);
        git(path, push).map(drop)
    }
}

/// Runs git and returns what it says; a failure is an error with git's own first line about it.
fn git<'a>(folder: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Result<String, Error> {
    let arguments: Vec<&str> = arguments.into_iter().collect();
    let output = run(folder, arguments.iter().copied())?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let marked = said.lines().find(|line| ["fatal:", "error:", " ! "].iter().any(|mark| line.starts_with(mark)));
    let line = without_passwords(marked.or_else(|| said.lines().next()).unwrap_or("no reason given").trim());
    let known = ["ls-remote", "init", "symbolic-ref", "fetch", "reset", "add", "status", "commit", "push"];
    let doing = arguments.iter().find(|argument| known.contains(argument)).copied().unwrap_or("update-ref");
    Err(Error::Git { doing: doing.to_owned(), said: line })
}

/// Runs git apart from what is around it: the settings of the user count, those of a repository above do not.
fn run<'a>(folder: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Result<Output, Error> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "core.autocrlf=false", "-c", "core.hooksPath=/dev/null"]);
    command.args(arguments).env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_TRACE", "GIT_CURL_VERBOSE"] {
        command.env_remove(OsStr::new(variable));
    }
    command.output().map_err(|source| Error::io("run", "git", source))
}

/// Takes what stands before an `@` out of addresses.
fn without_passwords(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("://") {
        text.push_str(&rest[..at + 3]);
        rest = &rest[at + 3..];
        let end = rest.find(['/', ' ', '\'', '"']).unwrap_or(rest.len());
        let host = rest[..end].rfind('@').map_or(0, |user| user + 1);
        rest = &rest[host..];
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::without_passwords;

    #[test]
    fn passwords_are_taken_out_of_what_git_says() {
        let said =
            "fatal: unable to access 'https://desk:p@ss@host.example:1/x.git/': via http://token@proxy.example, a@b";
        let told = "fatal: unable to access 'https://host.example:1/x.git/': via http://proxy.example, a@b";
        assert_eq!(without_passwords(said), told);
    }
}
