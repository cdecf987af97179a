//! Any texts as inputs of wsutil: compiled, or refused without output.
#![no_main]

use ::wsutil::compile;
use ::wsutil::input::Source;
use ::wsutil::options::Options;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [flags, text @ ..] = data else { return };
    let options = Options {
        policy: flags & 1 == 0,
        client: flags & 2 == 0,
        service: flags & 4 == 0,
        full_names: flags & 8 != 0,
        ws_string: flags & 16 != 0,
        warning_level: 4,
        ..Options::default()
    };
    // A zero byte ends an input.
    let sources: Vec<Source> = String::from_utf8_lossy(text)
        .split('\0')
        .take(4)
        .enumerate()
        .map(|(number, text)| Source {
            path: format!("{number}.xml"),
            url: None,
            kind: None,
            text: text.into(),
        })
        .collect();
    let compiled = compile(&sources, &options);
    assert!(!compiled.failed || compiled.files.is_empty());
    for file in &compiled.files {
        let count = |sought| file.content.matches(sought).count();
        assert!(file.content.starts_with('\u{feff}') && count('{') == count('}'), "{}", file.content);
    }
});
