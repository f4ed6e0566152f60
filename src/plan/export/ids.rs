//! The ids of what goes on to other programs: `tag:example.org,2025:articles/call#update-2025-02-14` (RFC 4151).
//!
//! An id holds no title, so that it stays when that changes. It begins with what the setting `feed_ids` says, which stays when the
//! site moves; without it with the host of the site and the year of the record, and then its path tells it from the ids of other
//! sites on that host.

use std::fmt::Write as _;

use crate::config::Config;
use crate::date::Date;
use crate::kinds;
use crate::link::Entity;

/// Returns the id of the site.
pub(super) fn site(config: &Config) -> String {
    match &config.feed_ids {
        Some(given) => format!("tag:{given}:site"),
        None => config.base_url.to_string(),
    }
}

/// Returns the id of an article, or of a part of it; of another record, whose date may change and where no setting gives one, its
/// address.
pub(super) fn tag(config: &Config, entity: &Entity, part: Option<&str>) -> String {
    let is_article = *entity.id.kind == kinds::ARTICLE;
    let year = entity.document.fields.date("date").and_then(Date::year_of_list);
    let year = year.filter(|year| is_article && (1..=9999).contains(year));
    let mut id = match (&config.feed_ids, year) {
        (Some(given), _) => format!("tag:{given}:{}", entity.id),
        (None, Some(year)) => format!("tag:{},{year:04}:{}{}", host(config), &config.base_path, entity.id),
        (None, None) => config.address(entity.route.path()),
    };
    if let Some(part) = part {
        let _ = write!(id, "#{part}");
    }
    id
}

/// Returns the id of an event in calendars, which is the same whenever it takes place: `events/meeting@example.org`.
pub(super) fn uid(config: &Config, event: &Entity) -> String {
    let given = config.feed_ids.as_deref().and_then(|given| given.rsplit_once(','));
    match given {
        Some((authority, _)) => format!("{}@{}", event.id, authority.replace('@', ".")),
        None => format!("{}{}@{}", &config.base_path[1..], event.id, host(config)),
    }
}

/// Returns the host of the site, without user and port.
fn host(config: &Config) -> String {
    let rest = config.base_url.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or("");
    let host = authority.rsplit('@').next().unwrap_or("").split(':').next().unwrap_or("");
    let plain = |character: char| if character.is_ascii_alphanumeric() || character == '.' { character } else { '-' };
    host.chars().map(plain).collect()
}
