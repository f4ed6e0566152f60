//! Which roles somebody holds on a day.

use crate::date::{Date, Day, Tri, holds_on};
use crate::parse::fields::Fields;

/// Tells whether somebody surely holds a role on a day; nobody does after death.
#[must_use]
pub fn holds(person: &Fields, role: &Fields, day: Day) -> bool {
    covers(role, day) && is_alive(person, day)
}

/// Returns the positions of the roles that surely hold on that day, in file order.
#[must_use]
pub fn on_day(fields: &Fields, day: Day) -> Vec<usize> {
    if is_alive(fields, day) { holding(fields, |role| covers(role, day)) } else { Vec::new() }
}

/// Returns the positions of the roles that surely hold throughout a date, however long it is; none for a date without
/// a beginning or an end.
#[must_use]
pub fn throughout(fields: &Fields, date: &Date) -> Vec<usize> {
    let (Some(first), Some(last)) = (date.earliest(), date.latest()) else { return Vec::new() };
    let both = |holds: &dyn Fn(Day) -> bool| holds(first) && (first == last || holds(last));
    if !both(&|day| is_alive(fields, day)) {
        return Vec::new();
    }
    holding(fields, |role| both(&|day| covers(role, day)))
}

/// Tells whether the span of a role surely covers a day, whoever holds it.
fn covers(role: &Fields, day: Day) -> bool {
    holds_on(role.date("from"), role.date("until"), day) == Tri::Yes
}

/// Tells whether somebody surely lives on a day, if ever: the day of death counts, one that may lie after it does not.
fn is_alive(person: &Fields, day: Day) -> bool {
    let Some(died) = person.date("died") else { return true };
    died.earliest().is_some_and(|earliest| day <= earliest) && holds_on(None, Some(died), day) == Tri::Yes
}

fn holding(fields: &Fields, held: impl Fn(&Fields) -> bool) -> Vec<usize> {
    fields.maps("roles").iter().enumerate().filter(|(_, role)| held(role)).map(|(at, _)| at).collect()
}
