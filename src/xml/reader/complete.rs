//! Whether the markup that begins at a place is at hand as a whole, for input that comes in pieces.
//!
//! A construct is only parsed once it is. What has been looked at is remembered, so that input which trickles
//! in byte by byte is still looked at once.

#[derive(Default)]
pub(super) struct Completeness {
    /// The construct that was looked at, and how far.
    start: usize,
    looked: usize,
    /// The quote that is open there.
    quote: u8,
}

impl Completeness {
    /// Places have moved towards the beginning by this much.
    pub(super) fn shift(&mut self, by: usize) {
        if self.start < by {
            *self = Self::default();
        } else {
            self.start -= by;
            self.looked -= by;
        }
    }

    /// Whether the construct that begins with the `<` at `at` ends within the data. Also true for what is
    /// wrong whatever may follow.
    pub(super) fn check(&mut self, data: &[u8], at: usize) -> bool {
        if self.start != at || self.looked < at {
            *self = Self { start: at, looked: at + 1, quote: 0 };
        }
        let rest = &data[at..];
        for opening in [&b"<!--"[..], b"<![CDATA["] {
            if rest.len() < opening.len() && opening.starts_with(rest) {
                return false;
            }
        }
        if rest.starts_with(b"<![CDATA[") {
            return true;
        }
        if rest.starts_with(b"<!--") {
            return self.find(data, at + 4, b"--", 1);
        }
        if rest.starts_with(b"<?") {
            // Refused wherever it ends; this much tells an XML declaration from other instructions.
            return rest.len() > b"<?xml".len();
        }
        if rest.starts_with(b"<!") {
            return true;
        }
        while let Some(&byte) = data.get(self.looked) {
            self.looked += 1;
            match byte {
                b'"' | b'\'' if self.quote == 0 => self.quote = byte,
                b'>' if self.quote == 0 => return true,
                _ if byte == self.quote => self.quote = 0,
                _ => {}
            }
        }
        false
    }

    /// Whether `needle`, and `more` bytes after it, are at hand.
    fn find(&mut self, data: &[u8], first: usize, needle: &[u8], more: usize) -> bool {
        let from = self.looked.max(first).min(data.len());
        if let Some(found) = memchr::memmem::find(&data[from..], needle) {
            self.looked = from + found;
            return data.len() >= self.looked + needle.len() + more;
        }
        self.looked = data.len().saturating_sub(needle.len() - 1).max(from);
        false
    }
}
