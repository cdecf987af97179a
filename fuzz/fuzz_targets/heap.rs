//! Random calls on one heap: what it gives out is writable, aligned and nobody else's until it is reset.
#![no_main]

use std::ptr::null_mut;

use libfuzzer_sys::fuzz_target;
use webservices::abi::heap::{WsAlloc, WsCreateHeap, WsFreeHeap, WsResetHeap};

fuzz_target!(|data: &[u8]| {
    let [max, trim, operations @ ..] = data else { return };
    let mut heap = null_mut();
    let max = usize::from(*max) * 256;
    let created =
        unsafe { WsCreateHeap(max, usize::from(*trim) * 256, null_mut(), 0, &raw mut heap, null_mut()) };
    assert_eq!(created, 0);

    let mut blocks: Vec<(*mut u8, usize, u8)> = Vec::new();
    for (number, operation) in operations.chunks_exact(2).enumerate() {
        if operation[0] == 255 {
            check(&blocks);
            blocks.clear();
            assert_eq!(unsafe { WsResetHeap(heap, null_mut()) }, 0);
            continue;
        }
        let size = usize::from(u16::from_le_bytes([operation[0], operation[1]]));
        let mut block = null_mut();
        if unsafe { WsAlloc(heap, size, &raw mut block, null_mut()) } < 0 {
            let used: usize = blocks.iter().map(|(_, size, _)| size).sum();
            assert!(used + size > max, "refused {size} with {used} of {max} in use");
            continue;
        }
        assert_eq!(block as usize % 16, 0);
        let mark = number as u8;
        unsafe { block.cast::<u8>().write_bytes(mark, size) };
        blocks.push((block.cast(), size, mark));
    }
    check(&blocks);
    unsafe { WsFreeHeap(heap) };
});

fn check(blocks: &[(*mut u8, usize, u8)]) {
    for &(block, size, mark) in blocks {
        let bytes = unsafe { std::slice::from_raw_parts(block, size) };
        assert!(bytes.iter().all(|byte| *byte == mark));
    }
}
