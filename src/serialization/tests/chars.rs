//! Characters of a document as UTF-16: the same as by the standard library.

use std::mem::MaybeUninit;

use proptest::prelude::*;

use crate::value::string;
use crate::xml::chars::Chars;

fn widen(document: &[u8], start: usize, end: usize) -> Option<Vec<u16>> {
    let chars = Chars::new(document, start, end);
    let mut units = vec![MaybeUninit::new(0); chars.room()];
    let count = chars.widen(&mut units)?;
    // SAFETY: all of them were initialised above.
    Some(units[..count].iter().map(|unit| unsafe { unit.assume_init() }).collect())
}

/// The same by other means.
fn expected(bytes: &[u8]) -> Option<Vec<u16>> {
    let text = std::str::from_utf8(bytes).ok()?;
    text.chars().all(|char| string::is_char(char.into())).then(|| text.encode_utf16().collect())
}

proptest! {
    #[test]
    fn texts_are_widened_wherever_they_stand(
        before in "[a-zä]{0,20}",
        text in "[a-z\\t\\n éß€Ἀ中𐍈\u{fffd}\u{d7ff}\u{e000}]{0,60}",
        after in "[<a-z€]{0,20}",
    ) {
        let document = format!("{before}{text}{after}");
        let end = before.len() + text.len();
        let found = widen(document.as_bytes(), before.len(), end);
        prop_assert_eq!(found, Some(text.encode_utf16().collect::<Vec<_>>()));
    }

    #[test]
    fn what_is_no_text_is_refused(
        text in "[a-zé€𐍈]{0,40}",
        place in 0.0..1.0,
        wrong in prop::collection::vec(any::<u8>(), 1..5),
        after in "[a-z]{0,20}",
    ) {
        let mut bytes = text.into_bytes();
        let at = (bytes.len() as f64 * place) as usize;
        bytes.splice(at..at, wrong);
        let end = bytes.len();
        let expected = expected(&bytes);
        bytes.extend_from_slice(after.as_bytes());
        prop_assert_eq!(widen(&bytes, 0, end), expected);
    }
}

#[test]
fn every_character_of_xml_is_widened_and_no_other() {
    // (All of them take Miri many minutes.)
    for code in (0..=0xFFFF_u32).step_by(if cfg!(miri) { 251 } else { 1 }) {
        let Some(char) = char::from_u32(code) else {
            let bytes =
                [0xE0 | (code >> 12) as u8, 0x80 | (code >> 6 & 0x3F) as u8, 0x80 | (code & 0x3F) as u8];
            assert_eq!(widen(&bytes, 0, 3), None, "{code:X}");
            continue;
        };
        let text = char.to_string();
        assert_eq!(widen(text.as_bytes(), 0, text.len()), expected(text.as_bytes()), "{code:X}");
    }
    for wrong in
        [&b"\xC0\x80"[..], b"\xC1\xBF", b"\xE0\x80\x80", b"\xE0\x9F\xBF", b"\xF4\x90\x80\x80", b"\xE2\x82"]
    {
        assert_eq!(widen(wrong, 0, wrong.len()), None);
    }
    // What it lacks stands behind it.
    assert_eq!(widen("€".as_bytes(), 0, 2), None);
}

#[test]
fn room_is_all_that_is_needed() {
    let mut few = [MaybeUninit::new(0); 17];
    assert_eq!(Chars::all(b"a").widen(&mut few[..15]), None);
    assert_eq!(Chars::all(b"a").widen(&mut few), Some(1));
    assert_eq!(Chars::all(b"").widen(&mut []), Some(0));
}
