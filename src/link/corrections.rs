//! The corrections of an article: the id under which each stands for good, and the records that it concerns.

use super::visibility::RETRACTION;
use super::{BodyLink, Entity, Handle};
use crate::date::Date;
use crate::name;
use crate::parse::fields::Fields;

/// One correction of an article.
#[derive(Clone, Copy, Debug)]
pub struct Correction<'a> {
    /// Its position in the article's list.
    pub index: usize,
    /// What the article's front matter says of it.
    pub fields: &'a Fields,
    /// When it was made.
    pub date: &'a Date,
    /// How many corrections of the same day stand before it.
    earlier: usize,
}

impl Correction<'_> {
    /// Returns its id on the article's page: `correction-2025-02-14`, or `correction-2025-02-14-2` for the second one of
    /// that day.
    #[must_use]
    pub fn id(&self) -> String {
        let day = day(self.date);
        if self.earlier == 0 { format!("correction-{day}") } else { format!("correction-{day}-{}", self.earlier + 1) }
    }

    /// Returns `correction`, `clarification` or `retraction`.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.fields.text("kind").map_or("correction", |kind| kind)
    }
}

/// Returns the corrections of an article that readers may see, in file order: of a retracted one the retractions alone.
pub fn of(entity: &Entity) -> impl Iterator<Item = Correction<'_>> {
    let maps = entity.document.fields.maps("corrections");
    let dated = maps.iter().enumerate().filter_map(|(index, fields)| Some((index, fields, fields.date("date")?)));
    let corrections = dated.map(move |(index, fields, date)| {
        let before = maps[..index].iter().filter_map(|map| map.date("date"));
        let earlier = before.filter(|other| day(other) == day(date)).count();
        Correction { index, fields, date, earlier }
    });
    corrections.filter(|correction| !entity.withdrawn || correction.kind() == RETRACTION)
}

/// Returns the records whose dossiers a correction concerns, sorted, each once: those that it names, else all that its
/// article declares, links to or cites. The stories of the article are always among them.
#[must_use]
pub fn concerned(entity: &Entity, correction: &Correction<'_>) -> Vec<Handle> {
    let links = &entity.links;
    let declared = || entity.document.references.iter().zip(&links.references);
    let named = declared().filter(|(reference, _)| {
        let at = reference.at;
        at.field == "corrections" && at.sub == "about" && usize::from(at.index) == correction.index
    });
    let mut records: Vec<Handle> = named.filter_map(|(_, resolved)| resolved.found()).collect();
    if correction.fields.refs("about").is_empty() {
        let own = declared().filter(|(reference, _)| reference.at.field != "corrections");
        records.extend(own.filter_map(|(_, resolved)| resolved.found()));
        records.extend(links.body.iter().filter_map(|link| match link {
            BodyLink::Record(target, _) => Some(*target),
            BodyLink::Page(..) | BodyLink::Text => None,
        }));
        records.extend(links.automatic.iter().map(|link| link.target));
        records.extend(links.cites.iter().flatten());
        records.extend(links.speakers.iter().filter_map(|speaker| speaker.found()));
    }
    records.extend(entity.refs("story").filter_map(|(_, _, resolved)| resolved.found()));
    records.sort_unstable();
    records.dedup();
    records
}

/// Returns the day of a correction as part of an id.
fn day(date: &Date) -> String {
    date.day().map_or_else(|| name::slug(&date.edtf()), |day| day.to_string())
}
