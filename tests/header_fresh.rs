//! The checked-in header is the one that the sources generate.

use std::{env, fs};

const GENERATED: &str = include_str!(concat!(env!("OUT_DIR"), "/webservices.h"));

#[test]
fn checked_in_header_is_what_the_sources_generate() {
    assert!(!GENERATED.is_empty(), "cbindgen failed: the build's warning says why");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/include/webservices.h");
    if env::var("WWSAPI_UPDATE_HEADER").is_ok_and(|value| value == "1") {
        fs::write(path, GENERATED).expect("include/webservices.h is writable");
    }
    let checked_in = fs::read_to_string(path).expect("include/webservices.h exists");
    let stale = checked_in.lines().zip(GENERATED.lines()).position(|(old, new)| old != new);
    let line = stale.map_or(checked_in.lines().count().min(GENERATED.lines().count()), |line| line) + 1;
    assert!(
        checked_in == GENERATED,
        "include/webservices.h is stale from line {line} on; refresh it with \
         WWSAPI_UPDATE_HEADER=1 cargo test --test header_fresh"
    );
}
