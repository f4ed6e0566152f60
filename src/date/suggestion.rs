//! The EDTF form of dates in other common forms, for help beside an error; every form proposed is itself a date.

use edtf_core::Edtf;

use super::clock;
use super::words::ENGLISH_SEASONS;
use super::written::{self, Numeric};

/// The longest text that is taken for a date in another form, in bytes.
const LONGEST: usize = 80;

/// Returns ``write `2025-02-14` `` for text in a form that is known.
pub(super) fn of_date(written: &str) -> Option<String> {
    if written.len() > LONGEST {
        return None;
    }
    match guesses(&plain(written)).as_slice() {
        [] => None,
        [only] => Some(format!("write `{only}`")),
        [first, second, ..] => Some(format!("write `{first}` or `{second}`")),
    }
}

/// Returns the same for a day with a time that can't be read: `9:40`, `18.30`, `6:30 pm`, `18:30 UTC`, fractions of a second.
pub(super) fn of_time(written: &str) -> Option<String> {
    let (day, time) = clock::split(written)?;
    let mut time = time.to_ascii_uppercase();
    if !time.contains(':') {
        time = time.replacen('.', ":", 1);
    }
    if let Some((before, fraction)) = time.split_once('.') {
        time = format!("{before}{}", fraction.trim_start_matches(|digit: char| digit.is_ascii_digit()));
    }
    for zone in [" UTC", " GMT", "UTC", "GMT", "-00:00", "-0000"] {
        if let Some(before) = time.strip_suffix(zone) {
            time = format!("{before}Z");
        }
    }
    let half = [("AM", 0), ("PM", 12)]
        .into_iter()
        .find_map(|(half, hours)| Some((time.strip_suffix(half)?.trim_end(), hours)));
    if let Some((before, hours)) = half
        && let Some((hour, rest)) = before.split_once(':')
        && let Ok(hour @ 1..=12) = hour.parse::<u8>()
    {
        time = format!("{:02}:{rest}", hour % 12 + hours);
    }
    if time.as_bytes().get(1) == Some(&b':') {
        time.insert(0, '0');
    }
    let form = format!("{day}T{time}");
    (form.len() <= LONGEST && clock::is_timed(&form)).then(|| format!("write `{form}`"))
}

/// Brings dashes, spaces and case to one form: hyphens tight, en and em dashes between spaces.
fn plain(written: &str) -> String {
    let mut out = String::with_capacity(written.len() + 4);
    for character in written.chars() {
        match character {
            '\u{2013}' | '\u{2014}' => out.push_str(" - "),
            '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2212}' => out.push('-'),
            _ if character.is_whitespace() => out.push(' '),
            _ => out.extend(character.to_lowercase()),
        }
    }
    out.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn is_date(form: &str) -> bool {
    Edtf::parse(form).is_ok()
}

/// Returns the EDTF forms that plain text may stand for: none, one, or two if day and month can't be told apart.
fn guesses(text: &str) -> Vec<String> {
    let form = written::in_words(&text.replace(" - ", "-")).or_else(|| range(text)).or_else(|| open(text));
    match form {
        Some(form) if is_date(&form) => vec![form],
        _ => point(text),
    }
}

/// Returns the form of text that stands for exactly one date.
fn one(text: &str) -> Option<String> {
    match written::in_words(text).filter(|form| is_date(form)) {
        Some(form) => Some(form),
        None => match <[String; 1]>::try_from(point(text)) {
            Ok([only]) => Some(only),
            Err(_) => None,
        },
    }
}

/// Reads two dates with a word or a dash between them; the first may leave the year to the second.
fn range(text: &str) -> Option<String> {
    for (joint, opening, between, closing) in [(" or ", "[", ",", "]"), (" and ", "{", ",", "}")] {
        if let Some((first, last)) = text.split_once(joint) {
            return Some(format!("{opening}{}{between}{}{closing}", one(first)?, one(last)?));
        }
    }
    let text = text.strip_prefix("from ").unwrap_or(text);
    let (first, last) = [" - ", " to ", " until ", " till ", " through "]
        .into_iter()
        .find_map(|joint| text.split_once(joint))
        .or_else(|| text.split_once('-').filter(|(first, last)| is_year(first) && (is_year(last) || is_now(last))))?;
    let (first, last) = (first.trim(), last.trim());
    let start = one(first).or_else(|| one(&format!("{first} {}", last.rsplit(' ').next()?)))?;
    if is_now(last) {
        return Some(format!("{start}/.."));
    }
    match (first.get(..2), first.get(2..)) {
        // `2024 – 25`, which as EDTF would be a season.
        (Some(century), Some(year)) if is_year(first) && last.len() == 2 && year < last => {
            one(&format!("{century}{last}"))
        }
        _ => one(last),
    }
    .map(|end| format!("{start}/{end}"))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_now(text: &str) -> bool {
    matches!(text, "present" | "today" | "now" | "date" | "ongoing")
}

/// Reads a date with an open end: `since 2019`.
fn open(text: &str) -> Option<String> {
    let starts = ["since ", "from "].into_iter().find_map(|word| text.strip_prefix(word));
    let ends = ["until ", "till ", "up to "].into_iter().find_map(|word| text.strip_prefix(word));
    match (starts, ends) {
        (Some(rest), _) => Some(format!("{}/..", one(rest)?)),
        (_, Some(rest)) => Some(format!("../{}", one(rest)?)),
        _ => None,
    }
}

/// Reads anything that isn't two dates.
fn point(text: &str) -> Vec<String> {
    if let Some(numeric) = Numeric::read(text) {
        let mut readings: Vec<String> = numeric.readings().into_iter().filter(|form| is_date(form)).collect();
        readings.dedup();
        if matches!(numeric, Numeric::YearFirst { .. }) {
            readings.truncate(1);
        }
        return readings;
    }
    let decade = text.strip_prefix("the ").unwrap_or(text);
    if let Some(year) = decade.strip_suffix("'s").or_else(|| decade.strip_suffix('s')).filter(|year| is_year(year)) {
        return decades(year);
    }
    let readers = [respelled, basic, short_month, qualified, within, century, era, season];
    readers.iter().find_map(|read| read(text).filter(|form| is_date(form))).into_iter().collect()
}

fn decades(year: &str) -> Vec<String> {
    match (year.strip_suffix('0'), year.strip_suffix("00")) {
        (Some(decade), Some(century)) => vec![format!("{decade}X"), format!("{century}XX")],
        (Some(decade), None) => vec![format!("{decade}X")],
        _ => Vec::new(),
    }
}

/// Reads EDTF with spaces, in lower case, or with other marks for digits left out: `2025-02-xx`, `199?`, `1900 ?`.
fn respelled(text: &str) -> Option<String> {
    let upper = text.replace(' ', "").to_ascii_uppercase();
    let marks = ['?', 'U', '_', '*'];
    [upper.clone(), upper.replace(marks, "X")].into_iter().find(|form| is_date(form))
}

/// Reads `20250214`.
fn basic(text: &str) -> Option<String> {
    let (year, rest) = text.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    (day.len() == 2).then(|| format!("{year}-{month}-{day}"))
}

/// Reads `2025-2`, `2025/02` and `02/2025`.
fn short_month(text: &str) -> Option<String> {
    let (first, second) = text.split_once(['-', '/', '.'])?;
    let (year, month) = if is_year(first) { (first, second) } else { (second, first) };
    let month: u8 = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    is_year(year).then(|| format!("{year}-{month:02}"))
}

/// Reads `c. 1900`, `perhaps 1900`, `1900 (?)`, and the words that [`super::Date::text`] puts around a date.
fn qualified(text: &str) -> Option<String> {
    const ABOUT: [&str; 14] = [
        "circa ",
        "ca. ",
        "ca ",
        "ca.",
        "c. ",
        "c ",
        "c.",
        "c",
        "approximately ",
        "approx. ",
        "about ",
        "around ",
        "roughly ",
        "~",
    ];
    const PERHAPS: [&str; 6] = ["probably ", "perhaps ", "possibly ", "presumably ", "maybe ", "?"];
    const DOUBTFUL: [&str; 4] = [" (?)", " (date uncertain)", " (uncertain)", "(?)"];
    let mut rest = text;
    let mut mark = "";
    if let Some(before) = DOUBTFUL.into_iter().find_map(|note| rest.strip_suffix(note)) {
        (rest, mark) = (before, "?");
    }
    if let Some(after) = PERHAPS.into_iter().find_map(|word| rest.strip_prefix(word)) {
        (rest, mark) = (after, "?");
    }
    if let Some(after) = ABOUT.into_iter().find_map(|word| rest.strip_prefix(word)) {
        (rest, mark) = (after, if mark == "?" { "%" } else { "~" });
    }
    (rest.len() < text.len()).then(|| one(rest)).flatten().map(|form| form + mark)
}

/// Reads `some time in February 2025`.
fn within(text: &str) -> Option<String> {
    let rest =
        ["some time in ", "sometime in ", "some day in "].into_iter().find_map(|words| text.strip_prefix(words))?;
    one(rest).filter(|form| matches!(form.len(), 4 | 7)).map(|form| form + "-XX")
}

/// Reads `20th century` as the hundred years that begin with 19.
fn century(text: &str) -> Option<String> {
    let text = text.strip_prefix("the ").unwrap_or(text).strip_suffix(" century")?;
    let number: u8 = ["st", "nd", "rd", "th"].into_iter().find_map(|suffix| text.strip_suffix(suffix))?.parse().ok()?;
    Some(format!("{:02}XX", number.checked_sub(1)?))
}

/// Reads `44 BC`, `AD 79`, `79 CE`.
fn era(text: &str) -> Option<String> {
    let year = |digits: &str| digits.trim().parse::<u16>().ok().filter(|year| (1..=9999).contains(year));
    if let Some(digits) = text.strip_suffix("bc").or_else(|| text.strip_suffix("bce")) {
        return match year(digits)? - 1 {
            0 => Some("0000".to_owned()),
            before => Some(format!("-{before:04}")),
        };
    }
    let digits = text.strip_prefix("ad ").or_else(|| text.strip_suffix("ad")).or_else(|| text.strip_suffix("ce"))?;
    Some(format!("{:04}", year(digits)?))
}

/// Reads `spring 2025`, `fall of 2025`, `Q1 2025`, `2025-Q1`, `first half of 2025`.
fn season(text: &str) -> Option<String> {
    let names = (21..).zip(ENGLISH_SEASONS).chain([(23, "fall"), (33, "q1"), (34, "q2"), (35, "q3"), (36, "q4")]);
    let text = text.strip_prefix("the ").unwrap_or(text);
    for (code, name) in names {
        if let Some(rest) = text.strip_prefix(name).or_else(|| text.strip_suffix(name)) {
            let year = rest.trim_matches([' ', '-']).trim_start_matches("of ");
            return is_year(year).then(|| format!("{year}-{code}"));
        }
    }
    None
}
