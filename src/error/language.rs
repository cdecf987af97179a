//! Language identifiers (`LANGID`) and the language tags of `xml:lang`.

use crate::abi::types::LANGID;

/// English of the United States, the language of every text of this library.
pub(crate) const ENGLISH: LANGID = 0x0409;

/// Primary languages by the low ten bits of their identifiers. (The list of [MS-LCID], its common part.)
const PRIMARY: [(u16, &str); 42] = [
    (0x01, "ar"),
    (0x02, "bg"),
    (0x03, "ca"),
    (0x04, "zh"),
    (0x05, "cs"),
    (0x06, "da"),
    (0x07, "de"),
    (0x08, "el"),
    (0x09, "en"),
    (0x0A, "es"),
    (0x0B, "fi"),
    (0x0C, "fr"),
    (0x0D, "he"),
    (0x0E, "hu"),
    (0x0F, "is"),
    (0x10, "it"),
    (0x11, "ja"),
    (0x12, "ko"),
    (0x13, "nl"),
    (0x14, "no"),
    (0x15, "pl"),
    (0x16, "pt"),
    (0x18, "ro"),
    (0x19, "ru"),
    (0x1A, "hr"),
    (0x1B, "sk"),
    (0x1D, "sv"),
    (0x1E, "th"),
    (0x1F, "tr"),
    (0x20, "ur"),
    (0x21, "id"),
    (0x22, "uk"),
    (0x23, "be"),
    (0x24, "sl"),
    (0x25, "et"),
    (0x26, "lv"),
    (0x27, "lt"),
    (0x29, "fa"),
    (0x2A, "vi"),
    (0x2D, "eu"),
    (0x39, "hi"),
    (0x3E, "ms"),
];

/// The tag of this language, as specific as is known: `en-US`, or `nl` for any Dutch.
pub(crate) fn tag(language: LANGID) -> &'static str {
    if language == ENGLISH {
        return "en-US";
    }
    let primary = language & 0x3FF;
    PRIMARY.iter().find(|(number, _)| *number == primary).map_or("en-US", |(_, tag)| tag)
}

/// Whether a text with this tag can be read by who asked for that language: the primary languages are equal.
/// A text without a tag is in no language in particular.
pub(crate) fn suits(text_tag: &str, language: LANGID) -> bool {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    text_tag.is_empty() || primary(text_tag) == primary(tag(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_primary_languages() {
        assert_eq!((tag(0x0409), tag(0x0413), tag(0x0C07)), ("en-US", "nl", "de"));
        assert!(suits("en-US", 0x0409) && suits("en", 0x0409) && suits("EN-gb", 0x0409) && suits("", 0x0413));
        assert!(!suits("nl", 0x0409) && !suits("en-US", 0x0413) && suits("nl-BE", 0x0413));
    }
}
