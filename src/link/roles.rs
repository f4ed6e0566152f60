//! Which roles somebody holds on a day.

use crate::date::{Date, Day, Tri, holds_on};
use crate::parse::fields::Fields;

/// Tells whether a role surely holds on a day.
#[must_use]
pub fn holds(role: &Fields, day: Day) -> bool {
    holds_on(role.date("from"), role.date("until"), day) == Tri::Yes
}

/// Returns the positions of the roles that surely hold on that day, in file order.
#[must_use]
pub fn on_day(fields: &Fields, day: Day) -> Vec<usize> {
    holding(fields, |role| holds(role, day))
}

/// Returns the positions of the roles that surely hold throughout a date, however long it is; none for a date without
/// a beginning or an end.
#[must_use]
pub fn throughout(fields: &Fields, date: &Date) -> Vec<usize> {
    let (Some(first), Some(last)) = (date.earliest(), date.latest()) else { return Vec::new() };
    holding(fields, |role| holds(role, first) && (first == last || holds(role, last)))
}

fn holding(fields: &Fields, held: impl Fn(&Fields) -> bool) -> Vec<usize> {
    fields.maps("roles").iter().enumerate().filter(|(_, role)| held(role)).map(|(at, _)| at).collect()
}
