//! The table of kinds. To add a kind: one static here, one line in [`KINDS`], one template of its name. What kinds a site has
//! beside these, it says itself: [`Kinds`] are all of one site.

mod declared;
pub mod followthemoney;
mod own;
mod parts;
mod table;

pub use declared::{Declared, DeclaredField, DeclaredType};
pub use own::{Fact, Label, Own};
pub use parts::{ALIAS, CITED, IMAGE, REFERENCE, SAID};
pub use table::Kinds;

use crate::kind::Type::{
    Aliases, Choice, Coordinates, Date, Flag, Free, Image, KnownRef, KnownRefs, Map, Maps, Moment, Number, Private,
    Prose, Ref, Refs, Sources, Text, TextMap, Texts, Url, Zone,
};
use crate::kind::{Field, Kind, Type};
use parts::{ACCOUNT, ANNOUNCEMENT, CLAIM, CORRECTION, FINDING, QUOTE, RELATION, ROLE, RULING, WITHDRAWAL};

/// Every kind that is built in, in the order in which lists of kinds appear.
pub static KINDS: [&Kind; 8] = [&STORY, &ARTICLE, &PERSON, &EVENT, &ORGANIZATION, &PLACE, &SOURCE, &PAGE];

/// The kinds that can take part in something.
static ACTORS: [&Kind; 2] = [&PERSON, &ORGANIZATION];
/// The kinds of records that a correction may concern.
static CORRECTED: [&Kind; 5] = [&PERSON, &EVENT, &ORGANIZATION, &PLACE, &SOURCE];
/// Organizations alone.
static ORGANIZATIONS: [&Kind; 1] = [&ORGANIZATION];
/// Events alone.
static EVENTS: [&Kind; 1] = [&EVENT];
/// Places alone.
static PLACES: [&Kind; 1] = [&PLACE];

const fn field(name: &'static str, ty: Type, doc: &'static str) -> Field {
    Field { name, also: "", ty, required: false, doc }
}

const fn required(name: &'static str, ty: Type, doc: &'static str) -> Field {
    Field { name, also: "", ty, required: true, doc }
}

const fn also(name: &'static str, also: &'static str, ty: Type, doc: &'static str) -> Field {
    Field { name, also, ty, required: false, doc }
}

/// A running story: the dossier that gathers the rest.
pub static STORY: Kind = Kind {
    order: 0,
    name: "story",
    plural: "stories",
    name_key: "title",
    schema_org: "CreativeWorkSeries",
    own: None,
    fields: &[
        required("title", Prose, "the name of the story"),
        field("summary", Prose, "where things stand, in a sentence or two"),
        also(
            "state",
            "status",
            Choice(&["ongoing", "closed", "draft", "published", "withdrawn"]),
            "`ongoing` unless said otherwise",
        ),
        field("known", Maps(Some("text"), FINDING), "what is known"),
        field("unknown", Maps(Some("text"), FINDING), "what is not known yet"),
        field("disputed", Maps(Some("text"), FINDING), "where accounts differ"),
        field("lead", Flag, "the story that the home page leads with"),
        field("cover", Image, "a picture for the story"),
    ],
};

/// What was published about a story.
pub static ARTICLE: Kind = Kind {
    order: 1,
    name: "article",
    plural: "articles",
    name_key: "title",
    schema_org: "NewsArticle",
    own: None,
    fields: &[
        required("title", Prose, "the headline"),
        required("date", Date, "when it was published"),
        field("updated", Date, "when it was last changed"),
        field("summary", Prose, "the standfirst, one or two sentences"),
        field("story", KnownRefs(&[&STORY]), "the story or stories that it belongs to"),
        field("authors", Texts, "who wrote it"),
        field("people", Refs(&[&PERSON]), "who is in it"),
        field("events", Refs(&[&EVENT]), "what happens in it"),
        field("organizations", Refs(&[&ORGANIZATION]), "bodies, agencies, parties in it"),
        field("places", Refs(&[&PLACE]), "where it plays"),
        field("dateline", Prose, "the place and day that open the text"),
        field("credits", Refs(&[&ORGANIZATION]), "agencies whose reporting it uses"),
        field("translation_of", KnownRef(&[&ARTICLE]), "the article that this one translates"),
        field("corrections", Maps(None, CORRECTION), "what was wrong and is right now"),
        field("accounts", Maps(None, SAID), "what it says of an event: its date, place, participants, a number"),
        field("quotes", Maps(None, QUOTE), "who said what, where the text does not hold it as a block"),
    ],
};

/// Somebody.
pub static PERSON: Kind = Kind {
    order: 2,
    name: "person",
    plural: "people",
    name_key: "name",
    schema_org: "Person",
    own: None,
    fields: &[
        field("name", Text, "the display name; the file's name unless given"),
        field("sort_as", Text, "the name by which lists are ordered"),
        field("native", TextMap, "the name in its own scripts, by language"),
        field("summary", Prose, "who this is, in a line"),
        field("roles", Maps(Some("title"), ROLE), "positions with their spans"),
        field("born", Date, "date of birth"),
        field("died", Date, "date of death"),
        field("relations", Maps(Some("to"), RELATION), "ties to other people and organizations"),
        field("same_as", KnownRefs(&[&PERSON]), "records that mean the same person"),
        field("not_same_as", KnownRefs(&[&PERSON]), "records that look alike but mean somebody else"),
        field("ids", TextMap, "ids elsewhere: wikidata, opensanctions, viaf"),
        field("quotes", Maps(None, QUOTE), "who said what, where the text does not hold it as a block"),
    ],
};

/// Something that happened, or may happen.
pub static EVENT: Kind = Kind {
    order: 3,
    name: "event",
    plural: "events",
    name_key: "title",
    schema_org: "Event",
    own: None,
    fields: &[
        required("title", Prose, "what happened, in a few words"),
        field("date", Date, "when, however vague"),
        field("words", Prose, "the author's words for a vague date"),
        field("summary", Prose, "what happened, in a sentence"),
        field(
            "status",
            Choice(&["happened", "planned", "postponed", "cancelled", "disputed", "draft", "published", "withdrawn"]),
            "`happened` unless said otherwise",
        ),
        field("history", Maps(None, ANNOUNCEMENT), "what was announced when"),
        field("place", Ref(&[&PLACE]), "where"),
        field("story", KnownRefs(&[&STORY]), "the story or stories that it belongs to"),
        field("type", Prose, "what sort of event: meeting, call, arrest"),
        field("seq", Number(-9999, 9999), "the order among events of the same date"),
        field("participants", Refs(&[&PERSON, &ORGANIZATION]), "who took part, with `as` for the part played"),
        field("part_of", KnownRef(&[&EVENT]), "the larger event that holds this one"),
        field("follows", KnownRefs(&[&EVENT]), "what came directly before"),
        field("outcomes", Maps(Some("text"), FINDING), "what came of it"),
        field("accounts", Maps(None, ACCOUNT), "what single sources say differently"),
        field("rulings", Maps(None, RULING), "what the desk holds where accounts differ, and why"),
        field("importance", Number(1, 10), "how much it matters, from 1 to 10"),
        field("quotes", Maps(None, QUOTE), "who said what, where the text does not hold it as a block"),
    ],
};

/// A body, an agency, a party, a company.
pub static ORGANIZATION: Kind = Kind {
    order: 4,
    name: "organization",
    plural: "organizations",
    name_key: "name",
    schema_org: "Organization",
    own: None,
    fields: &[
        field("name", Text, "the display name; the file's name unless given"),
        field("sort_as", Text, "the name by which lists are ordered"),
        field("native", TextMap, "the name in its own scripts, by language"),
        field("parent", Ref(&[&ORGANIZATION]), "the body that it belongs to"),
        field("summary", Prose, "what it is, in a line"),
        field("ids", TextMap, "ids elsewhere"),
        field("quotes", Maps(None, QUOTE), "who said what, where the text does not hold it as a block"),
    ],
};

/// The keys that a kind of a site's own has beside those that the site declares.
pub static NAMED: &[Field] = &[
    field("name", Text, "the display name; the file's name unless given"),
    field("sort_as", Text, "the name by which lists are ordered"),
    field("native", TextMap, "the name in its own scripts, by language"),
    field("summary", Prose, "what it is, in a line"),
    field("ids", TextMap, "ids elsewhere"),
    field("quotes", Maps(None, QUOTE), "who said what, where the text does not hold it as a block"),
];

/// Somewhere.
pub static PLACE: Kind = Kind {
    order: 5,
    name: "place",
    plural: "places",
    name_key: "name",
    schema_org: "Place",
    own: None,
    fields: &[
        field("name", Text, "the display name; the file's name unless given"),
        field("sort_as", Text, "the name by which lists are ordered"),
        field("native", TextMap, "the name in its own scripts, by language"),
        field("parent", Ref(&[&PLACE]), "the larger place that holds it"),
        field("summary", Prose, "what it is, in a line"),
        field("ids", TextMap, "ids elsewhere"),
        field("coordinates", Coordinates, "latitude and longitude in degrees"),
    ],
};

/// A source that is cited by key; written in `content/sources.yaml`, not in a folder.
pub static SOURCE: Kind = Kind {
    order: 6,
    name: "source",
    plural: "sources",
    name_key: "title",
    schema_org: "CreativeWork",
    own: None,
    fields: &[
        required("title", Prose, "what it is called"),
        field("summary", Prose, "what it is, in a line"),
        field("publisher", Prose, "who published it"),
        field("author", Texts, "who wrote or said it"),
        field("url", Url, "where it is"),
        field("published", Date, "when it was published"),
        field("accessed", Date, "when it was read"),
        field("archived", Url, "where a copy is kept"),
        field("type", Prose, "what sort of source: report, interview, statement"),
        field("tier", Number(1, 3), "how strong it is, 1 the strongest"),
    ],
};

/// A plain page at `/<id>/`: About, Imprint, Contact.
pub static PAGE: Kind = Kind {
    order: 7,
    name: "page",
    plural: "pages",
    name_key: "title",
    schema_org: "WebPage",
    own: None,
    fields: &[
        required("title", Prose, "the title of the page"),
        field("summary", Prose, "what it is about, in a line"),
        field("menu", Flag, "whether the footer links to it; it does unless this says `false`"),
    ],
};

/// The keys that a record of any kind may have.
pub static ANY: &[Field] = &[
    field("id", Text, "the stable name in addresses; the file's name unless given"),
    field("aliases", Aliases, "other spellings, short names, names in other scripts"),
    field("redirect_from", Texts, "old paths that must keep working"),
    field("tags", Texts, "free words to group by"),
    field("lang", Text, "the language of the text, as in BCP 47: `en`, `uk`"),
    field("timezone", Zone, "the zone of its times without an offset, instead of the site's: `Europe/Kyiv`"),
    field("sources", Sources, "what the record rests on"),
    field("claims", Maps(Some("text"), CLAIM), "what somebody says about somebody"),
    field("image", Image, "a picture: a file name, or `{file, alt, caption, credit, licence}`"),
    field("alt", Prose, "what the picture shows, for readers who do not see it"),
    field("caption", Prose, "what stands below the picture"),
    field("credit", Prose, "whose picture it is"),
    field("licence", Prose, "under which terms it is used"),
    field("autolink", Choice(&["known", "declared", "off"]), "which names in the text become links by themselves"),
    field("draft", Flag, "hides the record and every trace of it"),
    field("status", Choice(&["draft", "published", "withdrawn"]), "the same in words"),
    field("withdrawn", Map(Some("note"), WITHDRAWAL), "keeps the address with a notice"),
    field("embargo", Moment, "hides the record until then"),
    field("expires", Moment, "hides the record from then on"),
    field("extra", Free, "free data for templates"),
    field("private", Private, "the desk's own note; it never leaves the source"),
];
