//! Any characters as a URL: refused or taken apart, and what was taken apart and put together again means the same.
//! Any two as base and reference.
#![no_main]

use std::ptr::null_mut;

use libfuzzer_sys::fuzz_target;
use webservices::abi::heap::{WsCreateHeap, WsFreeHeap};
use webservices::abi::types::*;
use webservices::abi::url::{WsCombineUrl, WsDecodeUrl, WsEncodeUrl};

fuzz_target!(|data: &[u8]| {
    let [flags, split, text @ ..] = data else { return };
    let flags = ULONG::from(flags & 1);
    let text: Vec<u16> = String::from_utf8_lossy(text).encode_utf16().collect();
    let mut heap = null_mut();
    unsafe {
        assert_eq!(WsCreateHeap(1 << 20, 0, null_mut(), 0, &raw mut heap, null_mut()), S_OK);
        if let Some(once) = normal(&text, flags, heap) {
            let twice = normal(&once, flags, heap).expect("what was encoded can be decoded");
            assert_eq!(String::from_utf16_lossy(&once), String::from_utf16_lossy(&twice));
        }
        let (base, reference) = text.split_at(usize::from(*split).min(text.len()));
        let mut result = string(&[]);
        let combined =
            WsCombineUrl(&string(base), &string(reference), flags, heap, &raw mut result, null_mut());
        if combined == S_OK {
            let result = units(&result);
            assert!(normal(result, flags, heap).is_some(), "{}", String::from_utf16_lossy(result));
        }
        WsFreeHeap(heap);
    }
});

/// A URL taken apart and put together again.
unsafe fn normal(text: &[u16], flags: ULONG, heap: *mut WS_HEAP) -> Option<Vec<u16>> {
    unsafe {
        let mut url = null_mut();
        if WsDecodeUrl(&string(text), flags, heap, &raw mut url, null_mut()) != S_OK {
            return None;
        }
        let mut result = string(&[]);
        let encoded = WsEncodeUrl(url, flags, heap, &raw mut result, null_mut());
        assert_eq!(encoded, S_OK, "{}", String::from_utf16_lossy(text));
        Some(units(&result).to_vec())
    }
}

fn string(text: &[u16]) -> WS_STRING {
    WS_STRING { length: text.len() as ULONG, chars: text.as_ptr().cast_mut() }
}

unsafe fn units(text: &WS_STRING) -> &[u16] {
    if text.length == 0 {
        return &[];
    }
    unsafe { std::slice::from_raw_parts(text.chars, text.length as usize) }
}
