//! Time along a line: days to places, with the long silences of a story cut short.
//!
//! Between two places lies as much of the line as time has passed, except where nothing happened for very long beside what is
//! usual in the story: such a gap is drawn broken, and short.

use crate::date::{Date, Day, Language};

/// The length of the line in its own units.
pub(super) const LENGTH: i64 = 1000;
/// What stays free at both ends.
const MARGIN: i64 = 50;
/// How many times the usual gap one must be to be broken.
const BROKEN_FROM: i64 = 12;
/// How many times the usual gap a broken one stays.
const BROKEN_TO: i64 = 3;
/// How long a broken gap is at least and at most, in units of the line.
const BROKEN: [i64; 2] = [40, 70];
/// About how many labels a line has at most, where they count years.
const LABELS: i64 = 12;
/// The most breaks of one line: the longest silences.
const BREAKS: usize = 5;

/// A stretch of time without a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// The first and the last day, counted.
    days: [i64; 2],
    /// Where they stand.
    places: [i64; 2],
}

/// Days on a line.
#[derive(Debug)]
pub(super) struct Scale {
    stretches: Vec<Stretch>,
}

/// A label of the line.
pub(super) struct Tick {
    /// Where it stands.
    pub(super) place: i64,
    /// The words.
    pub(super) words: String,
}

impl Scale {
    /// Lays out the days from which and up to which something happened; none where all are one day.
    pub(super) fn new(mut days: Vec<i64>) -> Option<Self> {
        days.sort_unstable();
        days.dedup();
        let (first, last) = (*days.first()?, *days.last()?);
        if first == last {
            return None;
        }
        let mut gaps: Vec<[i64; 2]> = days.windows(2).map(|pair| [pair[0], pair[1]]).collect();
        let mut lengths: Vec<i64> = gaps.iter().map(|gap| gap[1] - gap[0]).collect();
        lengths.sort_unstable();
        let usual = lengths[lengths.len() / 2];
        gaps.retain(|gap| gap[1] - gap[0] > usual * BROKEN_FROM);
        gaps.sort_by_key(|gap| std::cmp::Reverse(gap[1] - gap[0]));
        gaps.truncate(BREAKS);
        gaps.sort_unstable();
        let shown = last - first - gaps.iter().map(|gap| gap[1] - gap[0]).sum::<i64>();
        let room = LENGTH - 2 * MARGIN;
        let count = i64::try_from(gaps.len()).unwrap_or(0);
        let whole = (shown + count * usual * BROKEN_TO).max(1);
        let broken = (room * usual * BROKEN_TO / whole).clamp(BROKEN[0], BROKEN[1]);
        let scaled = |days: i64| days * (room - count * broken) / shown.max(1);
        let mut stretches = Vec::with_capacity(gaps.len() + 1);
        let (mut from, mut passed, mut place) = (first, 0, MARGIN);
        for end in gaps.iter().map(|gap| gap[0]).chain([last]) {
            let to = place + scaled(passed + end - from) - scaled(passed);
            stretches.push(Stretch { days: [from, end], places: [place, to] });
            passed += end - from;
            place = to + broken;
            from = gaps.get(stretches.len() - 1).map_or(last, |gap| gap[1]);
        }
        Some(Self { stretches })
    }

    /// Returns where a day stands; what lies outside stands at the end.
    pub(super) fn place(&self, day: i64) -> i64 {
        let at = self.stretches.partition_point(|stretch| stretch.days[1] < day);
        let Some(stretch) = self.stretches.get(at) else { return LENGTH - MARGIN };
        if day >= stretch.days[0] {
            return between(day, stretch.days, stretch.places);
        }
        match at.checked_sub(1).map(|before| self.stretches[before]) {
            Some(before) => between(day, [before.days[1], stretch.days[0]], [before.places[1], stretch.places[0]]),
            None => MARGIN,
        }
    }

    /// Returns where the line is broken, from and to.
    pub(super) fn breaks(&self) -> impl Iterator<Item = [i64; 2]> {
        self.stretches.windows(2).map(|pair| [pair[0].places[1], pair[1].places[0]])
    }

    /// Returns the labels of the line from the left: whole years, months or days, and where a stretch begins without one, that day.
    pub(super) fn ticks(&self, language: Language) -> Vec<Tick> {
        let shown: i64 = self.stretches.iter().map(|stretch| stretch.days[1] - stretch.days[0]).sum();
        let unit = match shown {
            ..=70 => Unit::Week,
            71..=1100 => Unit::Month,
            _ => Unit::Years(steps().find(|step| shown / 365 / i64::from(*step) <= LABELS).unwrap_or(i32::MAX)),
        };
        let mut ticks = Vec::new();
        let mut last = None;
        for stretch in &self.stretches {
            let [from, to] = stretch.days;
            let mut starts: Vec<i64> = unit.starts(from, to).collect();
            if starts.first().is_none_or(|first| self.place(*first) - stretch.places[0] > LENGTH / 8) {
                starts.insert(0, from);
            }
            for start in starts {
                let day = day_of(start);
                // Where the year changes, it is told; a stretch of one day tells no more than that.
                let is_new = last != Some(day.year);
                let told = match unit {
                    _ if from == to && is_new => Unit::Years(1),
                    _ if from == to => continue,
                    Unit::Week if is_new => Unit::Month,
                    unit => unit,
                };
                last = Some(day.year);
                ticks.extend(told.words(day, language).map(|words| Tick { place: self.place(start), words }));
            }
        }
        ticks
    }
}

fn between(day: i64, days: [i64; 2], places: [i64; 2]) -> i64 {
    places[0] + (day - days[0]) * (places[1] - places[0]) / (days[1] - days[0]).max(1)
}

/// Returns the numbers of years that labels may be apart: 1, 2, 5, 10, 20, 50 and so on.
fn steps() -> impl Iterator<Item = i32> {
    (0..9).flat_map(|power| [1, 2, 5].map(|step| step * 10_i32.pow(power)))
}

/// What the labels of a line count.
#[derive(Clone, Copy)]
enum Unit {
    Week,
    Month,
    /// So many years.
    Years(i32),
}

impl Unit {
    /// Returns the days from `from` to `to` at which one begins.
    fn starts(self, from: i64, to: i64) -> impl Iterator<Item = i64> {
        const MONTHS: &[u8] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        let (step, months, days): (i32, &'static [u8], &'static [u8]) = match self {
            Self::Week => (1, MONTHS, &[1, 8, 15, 22]),
            Self::Month => (1, MONTHS, &[1]),
            Self::Years(step) => (step, &[1], &[1]),
        };
        let [first, last] = [from, to].map(|day| day_of(day).year.div_euclid(step));
        (first..=last)
            .map(move |number| number.saturating_mul(step))
            .flat_map(move |year| months.iter().flat_map(move |month| days.iter().map(move |day| (year, *month, *day))))
            .filter_map(|(year, month, day)| Day::from_ymd(year, month, day))
            .map(count)
            .filter(move |day| (from..=to).contains(day))
    }

    fn words(self, day: Day, language: Language) -> Option<String> {
        let Day { year, month, .. } = day;
        let text = match self {
            Self::Week => day.to_string(),
            Self::Month => format!("{year:04}-{month:02}"),
            Self::Years(_) => match year {
                ..-9999 | 10_000.. => format!("Y{year}"),
                -9999..0 => format!("-{:04}", -year),
                0..10_000 => format!("{year:04}"),
            },
        };
        let spine = Date::parse(&text).ok()?.spine(language);
        let month = spine.month.unwrap_or_default();
        Some(match self {
            Self::Week => format!("{} {month}", spine.day.unwrap_or_default()),
            Self::Month => format!("{month} {}", spine.year),
            Self::Years(_) => spine.year,
        })
    }
}

/// Returns the number of a day, counted from 1 March of the year 0.
pub(super) fn count(day: Day) -> i64 {
    let (month, date) = (i64::from(day.month), i64::from(day.day));
    // Counting years from March puts the leap day last, so that months before it have fixed lengths.
    let year = i64::from(day.year) - i64::from(month < 3);
    365 * year + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (153 * ((month + 9) % 12) + 2) / 5
        + date
        - 1
}

/// Returns the day of a number.
fn day_of(number: i64) -> Day {
    let (cycle, rest) = (number.div_euclid(146_097), number.rem_euclid(146_097));
    let year = (rest - rest / 1_460 + rest / 36_524 - rest / 146_096) / 365;
    let day = rest - (365 * year + year / 4 - year / 100);
    let shifted = (5 * day + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year + cycle * 400 + i64::from(month < 3);
    Day { year: year as i32, month: month as u8, day: (day - (153 * shifted + 2) / 5 + 1) as u8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> i64 {
        count(Date::parse(text).ok().and_then(|date| date.day()).unwrap_or(Day { year: 0, month: 1, day: 1 }))
    }

    #[test]
    fn days_are_counted_there_and_back() {
        for start in [-800_000, -1, 0, 59, 146_096, 146_097, 700_000] {
            for number in start..start + 1500 {
                assert_eq!(count(day_of(number)), number);
            }
        }
        assert_eq!(day("2024-03-01") - day("2024-02-28"), 2);
        assert_eq!(day("2025-03-01") - day("2025-02-28"), 1);
    }

    #[test]
    fn a_long_silence_is_broken_and_time_runs_on() {
        let days: Vec<i64> =
            ["1991-08-24", "2025-02-12", "2025-02-13", "2025-02-15", "2025-02-20"].map(day).into_iter().collect();
        let Some(scale) = Scale::new(days.clone()) else { unreachable!("these are several days") };
        assert_eq!(scale.breaks().count(), 1);
        let places: Vec<i64> = days.iter().map(|day| scale.place(*day)).collect();
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{places:?}");
        assert!(places[1] < 150 && places[4] == LENGTH - MARGIN, "{places:?}");
        let between = scale.place(day("2010-01-01"));
        assert!(places[0] < between && between < places[1], "{between}");
    }

    #[test]
    fn even_time_has_no_break_and_labels_count_whole_units() {
        let scale = Scale::new(["2001-05-01", "2004-01-01", "2007-02-01", "2011-01-01"].map(day).into_iter().collect());
        let Some(scale) = scale else { unreachable!("these are several days") };
        assert_eq!(scale.breaks().count(), 0);
        let words: Vec<String> = scale.ticks(Language::ENGLISH).into_iter().map(|tick| tick.words).collect();
        assert_eq!(words.first().map(String::as_str), Some("2002"));
        assert_eq!(words.last().map(String::as_str), Some("2011"));
    }

    #[test]
    fn ages_have_few_labels() {
        let first = |year| count(Day { year, month: 1, day: 1 });
        for years in [
            [1, 500, 1000, 2025],
            [-2_000_000, -1_000_000, 0, 2025],
            [-44, 14, 68, 117],
            [9000, 12_000, 15_000, 18_000],
        ] {
            let Some(scale) = Scale::new(years.map(first).into_iter().collect()) else {
                unreachable!("these are several days")
            };
            let words: Vec<String> = scale.ticks(Language::ENGLISH).into_iter().map(|tick| tick.words).collect();
            assert!((3..=LABELS as usize + 6).contains(&words.len()), "{years:?}: {words:?}");
        }
    }
}
