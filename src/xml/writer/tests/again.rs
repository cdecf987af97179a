//! What is written by what is remembered is what is written by asking everything anew.

use super::*;
use crate::abi::types::WS_XML_STRING;
use crate::xml::dictionary::{Dictionary, Name};
use crate::xml::writer::BinaryOutput;
use crate::xml::writer::again::Asked;
use proptest::prelude::*;

const PREFIXES: [Option<&str>; 5] = [None, Some(""), Some("p"), Some("q"), Some("p-of-9-bytes")];
/// Of every length that is compared in its own way.
const NAMES: [&str; 9] =
    ["a", "b", "ab", "abcd", "abcdefg", "abcdefgh", "abcdefgx", "abcdefghijklmnopqrstuvw", "1"];
const SPACES: [&str; 8] = [
    "",
    "n",
    "urn:n",
    "urn:example:m",
    "urn:example:one-of-25-letters",
    "http://example.com/schemas/one-of-more-than-32",
    "http://example.com/schemas/two-of-more-than-32",
    "http://example.com/one-of-more-than-64/one-of-more-than-64/one-of-more-than-64",
];

#[derive(Clone, Copy, Debug)]
enum Call {
    Start(Option<&'static str>, usize, usize),
    Attribute(Option<&'static str>, usize, usize, bool),
    Declare(Option<&'static str>, usize),
    Text(&'static str),
    EndStart,
    End,
}

fn call() -> impl Strategy<Value = Call> {
    let prefix = || prop::sample::select(&PREFIXES[..]);
    // Few of what is likely to fail, so that there are long documents.
    let name = || prop_oneof![150 => 0..NAMES.len() - 1, 1 => Just(NAMES.len() - 1)];
    let space = || prop_oneof![20 => 1..SPACES.len(), 1 => Just(0)];
    let text = prop::sample::select(
        &[
            "x",
            "",
            "a<b>&\"'\r",
            "four",
            "seven-7",
            "ten or so-",
            "seventeen letters",
            "caf\u{e9}",
            "thirty-three letters, or some more",
        ][..],
    );
    prop_oneof![
        6 => (prefix(), name(), space()).prop_map(|(p, n, s)| Call::Start(p, n, s)),
        2 => (prop_oneof![Just(None), Just(Some(""))], name()).prop_map(|(p, n)| Call::Start(p, n, 0)),
        2 => (prefix(), name(), space(), any::<bool>()).prop_map(|(p, n, s, q)| Call::Attribute(p, n, s, q)),
        4 => (name(), prop::bool::weighted(0.2)).prop_map(|(n, q)| Call::Attribute(Some(""), n, 0, q)),
        1 => (prefix(), space()).prop_map(|(p, s)| Call::Declare(p, s)),
        3 => text.prop_map(Call::Text),
        1 => Just(Call::EndStart),
        9 => Just(Call::End),
    ]
}

/// All names and namespaces, one after the other.
struct Fixed;

impl Dictionary for Fixed {
    fn text(&self, index: u32) -> Option<&[u8]> {
        NAMES.iter().chain(&SPACES).nth(index as usize).map(|text| text.as_bytes())
    }

    fn entry(&self, _: u32) -> Option<(&[u8], &WS_XML_STRING)> {
        None
    }
}

#[derive(Clone, Copy, Debug)]
enum Output {
    Text,
    Binary,
    /// With every other name by its number.
    Numbered,
}

fn set_output(writer: &mut Writer, output: Output, properties: &WriterProperties) {
    match output {
        Output::Text => writer.set_output_text(WS_CHARSET::WS_CHARSET_UTF8, properties.clone()).unwrap(),
        Output::Binary => writer.set_output_binary(BinaryOutput::default(), properties.clone()),
        Output::Numbered => {
            let dictionary = Some(Box::new(Fixed) as Box<dyn Dictionary>);
            writer.set_output_binary(
                BinaryOutput { dictionary, address: 1, dynamic: None },
                properties.clone(),
            );
        }
    }
}

fn named(output: Output, of: &[&'static str], at: usize, before: usize) -> Name<'static> {
    let bytes = of[at].as_bytes();
    if matches!(output, Output::Numbered) && at.is_multiple_of(2) {
        Name::with_entry(bytes, (before + at) as u32)
    } else {
        bytes.into()
    }
}

fn make(writer: &mut Writer, output: Output, call: Call) -> Result<(), i32> {
    let name = |at| named(output, &NAMES, at, 0);
    let space = |at| named(output, &SPACES, at, NAMES.len());
    match call {
        Call::Start(prefix, at, ns) => {
            writer.write_start_element(prefix.map(str::as_bytes), name(at), space(ns))
        }
        Call::Attribute(prefix, at, ns, quote) => {
            let prefix = prefix.map(str::as_bytes);
            writer.write_start_attribute(prefix, name(at), space(ns), quote)
        }
        Call::Declare(prefix, ns) => {
            writer.write_xmlns_attribute(prefix.map(str::as_bytes), space(ns), false)
        }
        Call::Text(text) => writer.write_utf8(text.as_bytes()),
        Call::EndStart => writer.write_end_start_element(),
        Call::End if writer.is_in_attribute() => writer.write_end_attribute(),
        Call::End => writer.write_end_element(),
    }
    .map_err(|error| error.code())
}

/// The same, by what does no more than it has to, where it does.
fn make_quickly(writer: &mut Writer, output: Output, call: Call) -> Result<(), i32> {
    let asked = |prefix: Option<&'static str>, at, ns| Asked {
        prefix: prefix.map(str::as_bytes),
        name: named(output, &NAMES, at, 0),
        ns: named(output, &SPACES, ns, NAMES.len()),
    };
    let made = match call {
        Call::Start(prefix, at, ns) => writer.start_quickly(&asked(prefix, at, ns)),
        Call::Attribute(prefix, at, ns, quote) => {
            writer.start_attribute_quickly(&asked(prefix, at, ns), quote)
        }
        Call::Text(text) => writer.text_quickly(text.as_bytes()),
        Call::Declare(..) | Call::EndStart => None,
        Call::End if writer.is_in_attribute() => writer.end_attribute_quickly(),
        Call::End => writer.end_quickly(),
    };
    made.map_or_else(|| make(writer, output, call), |made| made.map_err(|error| error.code()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_called_is_written_alike(
        outputs in prop::collection::vec(
            prop::sample::select(&[Output::Text, Output::Binary, Output::Numbered][..]),
            1..4,
        ),
        calls in prop::collection::vec(call(), 1..200),
        limit in prop_oneof![4 => Just(1 << 20), 1 => 0_u32..2000],
        max_depth in prop_oneof![4 => Just(32), 1 => 1_u32..6],
        max_attributes in prop_oneof![4 => Just(128), 1 => 1_u32..4],
    ) {
        let properties = WriterProperties {
            buffer_max_size: limit,
            max_depth,
            max_attributes,
            allow_fragment: true,
            ..WriterProperties::default()
        };
        let mut fast = Writer::new(properties.clone());
        let mut slow = Writer::new(properties.clone());
        let mut quick = Writer::new(properties.clone());
        // The same calls into one output after the other, by the same writer.
        for output in outputs {
            for writer in [&mut fast, &mut slow, &mut quick] {
                set_output(writer, output, &properties);
                let _ = make(writer, output, Call::Start(Some("p"), 0, 1));
            }
            slow.is_plain = false;
            for &call in &calls {
                // What is ended at the root ends the document in an error.
                if matches!(call, Call::End) && fast.scope.depth() == 1 && !fast.is_in_attribute() {
                    continue;
                }
                let results = [&mut fast, &mut slow].map(|writer| make(writer, output, call));
                let result = make_quickly(&mut quick, output, call);
                for (result, writer) in [(results[0], &fast), (result, &quick)] {
                    prop_assert_eq!(result, results[1], "{:?} into {:?}", call, output);
                    prop_assert_eq!(writer.bytes(), slow.bytes(), "{:?} into {:?}", call, output);
                    prop_assert_eq!(writer.bytes_to_close(), slow.bytes_to_close());
                }
                if matches!(results[0], Err(code) if code != WS_E_INVALID_OPERATION) {
                    break;
                }
            }
        }
    }
}

/// What is remembered is right where the same is declared again, and wrong where something else is.
#[test]
fn an_element_is_remembered_from_one_scope_to_the_same() {
    let start_again = |writer: &mut Writer, ns: &[u8]| {
        writer.start_again(&Asked { prefix: Some(b"q"), name: b"inner".into(), ns: ns.into() }).unwrap()
    };
    let mut writer = writer();
    writer.write_start_element(Some(b"p"), b"root", b"urn:p").unwrap();
    for round in 0..4 {
        let other: &[u8] = if round == 3 { b"urn:r" } else { b"urn:q" };
        writer.write_start_element(Some(b"q"), b"outer", other).unwrap();
        for is_second in [false, true] {
            let remembered = start_again(&mut writer, other);
            if !remembered {
                writer.write_start_element(Some(b"q"), b"inner", other).unwrap();
            }
            writer.write_end_element().unwrap();
            // The first one is as those of the round before, if that declared the same.
            assert_eq!(remembered, is_second || matches!(round, 1 | 2));
        }
        assert_eq!(start_again(&mut writer, b"urn:q"), round < 3);
        if round == 3 {
            writer.write_start_element(Some(b"q"), b"inner", b"urn:q").unwrap();
        }
        writer.write_end_element().unwrap();
        writer.write_end_element().unwrap();
    }
    writer.write_end_element().unwrap();
    let outer = |ns: &str, last: &str| {
        format!("<q:outer xmlns:q=\"{ns}\"><q:inner/><q:inner/><q:inner{last}/></q:outer>")
    };
    let expected = [outer("urn:q", "").repeat(3), outer("urn:r", " xmlns:q=\"urn:q\"")].concat();
    assert_eq!(output(&writer), format!("<p:root xmlns:p=\"urn:p\">{expected}</p:root>"));
}
