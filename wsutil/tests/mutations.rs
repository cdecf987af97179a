//! Schemas with something wrong somewhere: each ends in output or in an error, and never otherwise.

mod common;

use common::schema_runs;
use wsutil::input::Source;
use wsutil::options::Options;

/// Numbers that look random and are the same at every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }
}

/// What stands in quotation marks: names, references, numbers.
fn values(text: &str) -> Vec<(usize, usize)> {
    let marks: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    marks.chunks_exact(2).map(|pair| (pair[0] + 1, pair[1])).collect()
}

/// The text with one value put in another's place, or one line moved.
fn mutated(text: &str, random: &mut Random) -> String {
    if random.below(3) == 0 {
        let mut lines: Vec<&str> = text.lines().collect();
        let (from, to) = (random.below(lines.len()), random.below(lines.len()));
        if random.below(2) == 0 {
            lines.swap(from, to);
        } else {
            lines.insert(to, lines[from]);
        }
        return lines.join("\n");
    }
    let values = values(text);
    let (from, to) = (values[random.below(values.len())], values[random.below(values.len())]);
    let strange = [
        "",
        "-1",
        "unbounded",
        "0",
        "99999999999999999999",
        "t:",
        ":",
        "x:y",
        "\u{1f600}",
        "true",
        "prohibited",
    ];
    let new = if random.below(3) == 0 { strange[random.below(strange.len())] } else { &text[from.0..from.1] };
    [&text[..to.0], new, &text[to.1..]].concat()
}

#[test]
fn a_wrong_schema_is_compiled_or_refused() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut compiled, mut refused) = (0, 0);
    for run in schema_runs() {
        for _ in 0..150 {
            let mut sources: Vec<Source> = run.clone();
            for _ in 0..=random.below(3) {
                let which = random.below(sources.len());
                sources[which].text = mutated(&sources[which].text, &mut random);
            }
            let result = wsutil::compile(&sources, &Options::default());
            assert_eq!(result.failed, result.files.is_empty(), "{}", result.messages);
            if result.failed {
                assert!(result.messages.contains("): error: "), "{}", result.messages);
                refused += 1;
            } else {
                compiled += 1;
            }
        }
    }
    assert!(compiled > 500 && refused > 500, "{compiled} {refused}");
}
