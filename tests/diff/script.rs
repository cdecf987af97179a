//! Scripts for the interpreter in `ctests/diff`, whose head says how they are written.

use std::fmt;

/// Deterministic from its seed, on every machine.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.bits() >> 11) as usize % end
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// Operations, each its name and its arguments.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Script(pub(crate) Vec<String>);

impl Script {
    pub(crate) fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn add(&mut self, operation: impl Into<String>) -> &mut Self {
        self.0.push(operation.into());
        self
    }

    /// The name of an operation.
    pub(crate) fn name(&self, at: usize) -> &str {
        self.0[at].split(' ').next().unwrap_or_default()
    }

    pub(crate) fn length(&self) -> usize {
        self.0.iter().map(String::len).sum()
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" ; "))
    }
}

/// Bytes as an argument.
pub(crate) fn text(bytes: impl AsRef<[u8]>) -> String {
    let mut argument = String::from("'");
    for byte in bytes.as_ref() {
        if byte.is_ascii_graphic() && *byte != b'%' {
            argument.push(*byte as char);
        } else {
            argument.push_str(&format!("%{byte:02x}"));
        }
    }
    argument
}

/// What an argument of bytes stands for.
pub(crate) fn bytes(argument: &str) -> Option<Vec<u8>> {
    let mut rest = argument.strip_prefix('\'')?.bytes();
    let mut bytes = Vec::new();
    while let Some(byte) = rest.next() {
        let mut digit = || rest.next().and_then(|c| (c as char).to_digit(16));
        bytes.push(if byte == b'%' { (digit()? * 16 + digit()?) as u8 } else { byte });
    }
    Some(bytes)
}
