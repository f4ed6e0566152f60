//! The languages that FollowTheMoney knows, by the tags of sites (BCP 47) and by its own (ISO 639-3).

/// Each as `en:eng`.
const LANGUAGES: &str = "af:afr am:amh ar:ara az:aze be:bel bn:ben bs:bos bg:bul ca:cat cs:ces cnr:cnr da:dan de:deu \
el:ell en:eng et:est fa:fas fil:fil fi:fin fr:fra ga:gle he:heb hi:hin hr:hrv hu:hun hy:hye id:ind is:isl it:ita ja:jpn \
kn:kan ka:kat kk:kaz km:khm ky:kir ko:kor lo:lao lv:lav lt:lit lb:ltz mk:mkd mt:mlt mn:mon ms:msa my:mya ne:nep nl:nld \
no:nor pl:pol pt:por ps:pus ro:ron ru:rus si:sin sk:slk sl:slv es:spa sq:sqi sr:srp sw:swa sv:swe ta:tam te:tel tg:tgk \
tl:tgl th:tha tk:tuk tr:tur uk:ukr ur:urd uz:uzb vi:vie zh:zho";

fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    LANGUAGES.split(' ').filter_map(|pair| pair.split_once(':'))
}

/// Returns FollowTheMoney's code of a tag: `eng` of `en-GB`.
#[must_use]
pub fn code(tag: &str) -> Option<&'static str> {
    let primary = tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
    pairs().find(|(known, _)| *known == primary).map(|(_, code)| code)
}

/// Returns the tag of a code: `en` of `eng`.
#[must_use]
pub fn tag(code: &str) -> Option<&'static str> {
    pairs().find(|(_, known)| *known == code).map(|(tag, _)| tag)
}
