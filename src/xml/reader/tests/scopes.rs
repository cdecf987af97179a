//! Names that come again and again while their prefixes stand for one namespace and for another: each is in the namespace
//! that is declared around it, in text and in binary XML, whatever the reader remembers of those before.

use std::fmt::Write;

use proptest::prelude::*;

use super::*;

const PREFIXES: [&str; 3] = ["", "a", "b"];
const NAMES: [&str; 3] = ["x", "item", "quantity-of-some-length"];
const NAMESPACES: [&str; 3] = ["urn:1", "urn:two", "urn:a-longer-one"];

#[derive(Clone, Debug)]
struct Element {
    prefix: usize,
    name: usize,
    /// A prefix and a namespace.
    declares: Option<(usize, usize)>,
    /// The declaration is in front of the attributes.
    is_first: bool,
    /// Prefixes, names and values, of different prefixes and names.
    attributes: Vec<(usize, usize, u8)>,
}

/// An element, or the end of one.
type Part = Option<Element>;

fn element() -> impl Strategy<Value = Element> {
    let attributes = proptest::collection::vec((0..3_usize, 0..3_usize, 0..3_u8), 0..4);
    let declares = proptest::option::weighted(0.3, (0..3_usize, 0..3_usize));
    (0..3_usize, 0..3_usize, declares, any::<bool>(), attributes).prop_map(
        |(prefix, name, declares, is_first, mut attributes)| {
            // Two prefixes can stand for one namespace; so the names are all different.
            attributes.sort_by_key(|&(_, name, _)| name);
            attributes.dedup_by_key(|&mut (_, name, _)| name);
            Element { prefix, name, declares, is_first, attributes }
        },
    )
}

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let part = prop_oneof![3 => element().prop_map(Some), 3 => Just(None)];
    let phrase = proptest::collection::vec(part, 1..6);
    let order = proptest::collection::vec(0..5_usize, 1..30);
    (proptest::collection::vec(phrase, 5), order)
        .prop_map(|(phrases, order)| order.into_iter().flat_map(|which| phrases[which].clone()).collect())
}

/// Within an element that declares both prefixes.
fn within_root(parts: &[Part]) -> Vec<Part> {
    let outer = |prefix| Element {
        prefix: 0,
        name: 0,
        declares: Some((prefix, prefix)),
        is_first: true,
        attributes: Vec::new(),
    };
    let mut all = vec![Some(outer(1)), Some(outer(2))];
    let mut depth = 2;
    for part in parts {
        match part {
            Some(_) if depth == 20 => continue,
            Some(_) => depth += 1,
            None if depth == 2 => continue,
            None => depth -= 1,
        }
        all.push(part.clone());
    }
    all.extend(std::iter::repeat_n(None, depth));
    all
}

fn as_text(parts: &[Part]) -> Vec<u8> {
    let qualified = |prefix: usize, name: usize| match PREFIXES[prefix] {
        "" => NAMES[name].to_owned(),
        prefix => format!("{prefix}:{}", NAMES[name]),
    };
    let mut out = String::new();
    let mut open = Vec::new();
    for part in parts {
        let Some(element) = part else {
            write!(out, "</{}>", open.pop().unwrap()).unwrap();
            continue;
        };
        let name = qualified(element.prefix, element.name);
        let mut attributes: Vec<String> = element
            .attributes
            .iter()
            .map(|&(prefix, name, value)| format!(" {}=\"{value}\"", qualified(prefix, name)))
            .collect();
        if let Some((prefix, ns)) = element.declares {
            let colon = if prefix == 0 { "" } else { ":" };
            let declaration = format!(" xmlns{colon}{}=\"{}\"", PREFIXES[prefix], NAMESPACES[ns]);
            attributes.insert(if element.is_first { 0 } else { attributes.len() }, declaration);
        }
        write!(out, "<{name}{}>", attributes.concat()).unwrap();
        open.push(name);
    }
    out.into_bytes()
}

fn as_binary(parts: &[Part]) -> Vec<u8> {
    let string = |text: &str| [&[text.len() as u8], text.as_bytes()].concat();
    let qualified = |plain: u8, prefix: usize, name: usize| match PREFIXES[prefix] {
        "" => [vec![plain], string(NAMES[name])].concat(),
        prefix => [vec![plain + 1], string(prefix), string(NAMES[name])].concat(),
    };
    let mut out = Vec::new();
    for part in parts {
        let Some(element) = part else {
            out.push(0x01);
            continue;
        };
        out.extend(qualified(0x40, element.prefix, element.name));
        let mut attributes: Vec<Vec<u8>> = element
            .attributes
            .iter()
            .map(|&(prefix, name, value)| {
                [qualified(0x04, prefix, name), vec![0x98, 1, b'0' + value]].concat()
            })
            .collect();
        if let Some((prefix, ns)) = element.declares {
            let ns = string(NAMESPACES[ns]);
            let declaration = match PREFIXES[prefix] {
                "" => [vec![0x08], ns].concat(),
                prefix => [vec![0x09], string(prefix), ns].concat(),
            };
            attributes.insert(if element.is_first { 0 } else { attributes.len() }, declaration);
        }
        out.extend(attributes.concat());
    }
    out
}

/// The names with the namespaces that are theirs, found by going outwards.
fn expected(parts: &[Part]) -> String {
    let mut out = String::new();
    let mut open: Vec<&Element> = Vec::new();
    for part in parts {
        let Some(element) = part else {
            open.pop();
            continue;
        };
        open.push(element);
        let ns = |prefix| {
            let declared = open.iter().rev().filter_map(|element| element.declares);
            declared.clone().find(|&(declared, _)| declared == prefix).map_or("", |(_, ns)| NAMESPACES[ns])
        };
        show_name(
            &mut out,
            PREFIXES[element.prefix].as_bytes(),
            NAMES[element.name].as_bytes(),
            ns(element.prefix).as_bytes(),
        );
        for &(prefix, name, value) in &element.attributes {
            out.push(' ');
            let ns = if prefix == 0 { "" } else { ns(prefix) };
            show_name(&mut out, PREFIXES[prefix].as_bytes(), NAMES[name].as_bytes(), ns.as_bytes());
            write!(out, "={value}").unwrap();
        }
        out.push('\n');
    }
    out
}

fn found(reader: &mut Reader) -> String {
    let mut out = String::new();
    loop {
        step(reader, Reader::read_node).unwrap();
        if reader.node_type() == NodeType::Eof {
            return out;
        }
        let Some(element) = reader.element() else { continue };
        show_name(&mut out, element.prefix, element.local_name, element.ns);
        for index in 0..element.attribute_count {
            let attribute = reader.attribute(index).unwrap();
            if attribute.is_xmlns {
                continue;
            }
            out.push(' ');
            show_name(&mut out, attribute.prefix, attribute.local_name, attribute.ns);
            let Text::Utf8(value) = attribute.value else { panic!("a value of another type") };
            out.push('=');
            show(&mut out, value);
        }
        out.push('\n');
    }
}

fn is_read_as_it_is(parts: &[Part]) {
    let parts = within_root(parts);
    let expected = expected(&parts);
    let text = as_text(&parts);
    assert_eq!(found(&mut whole(&text, &defaults())), expected, "{}", String::from_utf8_lossy(&text));
    let binary = as_binary(&parts);
    let mut reader = Reader::new(defaults());
    reader.set_input_binary(Input::Owned(binary.clone()), Dictionaries::default(), defaults()).unwrap();
    assert_eq!(found(&mut reader), expected, "{binary:02X?}");
}

/// An attribute behind a declaration of its prefix says nothing about others in the scope around its element.
#[test]
fn a_declaration_in_front_of_an_attribute_is_of_its_element_alone() {
    let element = |declares, attributes: &[(usize, usize, u8)]| {
        Some(Element { prefix: 1, name: 1, declares, is_first: true, attributes: attributes.to_vec() })
    };
    let other = element(Some((1, 2)), &[(0, 0, 1), (1, 1, 2)]);
    let one = element(None, &[(0, 0, 1), (1, 1, 2)]);
    let parts = [one.clone(), None, other, None, one.clone(), None, one, None];
    is_read_as_it_is(&parts);
}

proptest! {
    #[test]
    fn names_are_in_the_namespaces_around_them(parts in parts()) {
        is_read_as_it_is(&parts);
    }
}
