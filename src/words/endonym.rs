//! What each language calls itself, for links to a text in another language.

/// The names of languages in themselves, by tag: the names of CLDR, as at the start of a line.
static ENDONYMS: &[(&str, &str)] = &[
    ("af", "Afrikaans"),
    ("am", "አማርኛ"),
    ("ar", "العربية"),
    ("az", "Azərbaycan dili"),
    ("be", "Беларуская"),
    ("bg", "Български"),
    ("bn", "বাংলা"),
    ("bs", "Bosanski"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("cy", "Cymraeg"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("eo", "Esperanto"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fil", "Filipino"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("gl", "Galego"),
    ("gu", "ગુજરાતી"),
    ("ha", "Hausa"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("hy", "Հայերեն"),
    ("id", "Indonesia"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("kk", "Қазақ тілі"),
    ("km", "ខ្មែរ"),
    ("ko", "한국어"),
    ("ku", "Kurdî"),
    ("ky", "Кыргызча"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mk", "Македонски"),
    ("mn", "Монгол"),
    ("mr", "मराठी"),
    ("ms", "Melayu"),
    ("my", "မြန်မာ"),
    ("nb", "Norsk bokmål"),
    ("ne", "नेपाली"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("nn", "Norsk nynorsk"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pl", "Polski"),
    ("ps", "پښتو"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("si", "සිංහල"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("so", "Soomaali"),
    ("sq", "Shqip"),
    ("sr", "Српски"),
    ("sr-latn", "Srpski"),
    ("sv", "Svenska"),
    ("sw", "Kiswahili"),
    ("ta", "தமிழ்"),
    ("te", "తెలుగు"),
    ("tg", "Тоҷикӣ"),
    ("th", "ไทย"),
    ("ti", "ትግርኛ"),
    ("tk", "Türkmen dili"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("uz", "O‘zbek"),
    ("vi", "Tiếng Việt"),
    ("yi", "ייִדיש"),
    ("zh", "中文"),
    ("zh-hans", "简体中文"),
    ("zh-hant", "繁體中文"),
    ("zu", "IsiZulu"),
];

/// Returns the name of a BCP 47 tag's language in that language: `Українська` for `uk`, `Português` for `pt-BR`; the tag itself
/// where the name is not known.
#[must_use]
pub fn endonym(tag: &str) -> &str {
    let mut head = tag;
    loop {
        if let Some((_, name)) = ENDONYMS.iter().find(|(of, _)| of.eq_ignore_ascii_case(head)) {
            return name;
        }
        let Some(end) = head.rfind('-') else { return tag };
        head = &head[..end];
    }
}

#[cfg(test)]
mod tests {
    use super::endonym;

    #[test]
    fn a_language_is_named_in_itself() {
        for (tag, name) in [
            ("uk", "Українська"),
            ("de", "Deutsch"),
            ("FR", "Français"),
            ("ar", "العربية"),
            ("pt-BR", "Português"),
            ("zh-Hant", "繁體中文"),
            ("zh-Hant-HK", "繁體中文"),
            ("sr-Latn", "Srpski"),
            ("ka", "ქართული"),
            ("tlh", "tlh"),
            ("x-own", "x-own"),
        ] {
            assert_eq!(endonym(tag), name, "{tag}");
        }
    }
}
