//! Allocation from a heap that is reset as a whole, against the system's allocator.

#![allow(unsafe_code, reason = "calls the library as C does")]

use std::ptr::null_mut;

use criterion::{Criterion, criterion_group, criterion_main};
use webservices::abi::heap::{WsAlloc, WsCreateHeap, WsFreeHeap, WsResetHeap};

const BLOCKS: usize = 1000;
const SIZE: usize = 48;

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = heap
}
criterion_main!(benches);

fn heap(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("1000 blocks of 48 bytes, then all are freed");
    let mut heap = null_mut();
    // SAFETY: `heap` is writable, the rest is absent.
    let created = unsafe { WsCreateHeap(1 << 20, 1 << 20, null_mut(), 0, &raw mut heap, null_mut()) };
    assert_eq!(created, 0);

    group.bench_function("WsAlloc, WsResetHeap", |bencher| {
        bencher.iter(|| {
            for _ in 0..BLOCKS {
                let mut block = null_mut();
                // SAFETY: the heap lives, `block` is writable.
                let allocated = unsafe { WsAlloc(heap, SIZE, &raw mut block, null_mut()) };
                assert_eq!(allocated, 0);
            }
            // SAFETY: no block is used any more.
            unsafe { WsResetHeap(heap, null_mut()) }
        });
    });

    let mut blocks = Vec::with_capacity(BLOCKS);
    group.bench_function("malloc, free", |bencher| {
        bencher.iter(|| {
            for _ in 0..BLOCKS {
                // SAFETY: no condition on the size.
                blocks.push(unsafe { libc::malloc(SIZE) });
            }
            for block in blocks.drain(..) {
                // SAFETY: it came from malloc and is freed once.
                unsafe { libc::free(block) };
            }
        });
    });
    group.finish();

    // SAFETY: it is not used any more.
    unsafe { WsFreeHeap(heap) };
}
