//! Keys and tokens, told by the marks that their makers gave them, and what stands around them.

/// One sort of key.
pub(super) struct Token {
    /// What it is, for people.
    pub(super) what: &'static str,
    /// How it begins.
    pub(super) mark: &'static str,
    /// The fewest characters that follow.
    least: usize,
    /// Which characters they are.
    of: Letters,
}

/// The characters of a key.
#[derive(Clone, Copy)]
enum Letters {
    /// `A-Z0-9`.
    Capitals,
    /// `A-Za-z0-9`.
    Plain,
    /// These, `_` and `-`.
    Wide,
    /// These, `.`, `~`, `+`, `/` and `=` (RFC 6750 2.1), with at least one digit, which prose lacks.
    Bearer,
    /// The rest of the line `-----BEGIN … PRIVATE KEY-----` (RFC 7468 10).
    Block,
}

const fn token(what: &'static str, mark: &'static str, least: usize, of: Letters) -> Token {
    Token { what, mark, least, of }
}

/// The sorts of keys that are known.
pub(super) static TOKENS: &[Token] = &[
    token("an access key of AWS", "AKIA", 16, Letters::Capitals),
    token("an access key of AWS", "ASIA", 16, Letters::Capitals),
    token("a token of GitHub", "ghp_", 36, Letters::Plain),
    token("a token of GitHub", "gho_", 36, Letters::Plain),
    token("a token of GitHub", "ghu_", 36, Letters::Plain),
    token("a token of GitHub", "ghs_", 36, Letters::Plain),
    token("a token of GitHub", "ghr_", 36, Letters::Plain),
    token("a token of GitHub", "github_pat_", 22, Letters::Wide),
    token("a token of GitLab", "glpat-", 20, Letters::Wide),
    token("a token of Slack", "xoxb-", 16, Letters::Wide),
    token("a token of Slack", "xoxp-", 16, Letters::Wide),
    token("a token of Slack", "xoxa-", 16, Letters::Wide),
    token("a token of Slack", "xoxs-", 16, Letters::Wide),
    token("a token of Slack", "xapp-", 16, Letters::Wide),
    token("a key of Google", "AIza", 35, Letters::Wide),
    token("a key of Stripe", "sk_live_", 20, Letters::Plain),
    token("a key of Stripe", "rk_live_", 20, Letters::Plain),
    token("a token of npm", "npm_", 36, Letters::Plain),
    token("a `Bearer` token", "Bearer ", 20, Letters::Bearer),
    token("a `Bearer` token", "bearer ", 20, Letters::Bearer),
    token("a private key", "-----BEGIN ", 11, Letters::Block),
];

impl Token {
    /// Tells whether such a key stands in `bytes` from `start` on, where its mark was found.
    pub(super) fn is_at(&self, bytes: &[u8], start: usize) -> bool {
        let before = start.checked_sub(1).and_then(|at| bytes.get(at));
        let rest = bytes.get(start + self.mark.len()..).unwrap_or_default();
        if matches!(self.of, Letters::Block) {
            let line = &rest[..rest.len().min(64)];
            return line
                .split(|byte| *byte == b'-')
                .next()
                .is_some_and(|words| words.ends_with(b"PRIVATE KEY") || words.ends_with(b"PRIVATE KEY BLOCK"));
        }
        let key = &rest[..rest.iter().position(|byte| !self.of.holds(*byte)).unwrap_or(rest.len())];
        // Inside a longer word, such as a font in base64, a mark is chance.
        !before.is_some_and(u8::is_ascii_alphanumeric)
            && key.len() >= self.least
            && (!matches!(self.of, Letters::Bearer) || key.iter().any(u8::is_ascii_digit))
    }
}

impl Letters {
    fn holds(self, byte: u8) -> bool {
        match self {
            Self::Capitals => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Plain => byte.is_ascii_alphanumeric(),
            Self::Wide => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
            Self::Bearer => byte.is_ascii_alphanumeric() || b"_-.~+/=".contains(&byte),
            Self::Block => false,
        }
    }
}
