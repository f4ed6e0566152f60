//! Which roles somebody holds on a day.

use crate::date::{Date, Day, Tri, holds_on};
use crate::parse::fields::Fields;

/// Returns the positions of the roles that surely hold on that day, in file order.
#[must_use]
pub fn on_day(fields: &Fields, day: Day) -> Vec<usize> {
    let roles = fields.maps("roles").iter().enumerate();
    roles
        .filter(|(_, role)| holds_on(role.date("from"), role.date("until"), day) == Tri::Yes)
        .map(|(at, _)| at)
        .collect()
}

/// Returns the positions of the roles that surely hold throughout a date, however long it is; none for a date without
/// a beginning or an end.
#[must_use]
pub fn throughout(fields: &Fields, date: &Date) -> Vec<usize> {
    let (Some(first), Some(last)) = (date.earliest(), date.latest()) else { return Vec::new() };
    let later = on_day(fields, last);
    on_day(fields, first).into_iter().filter(|role| later.contains(role)).collect()
}
