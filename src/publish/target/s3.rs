//! A bucket of S3 or of what speaks its language: AWS, Cloudflare R2, Backblaze B2, `MinIO`.
//!
//! What is there is known by one list of names, lengths and `ETag`s: that of an object that was sent in one piece is
//! the MD5 of its bytes. Each object is sent in one piece, with its media type, how long it may be kept, and where it leads
//! if it is a redirect.

mod access;

use std::collections::BTreeMap;
use std::time::Duration;

use md5::{Digest as _, Md5};
use rusty_s3::actions::ListObjectsV2;
use rusty_s3::{Credentials, S3Action, UrlStyle};

use super::Described;
use super::remote::{Own, Store};
use crate::config::{FOREVER, HASHED};
use crate::error::Error;
use crate::publish::gauge::Gauge;
use crate::publish::http::{self, Answer, Asked, Client};
use crate::publish::parallel;
use crate::publish::payload::Payload;
use crate::route::{FilePath, media_type};
use crate::write::Manifest;

/// How long a signature holds.
const SIGNED: Duration = Duration::from_mins(15);

/// A bucket, and what was in it when it was opened.
pub(super) struct Bucket {
    bucket: rusty_s3::Bucket,
    credentials: Credentials,
    /// What the names of all objects of the site begin with; nothing, or a path that ends in a slash.
    prefix: String,
    client: Client,
    /// The objects by their names without the prefix.
    objects: BTreeMap<String, Object>,
}

/// What the list of a bucket says of an object.
struct Object {
    /// Without quotation marks.
    etag: String,
    len: u64,
}

impl Bucket {
    /// Opens a bucket as the settings describe it, and lists what is in it.
    pub(super) fn open(described: &Described<'_>) -> Result<Self, Error> {
        let name = described.needed("bucket")?.to_owned();
        let region = described.text("region").map(str::to_owned).or_else(access::region);
        let region = region.unwrap_or_else(|| "us-east-1".to_owned());
        let given = described.text("endpoint");
        if given.is_some_and(|endpoint| endpoint.contains('@')) {
            return Err(Error::Usage(format!("the `endpoint` of `{}` holds a user or password", described.name)));
        }
        let endpoint = given.map_or_else(|| format!("https://s3.{region}.amazonaws.com"), str::to_owned);
        let is_path = described.flag("path_style").unwrap_or(given.is_some());
        let style = if is_path { UrlStyle::Path } else { UrlStyle::VirtualHost };
        let unusable = || Error::Usage(format!("the `endpoint` or `bucket` of `{}` cannot be one", described.name));
        let endpoint = endpoint.parse().map_err(|_| unusable())?;
        let bucket = rusty_s3::Bucket::new(endpoint, style, name, region).map_err(|_| unusable())?;
        let prefix = described.text("prefix").unwrap_or_default().trim_matches('/');
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
        let credentials = access::credentials()?;
        let mut opened = Self { bucket, credentials, prefix, client: Client::new(), objects: BTreeMap::new() };
        opened.objects = opened.list()?;
        Ok(opened)
    }

    fn list(&self) -> Result<BTreeMap<String, Object>, Error> {
        let mut objects = BTreeMap::new();
        let mut token: Option<String> = None;
        loop {
            let mut action = self.bucket.list_objects_v2(Some(&self.credentials));
            action.with_prefix(self.prefix.as_str());
            if let Some(token) = &token {
                action.with_continuation_token(token.as_str());
            }
            let asked = Asked { method: "GET", headers: &[], body: &[], doing: "list what is there" };
            let answer = self.expect(self.client.send(|| action.sign(SIGNED).into(), &asked)?, &asked)?;
            let text = String::from_utf8_lossy(&answer.body);
            let page = ListObjectsV2::parse_response(&text)
                .map_err(|_| self.error(asked.doing, "the answer is no list of objects".to_owned()))?;
            for object in page.contents {
                if let Some(name) = object.key.strip_prefix(&self.prefix) {
                    let etag = object.etag.unwrap_or_default().trim_matches('"').to_ascii_lowercase();
                    objects.insert(name.to_owned(), Object { etag, len: object.size.unwrap_or(u64::MAX) });
                }
            }
            token = page.next_continuation_token;
            if token.is_none() {
                return Ok(objects);
            }
        }
    }

    fn key(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// Reads an object; `None` if there is none.
    fn object(&self, name: &str) -> Result<Option<Answer>, Error> {
        let (key, doing) = (self.key(name), format!("read `{name}`"));
        let action = self.bucket.get_object(Some(&self.credentials), &key);
        let asked = Asked { method: "GET", headers: &[], body: &[], doing: &doing };
        let answer = self.client.send(|| action.sign(SIGNED).into(), &asked)?;
        if answer.status == 404 && code(&answer).as_deref() != Some("NoSuchBucket") {
            return Ok(None);
        }
        self.expect(answer, &asked).map(Some)
    }

    /// Writes an object, and returns the answer whatever it is.
    fn write(
        &self,
        name: &str,
        bytes: &[u8],
        headers: &[(&'static str, String)],
        doing: &str,
    ) -> Result<Answer, Error> {
        let key = self.key(name);
        let mut action = self.bucket.put_object(Some(&self.credentials), &key);
        for (header, value) in headers.iter().filter(|(header, _)| header.starts_with("x-amz-")) {
            action.headers_mut().insert(*header, value.clone());
        }
        self.client.send(|| action.sign(SIGNED).into(), &Asked { method: "PUT", headers, body: bytes, doing })
    }

    /// Turns an answer that is no success into an error.
    fn expect(&self, answer: Answer, asked: &Asked<'_>) -> Result<Answer, Error> {
        if (200..300).contains(&answer.status) {
            return Ok(answer);
        }
        let code = code(&answer);
        let said = match (answer.status, code) {
            (301 | 307, _) => "the bucket is in another region".to_owned(),
            (_, Some(code)) => code,
            (status, None) => http::of_status(status),
        };
        Err(self.error(asked.doing, said))
    }

    fn error(&self, doing: &str, said: String) -> Error {
        Error::Remote { address: http::host(self.bucket.base_url().as_str()).to_owned(), doing: doing.to_owned(), said }
    }
}

impl Store for Bucket {
    const BATCH: usize = 64;

    fn name(&self) -> String {
        format!("the bucket {}", self.bucket.name())
    }

    fn get(&self, name: &str) -> Result<Option<Own>, Error> {
        let Some(answer) = self.object(name)? else { return Ok(None) };
        // Both moments are those of the host's clock.
        let moment = |header| jiff::fmt::rfc2822::parse(answer.header(header)?).ok().map(|zoned| zoned.timestamp());
        let age = moment("date").zip(moment("last-modified"));
        let age = age.and_then(|(now, then)| Duration::try_from(now.duration_since(then)).ok());
        Ok(Some((answer.body, age)))
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let doing = format!("write `{name}`");
        let answer = self.write(name, bytes, &[("content-type", "text/plain; charset=utf-8".into())], &doing)?;
        self.expect(answer, &Asked { method: "PUT", headers: &[], body: &[], doing: &doing }).map(drop)
    }

    fn create(&self, name: &str, bytes: &[u8]) -> Result<bool, Error> {
        let doing = format!("write `{name}`");
        let headers = [("content-type", "text/plain; charset=utf-8".into()), ("if-none-match", "*".into())];
        let answer = self.write(name, bytes, &headers, &doing)?;
        match answer.status {
            // Another is just writing it, or it is there: also where the answer to our own first attempt was lost.
            409 | 412 => {
                Ok(self.object(name)?.is_some_and(|there| there.body == bytes && !self.objects.contains_key(name)))
            }
            // Not all that speak the language know the condition.
            501 => {
                let is_free = self.object(name)?.is_none();
                if is_free {
                    self.put(name, bytes)?;
                }
                Ok(is_free)
            }
            _ => self.expect(answer, &Asked { method: "PUT", headers: &[], body: &[], doing: &doing }).map(|_| true),
        }
    }

    fn anything(&self) -> Option<String> {
        self.objects.keys().find(|name| !name.starts_with('.')).cloned()
    }

    fn has(&self, file: &FilePath) -> Option<bool> {
        Some(self.objects.contains_key(file.as_str()))
    }

    fn differing(&self, payload: &Payload, held: &Manifest) -> Result<Vec<(FilePath, bool)>, Error> {
        let files: Vec<&FilePath> = payload.manifest().iter().map(|(file, _)| file).collect();
        let compared = parallel::each(&files, |file| match self.objects.get(file.as_str()) {
            None => Ok(Some(((*file).clone(), false))),
            Some(object) if is_same(file, object, payload, held)? => Ok(None),
            Some(_) => Ok(Some(((*file).clone(), true))),
        })?;
        Ok(compared.into_iter().flatten().collect())
    }

    fn read(&self, files: &[&FilePath]) -> Result<Vec<Option<Vec<u8>>>, Error> {
        parallel::each(files, |file| Ok(self.object(file.as_str())?.map(|answer| answer.body)))
    }

    fn upload(&self, files: &[&FilePath], payload: &Payload, gauge: &Gauge) -> Result<(), Error> {
        parallel::each(files, |file| {
            let (bytes, doing) = (payload.bytes(file)?, format!("write `{file}`"));
            let headers = headers(file, payload);
            let answer = self.write(file.as_str(), &bytes, &headers, &doing)?;
            self.expect(answer, &Asked { method: "PUT", headers: &[], body: &[], doing: &doing })?;
            gauge.add(bytes.len() as u64);
            Ok(())
        })
        .map(drop)
    }

    fn remove(&self, names: &[&str]) -> Result<(), Error> {
        parallel::each(names, |name| {
            let (key, doing) = (self.key(name), format!("remove `{name}`"));
            let action = self.bucket.delete_object(Some(&self.credentials), &key);
            let asked = Asked { method: "DELETE", headers: &[], body: &[], doing: &doing };
            let answer = self.client.send(|| action.sign(SIGNED).into(), &asked)?;
            if answer.status == 404 { Ok(()) } else { self.expect(answer, &asked).map(drop) }
        })
        .map(drop)
    }
}

/// Tells whether an object has the bytes that a file of the site has.
fn is_same(file: &FilePath, object: &Object, payload: &Payload, held: &Manifest) -> Result<bool, Error> {
    if object.len != payload.len(file) {
        return Ok(false);
    }
    // An object in several pieces has another sort of `ETag`; that it is ours, the record says.
    if object.etag.contains('-') {
        let digest = |manifest: &Manifest| manifest.get(file).map(|record| record.digest);
        return Ok(digest(held) == digest(payload.manifest()));
    }
    Ok(object.etag == hex(&payload.bytes(file)?))
}

/// Returns what browsers shall be told of a file.
fn headers(file: &FilePath, payload: &Payload) -> Vec<(&'static str, String)> {
    let is_hashed = HASHED.iter().any(|folder| file.as_str().starts_with(folder));
    let kept = if is_hashed { FOREVER } else { "public, max-age=0, must-revalidate" };
    let mut headers = vec![("content-type", media_type(file.as_str()).to_owned()), ("cache-control", kept.to_owned())];
    headers.extend(payload.redirect(file).map(|to| ("x-amz-website-redirect-location", to.to_owned())));
    headers
}

/// Returns the code of an error, such as `NoSuchBucket`. The rest of the answer is not for logs: it may hold the key.
fn code(answer: &Answer) -> Option<String> {
    let text = String::from_utf8_lossy(&answer.body);
    let code = text.split_once("<Code>")?.1.split_once("</Code>")?.0;
    (code.len() < 60 && code.bytes().all(|byte| byte.is_ascii_alphanumeric())).then(|| code.to_owned())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Md5::digest(bytes).iter().fold(String::with_capacity(32), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
