//! The C face against the SDK's metadata (the crate windows-sys): every size, alignment, offset,
//! value, code and signature, by complete lists; and the C header against the same numbers.

// The names are the SDK's.
#![allow(non_snake_case)]

mod constants;
mod enums;
#[cfg(unix)]
mod header;
mod layout;
mod metadata;
mod signatures;
mod structs;

use std::collections::BTreeSet;

use constants::{codes, constants};
use enums::enums;
use structs::structs;
use windows_sys::Win32::Networking::WindowsWebServices as sdk;

#[test]
fn structures_have_the_sdk_layout() {
    for structure in structs() {
        assert_eq!(structure.ours, structure.theirs, "{} is not laid out as in the SDK", structure.name);
    }
}

#[test]
fn enumerations_have_the_sdk_values() {
    for enumeration in enums() {
        assert_eq!(enumeration.size, 4, "{} is not as wide as in C", enumeration.name);
        assert_eq!(
            enumeration.count,
            enumeration.values.len(),
            "a value of {} is not listed",
            enumeration.name
        );
        for value in enumeration.values {
            assert_eq!(value.ours, value.theirs, "{}", value.name);
        }
    }
}

#[test]
fn constants_and_codes_have_the_sdk_values() {
    for value in constants().into_iter().chain(codes()) {
        assert_eq!(value.ours, value.theirs, "{}", value.name);
    }
}

#[test]
fn base_types_have_the_sdk_layout() {
    use webservices::abi::types::{DECIMAL, FILETIME, GUID, SOCKADDR_STORAGE};
    use windows_sys::Win32::{Foundation, Networking::WinSock};

    fn same<Ours, Theirs>() {
        assert_eq!(size_of::<Ours>(), size_of::<Theirs>(), "{}", std::any::type_name::<Ours>());
        assert_eq!(align_of::<Ours>(), align_of::<Theirs>(), "{}", std::any::type_name::<Ours>());
    }
    same::<GUID, windows_sys::core::GUID>();
    same::<FILETIME, Foundation::FILETIME>();
    same::<DECIMAL, Foundation::DECIMAL>();
    same::<SOCKADDR_STORAGE, WinSock::SOCKADDR_STORAGE>();
    assert_eq!(core::mem::offset_of!(DECIMAL, Hi32), core::mem::offset_of!(Foundation::DECIMAL, Hi32));
    assert_eq!(core::mem::offset_of!(DECIMAL, Lo64), core::mem::offset_of!(Foundation::DECIMAL, Anonymous2));
    assert_eq!(core::mem::offset_of!(DECIMAL, scale), core::mem::offset_of!(Foundation::DECIMAL, Anonymous1));
}

/// A structure, value or constant that the metadata has and a list lacks would go unseen otherwise.
#[test]
fn lists_are_complete() {
    let metadata = metadata::names();
    let structures: BTreeSet<String> = structs().iter().map(|item| item.sdk_name.to_owned()).collect();
    assert_eq!(structures, metadata.structs, "structures");

    let enumerations: BTreeSet<String> = enums().iter().map(|item| item.name.to_owned()).collect();
    let mut theirs = metadata.integer_types;
    for (name, reason) in NOT_ENUMERATIONS {
        assert!(theirs.remove(name), "{name} ({reason}) is not in the metadata any more");
    }
    assert_eq!(enumerations, theirs, "enumerations");

    let values = enums().into_iter().flat_map(|item| item.values);
    let ours: BTreeSet<String> = values.chain(constants()).map(|item| item.name.to_owned()).collect();
    assert_eq!(ours, metadata.constants, "values and constants");

    let codes: BTreeSet<String> = codes().iter().map(|item| item.name.to_owned()).collect();
    let missing: Vec<&String> = metadata.codes.difference(&codes).collect();
    assert!(missing.is_empty(), "codes that are not listed: {missing:?}");
    let ours = metadata::our_types();
    for (code, of_type) in ours.split("pub const ").filter_map(|text| text.split_once(": ")) {
        // NO_ERROR is another name of S_OK, and no HRESULT in the metadata.
        let listed = codes.contains(code) || code == "NO_ERROR" || !of_type.starts_with("HRESULT ");
        assert!(listed, "{code} is not listed");
    }
}

/// What the metadata calls an enumeration and is none here.
const NOT_ENUMERATIONS: [(&str, &str); 2] = [
    ("WS_SECURITY_ALGORITHM_PROPERTY_ID", "has no values; C knows no empty enumeration, so it is a ULONG"),
    ("WS_XML_BUFFER_PROPERTY_ID", "has no values; C knows no empty enumeration, so it is a ULONG"),
];

/// The handles are opaque here and numbers in the metadata.
#[test]
fn handles_are_all_there() {
    let sources = metadata::our_types();
    for handle in metadata::names().handles {
        let definition = format!("pub struct {handle} {{ _private: [u8; 0], }}");
        assert!(sources.contains(&definition), "{handle}");
    }
}
