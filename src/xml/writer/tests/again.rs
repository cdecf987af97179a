//! What is written by what is remembered is what is written by asking everything anew.

use super::*;
use crate::abi::types::WS_XML_STRING;
use crate::xml::dictionary::{Dictionary, Name};
use crate::xml::text::Text;
use crate::xml::writer::BinaryOutput;
use crate::xml::writer::again::Asked;
use proptest::prelude::*;

const PREFIXES: [Option<&str>; 6] =
    [None, Some(""), Some("p"), Some("q"), Some("six-by"), Some("p-of-9-bytes")];
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
    Number(i32),
    Wide(&'static [u16]),
    EndStart,
    End,
}

const TEXTS: [&str; 12] = [
    "x",
    "7",
    "twos",
    "",
    "a<b>&\"'\r",
    "four",
    "seven-7",
    "ten or so-",
    "seventeen letters",
    "caf\u{e9}",
    "thirty-three letters, or some more",
    "a text of more than sixty-four letters, which is more than is put at once",
];

/// Among them one with half a pair, one with a whole one, and one that is long.
const WIDE: [&[u16]; 6] = [&[0x61], &[], &[0x20AC; 64], &[0x61; 300], &[0xD83D, 0xDE00], &[0x61, 0xD800]];

/// Which namespaces the prefixes stand for, most often.
type Spaces = [usize; PREFIXES.len()];

fn spaces() -> impl Strategy<Value = Spaces> {
    let space = || 1..SPACES.len();
    (space(), prop_oneof![3 => Just(0), 1 => space()], space(), space(), space())
        .prop_map(|(none, empty, q, six, long)| [none, empty, 1, q, six, long])
}

fn call(spaces: Spaces) -> impl Strategy<Value = Vec<Call>> {
    let prefix =
        prop_oneof![6 => Just(0), 4 => Just(1), 20 => Just(2), 12 => Just(3), 6 => Just(4), 1 => Just(5)];
    // Little of what is likely to fail, so that there are long documents.
    let named = move || {
        let name = prop_oneof![600 => 0..NAMES.len() - 1, 1 => Just(NAMES.len() - 1)];
        let other = prop_oneof![1 => (0..SPACES.len()).prop_map(Some), 40 => Just(None)];
        (prefix.clone(), name, other)
            .prop_map(move |(p, name, other)| (PREFIXES[p], name, other.unwrap_or(spaces[p])))
    };
    let text = || prop::sample::select(&TEXTS[..]);
    let bare = (prop_oneof![Just(None), Just(Some(""))], 0..NAMES.len() - 1, prop::bool::weighted(0.1));
    prop_oneof![
        12 => named().prop_map(|(p, n, s)| vec![Call::Start(p, n, s)]),
        4 => (named(), text(), any::<bool>())
            .prop_map(|((p, n, s), text, quote)| vec![Call::Attribute(p, n, s, quote), Call::Text(text), Call::End]),
        8 => (bare, text())
            .prop_map(|((p, n, quote), text)| vec![Call::Attribute(p, n, 0, quote), Call::Text(text), Call::End]),
        1 => named().prop_map(|(p, n, s)| vec![Call::Attribute(p, n, s, false)]),
        4 => named().prop_map(|(p, _, s)| vec![Call::Declare(p, s)]),
        8 => text().prop_map(|text| vec![Call::Text(text)]),
        2 => prop_oneof![0..2_i32, any::<i32>()].prop_map(|number| vec![Call::Number(number)]),
        2 => prop_oneof![30 => 0..WIDE.len() - 1, 1 => Just(WIDE.len() - 1)].prop_map(|at| WIDE[at]).prop_map(|units| vec![Call::Wide(units)]),
        1 => Just(vec![Call::EndStart]),
        9 => Just(vec![Call::End]),
    ]
}

/// What comes again and again, and ends as many elements as it starts; and something else here and there.
fn calls() -> impl Strategy<Value = Vec<Call>> {
    spaces().prop_flat_map(|spaces| {
        let phrases = prop::collection::vec(prop::collection::vec(call(spaces), 1..9), 1..4);
        let order = prop::collection::vec(any::<prop::sample::Index>(), 1..40);
        let others = prop::collection::vec((call(spaces), any::<prop::sample::Index>()), 0..4);
        (phrases, order, others).prop_map(|(phrases, order, others)| {
            let mut calls = Vec::new();
            for index in order {
                let phrase = index.get(&phrases).concat();
                let starts = phrase.iter().filter(|call| matches!(call, Call::Start(..))).count();
                calls.extend(phrase);
                calls.extend(vec![Call::End; starts]);
            }
            for (other, at) in others {
                let at = at.index(calls.len());
                calls.splice(at..at, other);
            }
            calls
        })
    })
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
        Call::Number(number) => writer.write_text(Text::Int32(number)),
        Call::Wide(units) => writer.write_text(Text::Utf16(units)),
        Call::EndStart => writer.write_end_start_element(),
        Call::End if writer.is_in_attribute() => writer.write_end_attribute(),
        Call::End => writer.write_end_element(),
    }
    .map_err(|error| error.code())
}

/// The same, by what does no more than it has to, where it does.
fn make_quickly(writer: &mut Writer, output: Output, in_attribute: bool, call: Call) -> Result<(), i32> {
    let asked = |prefix: Option<&'static str>, at, ns| Asked {
        prefix: prefix.map(str::as_bytes),
        name: named(output, &NAMES, at, 0),
        ns: named(output, &SPACES, ns, NAMES.len()),
    };
    let at_once = match call {
        Call::Start(prefix, at, ns) => writer.start_at_once(&asked(prefix, at, ns)),
        Call::Attribute(prefix, at, ns, quote) => {
            writer.start_attribute_at_once(&asked(prefix, at, ns), quote)
        }
        Call::Text(text) => writer.text_at_once(text.as_bytes()),
        Call::Declare(..) | Call::Number(_) | Call::Wide(_) | Call::EndStart => None,
        Call::End if in_attribute => writer.end_attribute_at_once(),
        Call::End => writer.end_at_once(),
    };
    if at_once.is_some() {
        return Ok(());
    }
    let made = match call {
        Call::Start(prefix, at, ns) => writer.start_quickly(&asked(prefix, at, ns)),
        Call::Attribute(prefix, at, ns, quote) => {
            writer.start_attribute_quickly(&asked(prefix, at, ns), quote)
        }
        Call::Text(text) => writer.text_quickly(text.as_bytes()),
        Call::Declare(prefix, ns) => {
            let asked = asked(prefix, 0, ns);
            writer.declare_quickly(asked.prefix, asked.ns, false)
        }
        Call::Number(number) => writer.value_quickly(&Text::Int32(number)),
        Call::Wide(units) => writer.value_quickly(&Text::Utf16(units)),
        Call::EndStart => None,
        Call::End if in_attribute => writer.end_attribute_quickly(),
        Call::End => writer.end_quickly(),
    };
    made.map_or_else(
        || {
            writer.catch_up();
            make(writer, output, call)
        },
        |made| made.map_err(|error| error.code()),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_called_is_written_alike(
        outputs in prop::collection::vec(
            prop::sample::select(&[Output::Text, Output::Binary, Output::Numbered][..]),
            1..4,
        ),
        calls in calls(),
        limit in prop_oneof![4 => Just(1 << 20), 1 => 0_u32..2000],
        max_depth in prop_oneof![3 => Just(32), 1 => 1_u32..6],
        max_attributes in prop_oneof![3 => Just(128), 1 => 0_u32..4],
        max_namespaces in prop_oneof![3 => Just(32), 1 => 1_u32..6],
        // After which calls something else is done with the writer.
        looks in prop_oneof![3 => Just(0), 1 => any::<u64>()],
    ) {
        let properties = WriterProperties {
            buffer_max_size: limit,
            max_depth,
            max_attributes,
            max_namespaces,
            allow_fragment: true,
            ..WriterProperties::default()
        };
        let mut fast = Writer::new(properties.clone());
        let mut slow = Writer::new(properties.clone());
        let mut quick = Writer::new(properties.clone());
        // The same calls into one output after the other, by the same writer.
        for output in outputs {
            for writer in [&mut fast, &mut slow, &mut quick] {
                writer.catch_up();
                set_output(writer, output, &properties);
                let _ = make(writer, output, Call::Start(Some("p"), 0, 1));
            }
            slow.is_plain = false;
            for (&call, at) in calls.iter().zip(0..) {
                // What is ended at the root ends the document in an error.
                if matches!(call, Call::End) && fast.scope.depth() == 1 && !fast.is_in_attribute() {
                    continue;
                }
                let result = make_quickly(&mut quick, output, fast.is_in_attribute(), call);
                let results = [&mut fast, &mut slow].map(|writer| make(writer, output, call));
                prop_assert_eq!(results[0], results[1], "{:?} into {:?}", call, output);
                prop_assert_eq!(result, results[1], "{:?} into {:?}", call, output);
                prop_assert_eq!(fast.bytes(), slow.bytes(), "{:?} into {:?}", call, output);
                if looks.rotate_right(at) & 1 == 1 || result.is_err() || at == calls.len() as u32 - 1 {
                    quick.catch_up();
                    prop_assert_eq!(quick.bytes(), slow.bytes(), "{:?} into {:?}", call, output);
                    prop_assert_eq!(quick.location(), slow.location());
                    prop_assert_eq!(quick.bytes_to_close(), slow.bytes_to_close());
                }
                prop_assert_eq!(fast.bytes_to_close(), slow.bytes_to_close());
                if matches!(results[0], Err(code) if code != WS_E_INVALID_OPERATION) {
                    break;
                }
            }
        }
    }
}

/// After what has come three times: what comes then is written as if nothing was remembered, and fails as if.
fn is_written_alike(properties: &WriterProperties, before: &[Call], then: &[Call]) -> Vec<Result<(), i32>> {
    let output = Output::Binary;
    let mut quick = Writer::new(properties.clone());
    let mut slow = Writer::new(properties.clone());
    for writer in [&mut quick, &mut slow] {
        set_output(writer, output, properties);
        make(writer, output, Call::Start(Some("p"), 0, 1)).unwrap();
    }
    slow.is_plain = false;
    let mut results = Vec::new();
    for call in [before, before, before, then].concat() {
        let result = make_quickly(&mut quick, output, slow.is_in_attribute(), call);
        assert_eq!(result, make(&mut slow, output, call), "{call:?}");
        results.push(result);
    }
    quick.catch_up();
    assert_eq!(quick.bytes(), slow.bytes());
    results.split_off(before.len() * 3)
}

#[test]
fn what_was_written_at_once_is_not_forgotten() {
    let attribute = |name| [Call::Attribute(None, name, 0, false), Call::Text("x"), Call::End];
    let element = Call::Start(Some("p"), 1, 1);
    let declaring = Call::Start(Some("q"), 1, 3);
    let asked_for = Call::Declare(Some("q"), 3);
    let wide = WriterProperties { allow_fragment: true, ..WriterProperties::default() };
    let format = Err(WS_E_INVALID_FORMAT);
    let quota = Err(WS_E_QUOTA_EXCEEDED);
    let one_attribute = WriterProperties { max_attributes: 1, ..wide.clone() };

    // An attribute twice, at once and by what asks everything anew.
    let with_two = [&[element][..], &attribute(2), &attribute(3), &[Call::Text("x"), Call::End]].concat();
    let twice = [&[element][..], &attribute(2), &attribute(3), &attribute(2), &[Call::Text("x")]].concat();
    assert_eq!(is_written_alike(&wide, &with_two, &twice).last(), Some(&format));
    let other = Call::Attribute(None, 4, 0, false);
    let interrupted =
        [&[element][..], &attribute(2), &[other, Call::End], &attribute(2), &[Call::Text("x")]].concat();
    assert_eq!(is_written_alike(&wide, &with_two, &interrupted).last(), Some(&format));

    // One attribute too many.
    let with_one = [&[element][..], &attribute(2), &[Call::Text("x"), Call::End]].concat();
    let too_many = [&[element][..], &attribute(2), &attribute(3)[..1]].concat();
    assert_eq!(is_written_alike(&one_attribute, &with_one, &too_many).last(), Some(&quota));

    // A declaration that was asked for counts as one, and comes before those that were asked for later.
    let declared = [declaring, asked_for, Call::Text("x"), Call::End];
    let too_many = [&[declaring, asked_for][..], &attribute(2)[..1]].concat();
    assert_eq!(is_written_alike(&one_attribute, &declared, &too_many).last(), Some(&quota));
    let asked_twice = [declaring, asked_for, asked_for];
    assert_eq!(is_written_alike(&one_attribute, &declared, &asked_twice).last(), Some(&quota));
    let no_attribute = WriterProperties { max_attributes: 0, ..wide.clone() };
    let not_asked_for = [declaring, Call::Text("x"), Call::End];
    let asked_once = [declaring, asked_for];
    assert_eq!(is_written_alike(&no_attribute, &not_asked_for, &asked_once).last(), Some(&quota));
    let two = [declaring, asked_for, Call::Declare(Some("r"), 4), Call::Text("x"), Call::End];
    is_written_alike(&wide, &declared, &two);
    let two = [declaring, Call::Declare(Some("r"), 4), asked_for, Call::Text("x"), Call::End];
    is_written_alike(&wide, &declared, &two);

    // Within each other, more of them than are written at once.
    let deep = [vec![declaring; 1], vec![element; 40]].concat();
    is_written_alike(&wide, &[element, Call::End], &deep);
    let nested = [declaring, element, declaring, element, declaring, element];
    is_written_alike(&wide, &[&nested[..], &[Call::End; 6]].concat(), &nested);
    for prefix in PREFIXES {
        let declaring = Call::Start(prefix, 1, 3);
        let within =
            [declaring, element, Call::Declare(Some("r"), 4), Call::Start(prefix, 2, 3), Call::Text("x")];
        is_written_alike(&wide, &[declaring, Call::Text("x"), Call::End], &within);
    }
    let others: Vec<Call> =
        (1..SPACES.len()).flat_map(|ns| [Call::Start(Some("q"), 1, ns), Call::Text("x")]).collect();
    is_written_alike(&wide, &[&others[..], &[Call::End; SPACES.len() - 1]].concat(), &others);
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
