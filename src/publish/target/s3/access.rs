//! Who may write to a bucket: what the environment says, else the file of AWS's own programs.

use std::env;
use std::path::PathBuf;

use rusty_s3::Credentials;

use crate::error::Error;
use crate::load;

/// Returns the region of the environment.
pub(super) fn region() -> Option<String> {
    variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"))
}

/// Returns the key of the environment, else that of the profile `AWS_PROFILE` in `~/.aws/credentials`.
pub(super) fn credentials() -> Result<Credentials, Error> {
    if let Some(credentials) = Credentials::from_env() {
        return Ok(credentials);
    }
    let profile = variable("AWS_PROFILE").unwrap_or_else(|| "default".to_owned());
    let file = variable("AWS_SHARED_CREDENTIALS_FILE").map(PathBuf::from);
    let file = file.or_else(|| env::home_dir().map(|home| home.join(".aws").join("credentials")));
    let text = file.and_then(|file| load::outside(&file).ok());
    let text = text.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    text.and_then(|text| of_profile(&text, &profile)).ok_or_else(|| {
        Error::Usage(
            "no key: set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or have them in `~/.aws/credentials`".into(),
        )
    })
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// Reads the key of one profile: `[name]`, then `aws_access_key_id = …`.
fn of_profile(text: &str, profile: &str) -> Option<Credentials> {
    let (mut key, mut secret, mut token) = (None, None, None);
    let mut is_ours = false;
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            is_ours = name.trim() == profile;
        } else if let Some((name, value)) = line.split_once('=').filter(|_| is_ours) {
            match name.trim() {
                "aws_access_key_id" => key = Some(value.trim()),
                "aws_secret_access_key" => secret = Some(value.trim()),
                "aws_session_token" => token = Some(value.trim()),
                _ => {}
            }
        }
    }
    Some(match token {
        Some(token) => Credentials::new_with_token(key?, secret?, token),
        None => Credentials::new(key?, secret?),
    })
}

#[cfg(test)]
mod tests {
    use super::of_profile;

    #[test]
    fn the_key_of_a_profile_is_found() {
        let text = "[default]\naws_access_key_id = A\naws_secret_access_key = B\n\n[desk]\naws_access_key_id=C\n\
                    aws_secret_access_key=D=\naws_session_token=E\n[half]\naws_access_key_id=F\n";
        let found = |profile| {
            let found = of_profile(text, profile)?;
            Some((found.key().to_owned(), found.secret().to_owned(), found.token().map(str::to_owned)))
        };
        assert_eq!(found("default"), Some(("A".into(), "B".into(), None)));
        assert_eq!(found("desk"), Some(("C".into(), "D=".into(), Some("E".into()))));
        assert!(found("half").is_none() && found("none").is_none());
    }
}
