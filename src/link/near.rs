//! People who may be the same: one external id, one name once it is written in Latin letters, or what sounds like one name.
//!
//! 1. Each person's marks are gathered: ids of other registers, and every name that is not short, as a slug and as it sounds.
//! 2. All marks are sorted; those who bear one stand side by side, and each is compared with the next few of them only.
//! 3. What `same_as` and `not_same_as` say on either side decides a pair, also by way of others: where A is B and B is not
//!    C, A is not C.

use foldhash::{HashMap, HashSet};
use rayon::prelude::*;

use super::{Entity, Handle};
use crate::kinds;
use crate::name;

/// With how many of those who bear one mark each is compared, so that a name that a thousand bear costs no million pairs.
const COMPARED: usize = 3;

/// What two records of one person would share.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Mark {
    /// An id in another register: `wikidata`, `Q1`.
    Id(Box<str>, Box<str>),
    /// A name as a slug: `jose-alvarez`.
    Name(Box<str>),
    /// How a name sounds: `sargai-lavruv` for Sergei and Sergey Lavrov.
    Sound(Box<str>),
}

impl Mark {
    /// Returns it in words, for a message.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Id(register, id) => format!("the {register} id `{id}`"),
            Self::Name(slug) => format!("the name `{slug}`"),
            Self::Sound(_) => "what may be spellings of one name".to_owned(),
        }
    }
}

/// Two people who may be the same and of whom no record says whether they are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pair {
    /// The one whose id comes first.
    pub one: Handle,
    /// The other one.
    pub other: Handle,
    /// What both bear.
    pub mark: Mark,
}

/// Returns the pairs of people that nobody has decided about, in the order of their ids, each once with its strongest mark.
#[must_use]
pub(super) fn undecided(entities: &[Entity]) -> Vec<Pair> {
    let people = entities.iter().enumerate().map(|(at, entity)| (Handle(at as u32), entity));
    let people: Vec<(Handle, &Entity)> =
        people.filter(|(_, entity)| *entity.id.kind == kinds::PERSON && !entity.withdrawn).collect();
    let mut marked: Vec<(Mark, Handle)> = people
        .par_iter()
        .flat_map_iter(|(handle, person)| marks(person).into_iter().map(|mark| (mark, *handle)))
        .collect();
    marked.par_sort_unstable();
    marked.dedup();
    let mut pairs = Vec::new();
    for bearers in marked.chunk_by(|a, b| a.0 == b.0).filter(|bearers| bearers.len() > 1) {
        for (at, (mark, one)) in bearers.iter().enumerate() {
            let next = bearers[at + 1..].iter().take(COMPARED);
            pairs.extend(next.map(|(_, other)| Pair { one: *one, other: *other, mark: mark.clone() }));
        }
    }
    if pairs.is_empty() {
        return pairs;
    }
    let decided = Decided::of(&people);
    pairs.retain(|pair| !decided.about(pair.one, pair.other));
    pairs.sort_unstable_by(|a, b| (a.one, a.other, &a.mark).cmp(&(b.one, b.other, &b.mark)));
    pairs.dedup_by_key(|pair| (pair.one, pair.other));
    pairs
}

fn marks(person: &Entity) -> Vec<Mark> {
    let document = &person.document;
    let ids =
        document.fields.text_map("ids").iter().map(|(register, id)| Mark::Id((&**register).into(), id.trim().into()));
    let aliases = document.shown_aliases().filter(|alias| alias.kind.as_deref() != Some("weak"));
    let names = [&document.name].into_iter().chain(aliases.map(|alias| &alias.name)).chain(&person.spellings);
    let spelt = names.filter(|name| !name::is_short(name)).flat_map(|name| {
        let slug = name::slug(name);
        let sound = name::sound(&slug).map(|sound| Mark::Sound(sound.into()));
        [Some(Mark::Name(slug.into())), sound].into_iter().flatten()
    });
    let is_said = |mark: &Mark| !matches!(mark, Mark::Id(_, value) | Mark::Name(value) if value.is_empty());
    ids.chain(spelt).filter(is_said).collect()
}

/// What records say about who is who.
struct Decided {
    /// For each person who is said to be another, one who stands for all that are the same.
    same: HashMap<Handle, Handle>,
    /// Pairs of such persons who are said to differ.
    different: HashSet<(Handle, Handle)>,
}

impl Decided {
    fn of(people: &[(Handle, &Entity)]) -> Self {
        let said = |field: &'static str| {
            people.iter().flat_map(move |(one, person)| {
                person.refs(field).filter_map(|(_, _, resolved)| resolved.found()).map(|other| (*one, other))
            })
        };
        let mut decided = Self { same: HashMap::default(), different: HashSet::default() };
        for (one, other) in said("same_as") {
            let (one, other) = (decided.standing_for(one), decided.standing_for(other));
            if one != other {
                decided.same.insert(one.max(other), one.min(other));
            }
        }
        let different = said("not_same_as").map(|(one, other)| decided.pair(one, other)).collect();
        Self { different, ..decided }
    }

    /// Follows `same_as` to the one who stands for all; each step leads to an earlier record, so it ends.
    fn standing_for(&self, mut person: Handle) -> Handle {
        while let Some(earlier) = self.same.get(&person) {
            person = *earlier;
        }
        person
    }

    fn pair(&self, one: Handle, other: Handle) -> (Handle, Handle) {
        let (one, other) = (self.standing_for(one), self.standing_for(other));
        (one.min(other), one.max(other))
    }

    fn about(&self, one: Handle, other: Handle) -> bool {
        let pair = self.pair(one, other);
        pair.0 == pair.1 || self.different.contains(&pair)
    }
}
