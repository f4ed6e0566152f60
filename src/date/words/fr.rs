//! French. The first day of a month is `1er`; a day takes an article after a preposition, months and years do without.

use super::table::{Beside, Lead, Place, Role, Table, Unit};

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

const SEASONS: [&str; 21] = [
    "printemps",
    "été",
    "automne",
    "hiver",
    "printemps boréal",
    "été boréal",
    "automne boréal",
    "hiver boréal",
    "printemps austral",
    "été austral",
    "automne austral",
    "hiver austral",
    "premier trimestre",
    "deuxième trimestre",
    "troisième trimestre",
    "quatrième trimestre",
    "premier quadrimestre",
    "deuxième quadrimestre",
    "troisième quadrimestre",
    "premier semestre",
    "second semestre",
];

/// The table of French.
pub(super) static TABLE: Table = Table {
    months: MONTHS,
    months_governed: MONTHS,
    months_short: ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    weekdays: [&["lundi"], &["mardi"], &["mercredi"], &["jeudi"], &["vendredi"], &["samedi"], &["dimanche"]],
    seasons: SEASONS,
    seasons_governed: SEASONS,
    season_joints: [" ", " "],
    day: |number| if number == 1 { "1er".to_owned() } else { number.to_string() },
    year_mark: "",
    years_mark: "",
    before_christ: "{} av. J.-C.",
    anno_domini: "{} apr. J.-C.",
    grouping: '\u{202f}',
    decade: ["années {}", "années {}", "années {}"],
    lead,
    time: "{} à {}",
    comma: ", ",
    or: " ou ",
    and: " et ",
    some_time_in_year: "courant {}",
    some_time_in_month: "courant {}",
    some_time_in_decade: "au cours des années {}",
    some_time_between: "entre {} et {}",
    some_day_of_month: "un jour du {} au {} {}",
    some_day_between: "un jour du {} au {}",
    some_year_in_decade: "{}, une des années {}",
    some_year_between: "{}, une année de {} à {}",
    year_unknown: "année inconnue",
    date_unknown: "date inconnue",
    of_unknown_year: "{}, année inconnue",
    estimate_between: "{} (estimation, de {} à {})",
    estimate_to_digit: "{} (estimation à 1 chiffre)",
    estimate_to_digits: "{} (estimation à {} chiffres)",
    doubts: [
        ["date incertaine", "date approximative", "date incertaine et approximative"],
        ["jour incertain", "jour approximatif", "jour incertain et approximatif"],
        ["mois incertain", "mois approximatif", "mois incertain et approximatif"],
        ["saison incertaine", "saison approximative", "saison incertaine et approximative"],
        ["année incertaine", "année approximative", "année incertaine et approximative"],
    ],
    unknown_date: "une date inconnue",
    start_unknown: "{}, début inconnu",
    end_unknown: "{}, fin inconnue",
    or_earlier: "{} ou avant",
    or_later: "{} ou après",
    and_earlier: "{} et avant",
    and_later: "{} et après",
    one_of: ["un jour parmi : {}", "un mois parmi : {}", "une année parmi : {}"],
    lasting: "{} – {}",
    beside: Beside {
        about: "vers",
        since: "depuis",
        until: "jusqu’à",
        as_of: "au",
        as_of_line: "Au",
        no_date: "sans date",
        no_date_yet: "Pas encore de date",
        uncertain: "date incertaine",
        day_not_given: "jour non précisé",
        undated: "Sans date",
    },
};

fn lead(Place { role, about, unit, words }: Place<'_>) -> Lead {
    let article = match unit {
        Unit::Season if words.starts_with(['é', 'a', 'h']) => "l’",
        Unit::Day | Unit::Season | Unit::Part => "le ",
        Unit::Decade => "les ",
        Unit::Month | Unit::Year | Unit::Clause | Unit::Unknown => "",
    };
    let preposition = match role {
        Role::Alone if about => "vers ",
        Role::Alone => return ["", ""],
        Role::Since | Role::Onward if about => "depuis environ ",
        Role::Since | Role::Onward => "depuis ",
        Role::Until if about => "jusque vers ",
        Role::Until => return until(unit, article),
        Role::From if about => "d’environ ",
        Role::From => return from(unit, article, words),
        Role::To if about => "à environ ",
        Role::To => return to(article),
    };
    [preposition, article]
}

/// Contracts `à` with the article that follows.
fn until(unit: Unit, article: &'static str) -> Lead {
    match (unit, article) {
        (Unit::Year, _) => ["jusqu’en ", ""],
        (_, "le ") => ["jusqu’au ", ""],
        (_, "les ") => ["jusqu’aux ", ""],
        _ => ["jusqu’à ", article],
    }
}

/// Contracts `de` with the article or the vowel that follows.
fn from(unit: Unit, article: &'static str, words: &str) -> Lead {
    match (unit, article) {
        (_, "le ") => ["du ", ""],
        (_, "les ") => ["des ", ""],
        (Unit::Month | Unit::Clause | Unit::Unknown, _) if words.starts_with(['a', 'e', 'o', 'u']) => ["d’", ""],
        _ => ["de ", article],
    }
}

/// Contracts `à` with the article that follows.
fn to(article: &'static str) -> Lead {
    match article {
        "le " => ["au ", ""],
        "les " => ["aux ", ""],
        _ => ["à ", article],
    }
}
