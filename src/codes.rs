//! The table of diagnostics that reading, linking and planning can give, with the text of `dossier explain CODE`. Those of
//! checks stand in the files of the checks.

use crate::diagnostic::{Code, Severity};

macro_rules! codes {
    ($($constant:ident = $code:literal, $severity:ident, $title:literal, $doc:literal;)*) => {
        $(#[doc = $title] pub static $constant: Code =
            Code { code: $code, title: $title, severity: Severity::$severity, doc: $doc };)*

        /// Every code, in the order of their numbers.
        pub static CODES: &[&Code] = &[$(&$constant),*];
    };
}

codes! {
    YAML_SYNTAX = "D001", Error, "front matter that is not valid YAML",
        "The block between the two lines `---` is not valid YAML. Common causes: a tab used as indentation, a colon inside an unquoted title (write title: \"A: B\"), a quotation mark that is not closed.";
    WRONG_TYPE = "D002", Error, "a value of the wrong type",
        "The key is known, but its value has another form than it needs: a list where a text belongs, `\"false\"` in quotation marks where true or false belongs, a number outside its range, a word that is not among the choices.";
    MISSING_KEY = "D003", Error, "a required key is missing",
        "Each kind of record needs a few keys: `title` for stories, articles and events, `date` for articles. People, organizations and places take their name from the file name when `name` is missing.";
    DUPLICATE_KEY = "D004", Error, "a key that is given twice",
        "YAML would silently keep the last of the two values, so nothing is guessed: remove one of them.";
    FRONT_MATTER = "D005", Error, "front matter that is missing or not closed",
        "A record begins with a line `---`, then YAML, then a line `---` again. Everything after that line is the text.";
    BAD_DATE = "D006", Error, "a date that cannot be read",
        "Dates are written in EDTF (ISO 8601-2): `2025-02-12`, `2025-02`, `2017`, `2025-02~` for about, `2025-02-12?` for uncertain, `2025-02-12/2025-02-14` for a span, `201X` for a decade, `../2019` for until. `embargo` and `expires` need a time as well. A time needs an offset from UTC, as in `2025-02-12T18:30+01:00`, or `timezone` in the settings or beside it; a time that the clocks of that zone skip or show twice needs the offset all the same.";
    UNKNOWN_KEY = "D007", Warning, "a key that this kind of record does not have",
        "The key is ignored. It may be misspelt; free data for templates goes below `extra`. With --strict this is an error.";
    MISLEADING_KEY = "D008", Error, "a key from elsewhere that would not hide the record",
        "`published`, `publish`, `hidden`, `visibility` and `unlisted` mean something in other tools. Here only `draft: true`, `embargo` and `expires` keep a record out of the output, and a habit must not publish a secret.";
    NOT_UTF8 = "D009", Error, "a file that is not UTF-8 text",
        "Save the file as UTF-8. The place of the first byte that is not UTF-8 is shown.";
    DUPLICATE_ID = "D010", Error, "two records with one id",
        "The id of a record is its file name in lower case with hyphens, unless `id` says otherwise, and it decides the address of its page. Rename one file, or give one of them another `id`.";
    OUTPUT_CONFLICT = "D011", Error, "two outputs at one path",
        "Two pages or files would be written to the same place, or to places that differ only in case or Unicode form, which are the same on many systems. Nothing is written until one of them moves.";
    UNKNOWN_NAME = "D012", Error, "a name that no record has",
        "The name in a link, or in a key that must name a record, is no id, no display name and no alias of any record, or of none that may stand there: a vessel takes part in nothing. The nearest names are listed by id.";
    AMBIGUOUS_NAME = "D013", Error, "a name that several records have",
        "Write the id, with its folder if need be (`[[people/maria-lopez|López]]`), or declare exactly one of them in the front matter of the article.";
    BROKEN_LINK = "D014", Error, "an internal link that leads nowhere",
        "The link names a page or file of this site that does not exist.";
    BROKEN_ANCHOR = "D015", Error, "a link to a heading or block that does not exist",
        "The page exists, but has no heading, block or anchor of that name. Anchors are headings in lower case with hyphens, or what a heading's own `{#name}` says; a block is named by `^name` at its end, and linked as `[[Record#^name]]`.";
    MISSING_IMAGE = "D016", Error, "an image that does not exist",
        "Images are looked for beside the article, from the root of `content/`, and by name in the whole of `content/` and `static/`.";
    TEMPLATE = "D017", Error, "a template that cannot be used",
        "The template has a mistake in its syntax, names something that does not exist, or failed while a page was rendered; or a file of words in `templates/words/` has a key or a gap that there is not. `dossier explain page /people/x/` prints what a template sees.";
    UNKNOWN_SETTING = "D018", Warning, "a setting that does not exist",
        "The setting in `dossier.yaml` is ignored. It may be misspelt. With --strict this is an error.";
    LIMIT = "D019", Error, "more than the limit",
        "Limits keep a slip or an attack from stopping the build: front matter is at most 64 KiB and 64 levels deep, holds one document and no anchors, aliases or tags; a text file is at most 16 MiB, a page 32 MiB, and a template takes at most 10 s for one. All of these numbers, and the pixels of pictures, can be set as `limits`.";
    STRAY_FILE = "D020", Warning, "a file that belongs to no kind",
        "Markdown files belong in one of the folders that name a kind (stories, articles, people, events, organizations, places, pages). `README.md` and names that begin with `_` or a dot are left alone.";
    UNSAFE_URL = "D021", Warning, "an address that is not made a link",
        "Only http, https, mailto, tel and relative addresses become links or images. Any other scheme is dropped and its text kept.";
    NEAR_STUB = "D022", Warning, "a new name that is close to a known one",
        "Naming a person or an event in front matter is enough to give it a page. This name is new, but nearly that of a known record: correct the slip, add the spelling to the record's `aliases`, or create a file for it.";
    HIDDEN_REF = "D023", Warning, "a reference to a hidden record",
        "The record is a draft, embargoed, expired or withdrawn, so the reference is left out of every output; in a text its words stay without a link.";
    AMBIGUOUS_MENTION = "D024", Hint, "a name in the text that several records share",
        "It was not linked automatically. Link it by hand, or declare exactly one of the records in the front matter.";
    MATCHED_BY_ID = "D025", Hint, "a name that was matched by its id only",
        "No record has this spelling as its name or alias, but its slug is the id of one. Add the spelling to that record's `aliases`.";
    UNCLOSED_COMMENT = "D026", Error, "a comment that is not closed",
        "`%%` opens a comment that never leaves the source, and no second `%%` closes it. To write two percent signs, put them in code or write `\\%%`.";
    UNKNOWN_SOURCE = "D027", Error, "a source key that is not in sources.yaml",
        "`[@key]` and `sources: [key]` cite the records of `content/sources.yaml`.";
    FUTURE_ARTICLE = "D029", Warning, "an article dated after the moment of the build",
        "The article is published all the same: only `draft`, `embargo` and `expires` hide a record.";
    BAD_HEADING_DATE = "D030", Error, "an update without a readable date",
        "The heading of an update reads `## Update 2025-02-14`, with a time and a headline if wanted: `## Update 2025-02-14 09:40+01:00: Paris responds`.";
    REFUSED_FILE = "D031", Error, "a file that is not read",
        "Links out of the project, loops of links, pipes, devices and names that are not UTF-8 are not read.";
    UNUSED_TEMPLATE = "D032", Warning, "a template that overrides nothing",
        "A file in `templates/` replaces the built-in one of the same name. This one has no such counterpart and nothing includes it. A file of words, `templates/words/uk.yaml`, is named after the language of the site or of a text: `language` in the settings, `lang` in front matter.";
    REMOTE_IMAGE = "D033", Warning, "an image from elsewhere",
        "Pages of this site load nothing from other sites, so the image became a link. Save it beside the article to show it.";
    ALIAS_TAKEN = "D034", Hint, "an alias without a redirect page",
        "The alias would lead to a page, but two records share it or another page stands there.";
    BAD_REDIRECT = "D035", Error, "a redirect that cannot be made",
        "`redirect_from` holds paths of this site, such as `/2024/old-name/`, that no page owns and that do not lead back to themselves.";
    AMBIGUOUS_SHORT_NAME = "D036", Hint, "a short name that could mean several records",
        "Two records of this article share the short name, so it links neither. Write the full name, or link it by hand.";
    CREDIT_MISSING = "D037", Warning, "an image without a credit",
        "Give `credit` beside `image`, so that readers know whose picture it is.";
    SETTINGS = "D038", Error, "settings that cannot be read",
        "`dossier.yaml` needs `title`, `base_url` and `language`; everything else has a default. Kinds of the site's own need names of letters, digits, `_` and `-` that nothing else has, fields of a type that there is, and relations to kinds that there are; the section on such kinds in the README lists their keys.";
    BIDI_CONTROL = "D039", Warning, "a hidden character that reverses text",
        "The name holds a bidirectional control character, which can make it look like another. Remove it.";
    ALT_MISSING = "D040", Warning, "an image without alternative text",
        "Readers who do not see the image get nothing. Describe what matters in it: `![two men at a table](photo.jpg)`.";
    SHARED_ADDRESS = "D042", Warning, "two names that would have one address",
        "Addresses are written in Latin letters, in which different names can look the same: `张伟` and `章伟`, `C` and `C++`. Each has a page of its own, the second with a number in its address, which can become another when one more such name is used. A file for one of them, with any name that you like, gives it an address that stays.";
    CONTROL_CHARACTER = "D043", Error, "a control character",
        "Nobody sees it, HTML and XML forbid it, and what reads the pages or the feed may stop at it. It came with a paste, an escape such as `\\u0007` or `&#7;`, or another encoding than UTF-8. Of a file, the first one on each of five lines is shown. Tabs and line breaks are no fault.";
    COMMAS = "D046", Warning, "a list that is written as one text",
        "`tags: economy, energy` is a single tag to YAML. Put the list in brackets, `[economy, energy]`, or each item below the other; a single name that holds a comma is put in brackets as well, in quotation marks.";
    HIDDEN_TEXT = "D072", Error, "text of a hidden record in what would be published",
        "A file of the output holds a name or a sentence that stands only in a record that is not published: a draft, an embargoed, expired or withdrawn one, a private note or a comment. It came by another way, such as a template, `extra`, or a file in `static/`. Nothing was sent. Remove it there; a record whose text may be known is published by removing its `draft`, `embargo` or `expires`.";
    PRIVATE_WORD = "D073", Error, "a private word in what would be published",
        "A file of the output holds what `private_words` in `dossier.yaml` forbids. The message gives the number of the item and not the word, because logs are read by others. Nothing was sent.";
    LOCAL_PATH = "D074", Error, "a path of this machine in what would be published",
        "A file of the output holds the path of the project or of your home folder, which tells who you are and how you work. Often a file in `static/` was made by a program that writes such paths. Nothing was sent.";
    ACCESS_KEY = "D075", Error, "a key or token in what would be published",
        "A file of the output holds what looks like a password of a machine: a key of AWS, GitHub, GitLab, Slack, Google, Stripe or npm, a private key, a `Bearer` token. Nothing was sent. If it is real and was ever published, revoke it: to remove it is not enough.";
    PLACE_IN_PICTURE = "D076", Error, "a picture that tells where it was taken",
        "Cameras and phones write the place of a photo into its file. Pictures in `content/` are cleaned of that, but `static/` is copied byte for byte. Nothing was sent. Move the picture to `content/`, or remove its metadata.";
    HOST_LIMIT = "D077", Warning, "more than a host takes",
        "The host refuses or ignores what goes beyond its limit: Cloudflare Pages takes 2,000 redirects and 20,000 files. Write fewer aliases and `redirect_from`, choose fewer `outputs`, or take another host.";
    LOOSE_ADDRESS = "D078", Warning, "an address in front matter that leads nowhere",
        "An address without `https:` is one of this site, from its root: `/report.pdf` is `static/report.pdf`, `/articles/call/` a page. Nothing of that name is there. A host needs `https://` before it.";
    UNFIT_PICTURE = "D080", Error, "a picture that cannot be shown",
        "Photos tell where they were taken and with which camera, so what leaves the site is a JPEG, PNG, WebP or SVG without all that. Of this file it cannot be removed, or it is damaged or too large.";
}
