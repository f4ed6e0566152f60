//! A made-up site of any size, always the same for the same number of articles: for N articles N/5 people, N/10 events, N/20
//! organizations, N/40 places, N/50 stories and N/10 sources, with what real sites have: links, quotes, citations, updates, lists, and names
//! of which few are frequent and most are rare.

use std::collections::BTreeMap;
use std::fmt::Write as _;

#[rustfmt::skip]
const GIVEN: [&str; 24] = [
    "Anna", "Bernard", "Clara", "Dorian", "Elena", "Farid", "Greta", "Hannes", "Imani", "Jonas", "Katrin",
    "Leopold", "Marta", "Nikolai", "Olga", "Priya", "Quentin", "Renata", "Stefan", "Tamara", "Ulrich", "Vera",
    "Walter", "Yasmin",
];
#[rustfmt::skip]
const FIRST: [&str; 20] = [
    "Al", "Bran", "Cor", "Dal", "El", "Fen", "Gold", "Har", "Ken", "Lin", "Mar", "Nor", "Ost", "Per", "Ral", "Sel",
    "Tor", "Ul", "Ver", "Win",
];
#[rustfmt::skip]
const LAST: [&str; 20] = [
    "berg", "court", "dale", "feld", "gate", "heim", "holm", "kamp", "land", "mark", "nell", "quist", "ridge",
    "stein", "strom", "ton", "vik", "wald", "well", "worth",
];
#[rustfmt::skip]
const TOPICS: [&str; 16] = [
    "Harbour", "Railway", "Water", "Grain", "Border", "Power", "Housing", "Fisheries", "Steel", "Health", "School",
    "Airport", "Forest", "River", "Canal", "Mining",
];
#[rustfmt::skip]
const OCCASIONS: [&str; 12] = [
    "Summit", "Flood", "Strike", "Election", "Hearing", "Inquiry", "Treaty", "Fire", "Trial", "Referendum",
    "Merger", "Blackout",
];
#[rustfmt::skip]
const TASKS: [&str; 8] = [
    "minister of transport", "mayor", "harbour master", "hydrologist", "prosecutor", "chief engineer",
    "central banker", "ombudsman",
];
const VERBS: [&str; 8] = ["questions", "defends", "delays", "approves", "rejects", "unveils", "reopens", "reviews"];
#[rustfmt::skip]
const THINGS: [&str; 8] = [
    "budget", "draft report", "inspection", "contract", "timetable", "safety review", "licence", "settlement",
];
/// Sentences without a name.
const PLAIN: [&str; 10] = [
    "Officials said the {thing} would be published before the end of the week, although two departments have asked for more time.",
    "The vote passed by a margin of {number} after a debate that lasted well into the night and emptied the public gallery.",
    "Residents near the old depot reported *unusual noise* for several days before the first notice appeared on the gate.",
    "The original estimate of {number} million has since **doubled**, and the final sum is still disputed by both sides.",
    "Nobody at the hearing could say when the first payment had been made, or under whose authority it was approved.",
    "Shops along the waterfront closed early while crews worked through the night to clear the remaining debris.",
    "By the evening the queue outside the office stretched around the block and past the closed cinema.",
    "The archive holds {number} boxes of correspondence from the period, most of it unread and some of it damaged by water.",
    "Experts who were asked agreed on the cause but differed *sharply* over what should be done about it.",
    "The measurements were repeated twice, and the results agreed within the stated margin of error.",
];
/// Sentences with names.
const NAMED: [&str; 8] = [
    "{person} told reporters in {place} that the {thing} had been signed off long before anybody raised an objection.",
    "In a letter to the {organization}, {person} warned that the schedule could not be kept without a second crew.",
    "The decision was criticised by {person}, whose office had asked for the {thing} to be postponed until the summer.",
    "Only {person} voted against the motion, and named {number} unanswered questions in the annex to the report.",
    "People familiar with the talks said that {person} and {other} had met at least {number} times.",
    "When asked about the {event}, {person} answered that the lessons had been learned.",
    "Since the {event}, {person} has kept a low profile and rarely appears in {place} without a prepared statement.",
    "The commission of the {organization} will hear {person} first and is expected to call {other} before the end of the month.",
];
/// Sentences with links and citations.
const LINKED: [&str; 4] = [
    "The full [{thing}](https://www.example.org/papers/{number}) is available from the registry. [@{source}]",
    "Background is given in [[{article}|our earlier report]] on the dispute.",
    "It came up again at the [[{event}]], where [[{person}]] spoke. [@{source}, p. {number}]",
    "A [map of the streets](https://www.example.org/maps/{number}) was handed out to households in [[{place}]].",
];
#[rustfmt::skip]
const HEADINGS: [&str; 6] = [
    "What happened", "The background", "What comes next", "Reactions", "The money", "Questions that stay open",
];

/// Numbers that look random and are always the same: `SplitMix64`.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as usize % sides
    }

    fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.roll(of.len())]
    }

    /// Returns an index of which small ones are frequent.
    fn rank(&mut self, count: usize) -> usize {
        let most = 1 + self.roll(count);
        self.roll(most)
    }

    fn ranks(&mut self, count: usize, wanted: usize) -> Vec<usize> {
        let mut ranks = Vec::new();
        while ranks.len() < wanted.min(count) {
            let rank = self.rank(count);
            if !ranks.contains(&rank) {
                ranks.push(rank);
            }
        }
        ranks
    }
}

/// How many records there are of each kind.
struct Model {
    articles: usize,
    people: usize,
    events: usize,
    organizations: usize,
    places: usize,
    stories: usize,
    sources: usize,
    dice: Dice,
}

/// Whom and what one text speaks of.
struct Cast {
    people: Vec<String>,
    events: Vec<String>,
    organization: String,
    place: String,
}

/// Returns the files of the site by their paths.
pub(crate) fn files(articles: usize) -> BTreeMap<String, String> {
    let count = |share: usize| (articles / share).max(2);
    let (people, events, organizations, places) = (count(5), count(10), count(20), count(40));
    let dice = Dice(articles as u64);
    let model = Model { articles, people, events, organizations, places, stories: count(50), sources: count(10), dice };
    model.files()
}

fn person(at: usize) -> String {
    format!("{} {}{}", GIVEN[at % 24], FIRST[(at / 24 + at) % 20], LAST[(at / 480 + 7 * at) % 20])
}

fn event(at: usize) -> String {
    format!("{} {} of {}", TOPICS[at % 16], OCCASIONS[(at / 16 + at) % 12], place(at / 192 + 3))
}

fn organization(at: usize) -> String {
    format!("{} Board of {}", TOPICS[(at * 5 + at / 16) % 16], place(at))
}

fn place(at: usize) -> String {
    format!("{}{}bury", FIRST[at % 20], ["", "den", "ing", "en"][at / 20 % 4])
}

fn title(at: usize) -> String {
    format!("{} {} in round {}", TOPICS[at % 16], THINGS[at / 16 % 8], at + 1)
}

fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

fn date(day: usize) -> String {
    format!("{}-{:02}-{:02}", 2015 + day / 336 % 10, 1 + day / 28 % 12, 1 + day % 28)
}

impl Model {
    fn files(mut self) -> BTreeMap<String, String> {
        let settings = "title: The Bench\nbase_url: https://example.org/\nlanguage: en\n";
        let mut files = BTreeMap::from([("dossier.yaml".to_owned(), settings.to_owned())]);
        for at in 0..self.people {
            files.insert(format!("content/people/{}.md", slug(&person(at))), self.person(at));
        }
        for at in 0..self.events {
            files.insert(format!("content/events/{}.md", slug(&event(at))), self.event(at));
        }
        for at in 0..self.organizations {
            let text = format!("---\nname: {}\n---\n\n{}\n", organization(at), self.plain(3));
            files.insert(format!("content/organizations/{}.md", slug(&organization(at))), text);
        }
        for at in 0..self.places {
            let text = format!("---\nname: {}\n---\n\n{}\n", place(at), self.plain(2));
            files.insert(format!("content/places/{}.md", slug(&place(at))), text);
        }
        for at in 0..self.stories {
            let text = format!("---\ntitle: Story {at}\nstate: ongoing\nsummary: {}\n---\n", self.plain(1));
            files.insert(format!("content/stories/story-{at}.md"), text);
        }
        for at in 0..self.articles {
            files.insert(format!("content/articles/{}.md", slug(&title(at))), self.article(at));
        }
        let source = |at| {
            let published = date(at * 30);
            format!(
                "paper-{at}:\n  title: Paper {at}\n  publisher: {}\n  published: {published}\n",
                organization(at % 7)
            )
        };
        files.insert("content/sources.yaml".to_owned(), (0..self.sources).map(source).collect());
        files
    }

    fn person(&mut self, at: usize) -> String {
        let name = person(at);
        let (task, employer) = (self.dice.one(&TASKS), organization(self.dice.roll(self.organizations)));
        let from = 2008 + self.dice.roll(6);
        format!(
            "---\nname: {name}\nsummary: {}\nroles:\n  - {{title: {task}, organization: {employer}, from: {from}}}\n---\n\n{}\n",
            self.plain(1),
            self.plain(4),
        )
    }

    fn event(&mut self, at: usize) -> String {
        let cast = self.cast();
        let day = self.dice.roll(3000);
        let when = match at % 4 {
            0 => date(day),
            1 => date(day)[..7].to_owned(),
            2 => format!("{}/{}", date(day), date(day + 1)),
            _ => format!("{}~", &date(day)[..4]),
        };
        format!(
            "---\ntitle: {}\ndate: {when}\nstatus: happened\nplace: {}\nparticipants: [{}]\n---\n\n{}\n",
            event(at),
            cast.place,
            cast.people.join(", "),
            self.plain(5),
        )
    }

    fn article(&mut self, at: usize) -> String {
        let cast = self.cast();
        let day = at * 3000 / self.articles;
        let mut text = format!(
            "---\ntitle: {}\ndate: {}\nsummary: {}\nstory: story-{}\npeople: [{}]\nevents: [{}]\ntags: [{}, {}]\nsources: [paper-{}]\n---\n\n",
            title(at),
            date(day),
            self.plain(1),
            self.dice.rank(self.stories),
            cast.people.join(", "),
            cast.events.join(", "),
            self.dice.one(&TOPICS),
            self.dice.one(&OCCASIONS),
            self.dice.roll(self.sources),
        );
        for paragraph in 0..8 {
            if paragraph % 3 == 2 {
                let _ = write!(text, "## {}\n\n", HEADINGS[(at + paragraph) % 6]);
            }
            text.push_str(&self.paragraph(&cast));
            text.push_str("\n\n");
        }
        let speaker = &cast.people[0];
        let _ = write!(
            text,
            "> We have heard this {} times. {}\n>\n> — {speaker}, {}\n\n",
            at + 2,
            self.plain(3),
            date(day)
        );
        text.push_str("The demands:\n\n");
        for _ in 0..3 {
            let _ = writeln!(text, "- a second {} for {}", self.dice.one(&THINGS), cast.place);
        }
        if at.is_multiple_of(4) {
            let headline = format!("{speaker} {} it", self.dice.one(&VERBS));
            let _ = writeln!(text, "\n## Update {}: {headline}\n\n{}", date(day + 2), self.paragraph(&cast));
        }
        text
    }

    fn cast(&mut self) -> Cast {
        let wanted = 2 + self.dice.roll(4);
        Cast {
            people: self.dice.ranks(self.people, wanted).into_iter().map(person).collect(),
            events: self.dice.ranks(self.events, 2).into_iter().map(event).collect(),
            organization: organization(self.dice.rank(self.organizations)),
            place: place(self.dice.rank(self.places)),
        }
    }

    fn plain(&mut self, sentences: usize) -> String {
        let sentences: Vec<String> = (0..sentences)
            .map(|_| {
                let sentence = self.dice.one(&PLAIN);
                self.filled(sentence)
            })
            .collect();
        sentences.join(" ")
    }

    fn filled(&mut self, sentence: &str) -> String {
        let number = (2 + self.dice.roll(97)).to_string();
        sentence.replace("{thing}", self.dice.one(&THINGS)).replace("{number}", &number)
    }

    /// Returns five sentences: two without a name, two with names, one with a link.
    fn paragraph(&mut self, cast: &Cast) -> String {
        let named = [self.dice.one(&NAMED), self.dice.one(&NAMED), self.dice.one(&LINKED)];
        let [one, two, three] = named.map(|sentence| {
            let people = &cast.people;
            let (person, other) = (&people[self.dice.roll(people.len())], &people[self.dice.roll(people.len())]);
            let sentence = sentence.replace("{person}", person).replace("{other}", other);
            let sentence = sentence.replace("{event}", &cast.events[self.dice.roll(cast.events.len())]);
            let sentence = sentence.replace("{organization}", &cast.organization).replace("{place}", &cast.place);
            let article = slug(&title(self.dice.roll(self.articles)));
            let source = format!("paper-{}", self.dice.roll(self.sources));
            self.filled(&sentence.replace("{article}", &article).replace("{source}", &source))
        });
        format!("{one} {} {two} {} {three}", self.plain(1), self.plain(1))
    }
}
