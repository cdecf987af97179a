//! What is written by plans is what is written node by node, which is how a writer that canonicalizes does it.

use std::mem::MaybeUninit;

use super::encodings::{Numbered, Strings};
use super::*;
use crate::xml::canonicalization::{CanonicalSink, Options};
use crate::xml::writer::BinaryOutput;

/// The type of a field.
#[derive(Clone, Debug)]
enum Kind {
    Simple(WS_TYPE),
    Structure(Vec<Kind>),
    /// What no plan has.
    Optional,
}

const SIMPLE: [WS_TYPE; 19] = {
    use WS_TYPE::*;
    [
        WS_BOOL_TYPE,
        WS_INT8_TYPE,
        WS_INT16_TYPE,
        WS_INT32_TYPE,
        WS_INT64_TYPE,
        WS_UINT8_TYPE,
        WS_UINT16_TYPE,
        WS_UINT32_TYPE,
        WS_UINT64_TYPE,
        WS_FLOAT_TYPE,
        WS_DOUBLE_TYPE,
        WS_DATETIME_TYPE,
        WS_TIMESPAN_TYPE,
        WS_GUID_TYPE,
        WS_ENUM_TYPE,
        WS_STRING_TYPE,
        WS_WSZ_TYPE,
        WS_XML_STRING_TYPE,
        WS_BYTES_TYPE,
    ]
};

fn kinds() -> impl Strategy<Value = Vec<Kind>> {
    let leaf = prop_oneof![
        8 => prop::sample::select(SIMPLE.to_vec()).prop_map(Kind::Simple),
        1 => Just(Kind::Optional),
    ];
    let field =
        leaf.prop_recursive(3, 12, 4, |inner| prop::collection::vec(inner, 0..5).prop_map(Kind::Structure));
    prop::collection::vec(field, 1..7)
}

/// How values are made.
struct Values {
    state: u64,
    /// Whether some of them cannot be written.
    is_wrong: bool,
    /// The longest text.
    longest: usize,
}

impl Values {
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ self.state >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB) >> 3
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn integer(&mut self) -> u64 {
        let bits = self.below(64);
        let value = self.next() >> bits;
        [value, value.wrapping_neg(), 0, 1][self.below(4) as usize]
    }

    fn text(&mut self) -> String {
        let len = [0, 1, 3, 9, 20, 100, 254, 256, 700][self.below(9) as usize].min(self.longest);
        let others = ["\u{e9}", "\u{20ac}", "\u{1f600}", "<", "&", "\r", "\n", "]]>", "\u{1}"];
        let kinds = if self.is_wrong { others.len() } else { others.len() - 1 };
        let other = others[self.below(kinds as u64) as usize];
        let rate = [1, 4, 30, 1000, 1000, 1000][self.below(6) as usize];
        (0..len).map(|_| if self.below(rate) == 0 && rate < 1000 { other } else { "x" }).collect()
    }

    fn units(&mut self) -> Vec<u16> {
        let mut units: Vec<u16> = self.text().encode_utf16().collect();
        if self.is_wrong && self.below(20) == 0 && !units.is_empty() {
            let at = self.below(units.len() as u64) as usize;
            units[at] = 0xD812;
        }
        units
    }
}

fn keep_all<T>(values: Vec<T>) -> *mut T {
    values.leak().as_mut_ptr()
}

/// A byte of C's memory, which is no number where it is part of a pointer or of the padding of a structure.
type Byte = MaybeUninit<u8>;

/// As bytes of C, padded to so many.
fn bytes_of<T: Copy>(value: T, room: usize) -> Vec<Byte> {
    let mut bytes = vec![Byte::new(0); room];
    assert!(size_of::<T>() <= room);
    // SAFETY: there is room.
    unsafe { bytes.as_mut_ptr().cast::<T>().write_unaligned(value) };
    bytes
}

const SLOT: usize = 16;

impl Kind {
    fn size(&self) -> usize {
        match self {
            Self::Structure(fields) => fields.iter().map(Self::size).sum::<usize>().max(8),
            _ => SLOT,
        }
    }

    fn value(&self, values: &mut Values) -> Vec<Byte> {
        use WS_TYPE::*;
        let ty = match self {
            Self::Structure(fields) => {
                let mut bytes: Vec<Byte> = fields.iter().flat_map(|field| field.value(values)).collect();
                bytes.resize(self.size(), Byte::new(0));
                return bytes;
            }
            Self::Optional => WS_INT32_TYPE,
            Self::Simple(ty) => *ty,
        };
        let is_null = values.is_wrong && values.below(30) == 0;
        match ty {
            WS_FLOAT_TYPE => {
                let whole = values.below(1000) as f32;
                let any = f32::from_bits(values.next() as u32);
                bytes_of([whole, whole / 4.0, -0.0, 1e7, f32::NAN, any][values.below(6) as usize], SLOT)
            }
            WS_DOUBLE_TYPE => {
                let whole = values.integer() as i64 as f64;
                let any = f64::from_bits(values.next());
                bytes_of([whole, whole / 8.0, -0.0, 1e15, f64::INFINITY, any][values.below(6) as usize], SLOT)
            }
            WS_DATETIME_TYPE => {
                let ticks = values.below(0x2BCA_2875_F437_3FFF) + if is_null { 1 << 62 } else { 0 };
                bytes_of([ticks, values.below(if values.is_wrong { 4 } else { 3 })], SLOT)
            }
            WS_ENUM_TYPE => {
                bytes_of([3, -1, if values.is_wrong { 2 } else { 3 }][values.below(3) as usize], SLOT)
            }
            WS_WSZ_TYPE => {
                let mut units = values.units();
                units.push(0);
                bytes_of(if is_null { std::ptr::null_mut() } else { keep_all(units) }, SLOT)
            }
            WS_STRING_TYPE => {
                let units = values.units();
                let length = units.len() as ULONG;
                let chars = if is_null { std::ptr::null_mut() } else { keep_all(units) };
                bytes_of(WS_STRING { length, chars }, SLOT)
            }
            WS_XML_STRING_TYPE | WS_BYTES_TYPE => {
                let bytes = if is_null { vec![0xFF] } else { values.text().into_bytes() };
                let pieces = WS_BYTES { length: bytes.len() as ULONG, bytes: keep_all(bytes) };
                if ty == WS_BYTES_TYPE {
                    return bytes_of(pieces, SLOT);
                }
                // It takes two slots: what is not in the first is not needed.
                bytes_of(
                    keep(WS_XML_STRING {
                        length: pieces.length,
                        bytes: pieces.bytes,
                        dictionary: std::ptr::null_mut(),
                        id: 0,
                    }),
                    SLOT,
                )
            }
            WS_GUID_TYPE => bytes_of([values.next(), values.next()], SLOT),
            _ => bytes_of(values.integer(), SLOT),
        }
    }

    fn of_c(&self) -> (WS_TYPE, *mut c_void, ULONG) {
        match self {
            Self::Structure(fields) => (WS_TYPE::WS_STRUCT_TYPE, describe_fields(fields).cast(), 0),
            Self::Simple(WS_TYPE::WS_ENUM_TYPE) => (WS_TYPE::WS_ENUM_TYPE, colors().cast(), 0),
            Self::Simple(WS_TYPE::WS_XML_STRING_TYPE) => {
                (WS_TYPE::WS_XML_STRING_TYPE, std::ptr::null_mut(), WS_FIELD_POINTER)
            }
            Self::Simple(ty) => (*ty, std::ptr::null_mut(), 0),
            Self::Optional => (WS_TYPE::WS_INT32_TYPE, std::ptr::null_mut(), WS_FIELD_OPTIONAL),
        }
    }
}

/// Names that a static dictionary has.
const NUMBERED: [&str; 3] = ["f1", "f3", "item"];
const NS: &str = "urn:n";

fn name_of(text: &str) -> *mut WS_XML_STRING {
    let name = name(text);
    if let Some(id) = NUMBERED.iter().position(|known| *known == text) {
        // SAFETY: it was just made.
        unsafe {
            (*name).dictionary = dictionary();
            (*name).id = id as ULONG;
        }
    }
    name
}

/// The address that names say they are numbered by; nothing is there.
fn dictionary() -> *mut WS_XML_DICTIONARY {
    std::ptr::without_provenance_mut(0x1000)
}

fn field(kind: &Kind, name: *mut WS_XML_STRING, offset: usize) -> WS_FIELD_DESCRIPTION {
    let (ty, description, options) = kind.of_c();
    WS_FIELD_DESCRIPTION {
        mapping: WS_FIELD_MAPPING::WS_ELEMENT_FIELD_MAPPING.to_c(),
        localName: name,
        ns: name_of(NS),
        r#type: ty.to_c(),
        typeDescription: description,
        offset: offset as ULONG,
        options,
        defaultValue: std::ptr::null_mut(),
        countOffset: 0,
        itemLocalName: std::ptr::null_mut(),
        itemNs: std::ptr::null_mut(),
        itemRange: std::ptr::null_mut(),
    }
}

fn describe_fields(fields: &[Kind]) -> *mut WS_STRUCT_DESCRIPTION {
    let mut offset = 0;
    let mut described = Vec::new();
    for (index, kind) in fields.iter().enumerate() {
        described.push(keep(field(kind, name_of(&format!("f{index}")), offset)));
        offset += kind.size();
    }
    structure(offset.max(8) as ULONG, described)
}

/// An array of structures of one kind, and three of them by value.
fn describe_all(fields: &[Kind]) -> *mut WS_STRUCT_DESCRIPTION {
    let kind = Kind::Structure(fields.to_vec());
    let one = field(&kind, name_of("one"), SLOT);
    let array = WS_FIELD_DESCRIPTION {
        mapping: WS_FIELD_MAPPING::WS_REPEATING_ELEMENT_FIELD_MAPPING.to_c(),
        localName: std::ptr::null_mut(),
        ns: std::ptr::null_mut(),
        offset: 0,
        countOffset: 8,
        itemLocalName: name_of("item"),
        itemNs: name_of(NS),
        ..one
    };
    let mut all = vec![keep(array)];
    for index in 0..3 {
        all.push(keep(WS_FIELD_DESCRIPTION { offset: (SLOT + index * kind.size()) as ULONG, ..one }));
    }
    structure((SLOT + 3 * kind.size()) as ULONG, all)
}

/// Bytes that are aligned as structures are.
#[derive(Clone, Copy)]
#[repr(align(8))]
struct Unit {
    bytes: [Byte; 8],
}

/// These bytes, so that a structure can be there.
fn aligned(bytes: &[Byte]) -> *mut c_void {
    let mut units = vec![Unit { bytes: [Byte::new(0); 8] }; bytes.len().div_ceil(8)];
    for (unit, chunk) in units.iter_mut().zip(bytes.chunks(8)) {
        unit.bytes[..chunk.len()].copy_from_slice(chunk);
    }
    keep_all(units).cast()
}

/// So many structures for [`describe_all`], the last three by value.
fn value_of(items: &[Vec<Byte>], count: usize) -> *mut c_void {
    let array = aligned(&items[..count].concat());
    let start = [bytes_of(array, 8), bytes_of(count, 8)].concat();
    aligned(&[start, items[count..count + 3].concat()].concat())
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Text(WS_CHARSET),
    Binary,
    Dictionary,
    Strings,
}

const WAYS: [Way; 5] = [
    Way::Text(WS_CHARSET::WS_CHARSET_UTF8),
    Way::Text(WS_CHARSET::WS_CHARSET_UTF16LE),
    Way::Binary,
    Way::Dictionary,
    Way::Strings,
];

/// What is around the structure: prefixes and what they stand for, outermost first.
type Around = &'static [(&'static [u8], &'static [u8])];
const AROUND: [Around; 5] = [
    &[(b"", b"")],
    &[(b"p", b"urn:n")],
    &[(b"", b"urn:n")],
    &[(b"p", b"urn:n"), (b"p", b"urn:other")],
    &[(b"p", b"urn:other"), (b"", b"urn:n"), (b"q", b"urn:n")],
];

struct Nowhere;

impl CanonicalSink for Nowhere {
    fn write(&mut self, _: &[u8]) -> Result<()> {
        Ok(())
    }
}

struct Case {
    way: Way,
    around: Around,
    properties: WriterProperties,
    description: *mut WS_STRUCT_DESCRIPTION,
    value: *mut c_void,
}

impl Case {
    /// What is written, and with which code it ends.
    fn written(&self, is_planned: bool) -> (HRESULT, Vec<u8>) {
        let properties = self.properties.clone();
        let mut writer = Writer::new(properties.clone());
        let mut output = BinaryOutput::default();
        match self.way {
            Way::Text(_) | Way::Binary => {}
            Way::Dictionary => {
                let names = NUMBERED.map(|name| name.as_bytes().to_vec());
                output.dictionary = Some(Box::new(Numbered(names.to_vec())));
                output.address = dictionary().addr();
            }
            Way::Strings => output.dynamic = Some(Box::new(Strings::default())),
        }
        match self.way {
            Way::Text(charset) => writer.set_output_text(charset, properties).unwrap(),
            _ => writer.set_output_binary(output, properties),
        }
        if !is_planned {
            writer.start_canonicalization(Options::default(), Box::new(Nowhere)).unwrap();
        }
        let result = self.write(&mut writer);
        (result.err().map_or(S_OK, |error| error.code()), writer.bytes().to_vec())
    }

    fn write(&self, writer: &mut Writer) -> Result<()> {
        for (prefix, ns) in self.around {
            writer.write_start_element(Some(prefix), &b"around"[..], *ns)?;
        }
        let pointer = self.value;
        // SAFETY: the value was made for the description.
        unsafe {
            write(
                writer,
                WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING,
                WS_TYPE::WS_STRUCT_TYPE,
                self.description.cast(),
                WS_WRITE_OPTION::WS_WRITE_REQUIRED_POINTER,
                (&raw const pointer).cast(),
                size_of::<*mut c_void>() as ULONG,
                std::ptr::null_mut(),
            )?;
        }
        for _ in self.around {
            writer.write_end_element()?;
        }
        Ok(())
    }

    fn compare(&self) -> (HRESULT, usize) {
        let (code, bytes) = self.written(true);
        let (expected_code, expected) = self.written(false);
        assert_eq!(code, expected_code, "{:?} {:?}", self.way, self.around);
        assert!(
            bytes == expected,
            "{:?} {:?}\n{}\n{}",
            self.way,
            self.around,
            bytes.escape_ascii(),
            expected.escape_ascii()
        );
        (code, bytes.len())
    }
}

fn roomy() -> WriterProperties {
    WriterProperties { buffer_max_size: 1 << 20, ..WriterProperties::default() }
}

fn compare(fields: &[Kind], items: &[Vec<Byte>]) {
    let description = describe_all(fields);
    for count in [1, items.len() - 3] {
        let value = value_of(items, count);
        let cases = AROUND.into_iter().flat_map(|around| WAYS.map(|way| (around, way)));
        for (around, way) in cases.step_by(if cfg!(miri) { 8 } else { 1 }) {
            for emit_uncompressed_empty_elements in [false, true] {
                let properties = WriterProperties { emit_uncompressed_empty_elements, ..roomy() };
                Case { way, around, properties, description, value }.compare();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 1 } else { 32 }))]

    #[test]
    fn plans_write_what_is_written_node_by_node(fields in kinds(), seed: u64, is_wrong: bool) {
        let mut values = Values { state: seed, is_wrong, longest: 700 };
        let kind = Kind::Structure(fields.clone());
        let items: Vec<Vec<Byte>> = (0..9).map(|_| kind.value(&mut values)).collect();
        compare(&fields, &items);
    }
}

/// Each kind of field, and a structure with some.
fn each_kind() -> Vec<Kind> {
    let mut fields: Vec<Kind> = SIMPLE.map(Kind::Simple).to_vec();
    fields.retain(|kind| !matches!(kind, Kind::Simple(WS_TYPE::WS_BYTES_TYPE | WS_TYPE::WS_XML_STRING_TYPE)));
    let inner = vec![fields[3].clone(), Kind::Structure(vec![fields[0].clone()]), fields[16 - 1].clone()];
    fields.push(Kind::Structure(inner));
    fields.push(Kind::Simple(WS_TYPE::WS_INT16_TYPE));
    fields
}

#[test]
fn a_value_that_is_wrong_fails_wherever_it_is() {
    let fields = each_kind();
    let description = describe_all(&fields);
    let mut right = Values { state: 7, is_wrong: false, longest: 700 };
    // Each document takes Miri seconds.
    for (at, kind) in fields.iter().enumerate().step_by(if cfg!(miri) { 10 } else { 1 }) {
        let mut wrong = Values { state: at as u64, is_wrong: true, longest: 700 };
        let mut items: Vec<Vec<Byte>> =
            (0..7).map(|_| Kind::Structure(fields.clone()).value(&mut right)).collect();
        let offset: usize = fields[..at].iter().map(Kind::size).sum();
        for _ in 0..if cfg!(miri) { 1 } else { 6 } {
            items[3].splice(offset..offset + kind.size(), kind.value(&mut wrong));
            let value = value_of(&items, 4);
            for way in WAYS.into_iter().step_by(if cfg!(miri) { 2 } else { 1 }) {
                Case { way, around: AROUND[1], properties: roomy(), description, value }.compare();
            }
        }
    }
}

#[test]
fn a_limit_is_kept_wherever_it_is() {
    let fields = each_kind();
    let mut values = Values { state: 3, is_wrong: false, longest: 30 };
    let items: Vec<Vec<Byte>> = (0..8).map(|_| Kind::Structure(fields.clone()).value(&mut values)).collect();
    let description = describe_all(&fields);
    let value = value_of(&items, if cfg!(miri) { 1 } else { 3 });
    for way in WAYS.into_iter().step_by(if cfg!(miri) { 2 } else { 1 }) {
        let at = |limit: usize| {
            let properties =
                WriterProperties { buffer_max_size: limit as u32, ..WriterProperties::default() };
            Case { way, around: AROUND[1], properties, description, value }.compare()
        };
        let (code, len) = at(1 << 20);
        assert_eq!(code, S_OK);
        let step = if cfg!(miri) { len.div_ceil(2) } else { 1 };
        for limit in (0..len).step_by(step) {
            let (code, written) = at(limit);
            assert_eq!(code, WS_E_QUOTA_EXCEEDED, "{way:?} {limit}");
            assert!(written <= limit);
        }
        assert_eq!(at(len), (S_OK, len));
    }
}
