//! How long it takes to compile a WSDL of more than five thousand types: it has to be less than a second.

#[path = "../tests/common/many.rs"]
mod many;

use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use wsutil::compile;
use wsutil::input::Source;
use wsutil::options::Options;

/// Each makes some ten types.
const COUNT: usize = 500;

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots().sample_size(10);
    targets = types
}
criterion_main!(benches);

fn types(criterion: &mut Criterion) {
    let source = [Source { path: "many.wsdl".into(), url: None, kind: None, text: many::wsdl(COUNT) }];
    let options = Options { warning_level: 4, ..Options::default() };
    let begin = Instant::now();
    let compiled = compile(&source, &options);
    let taken = begin.elapsed();
    assert!(!compiled.failed, "{}", compiled.messages);
    let types = compiled.files[0].content.matches("\ntypedef ").count();
    assert!(types > 5000, "{types} types");
    assert!(taken < Duration::from_secs(1), "{types} types took {taken:?}");
    criterion.bench_function(&format!("a WSDL of {types} types"), |bencher| {
        bencher.iter(|| compile(&source, &options));
    });
}
