//! Leaves one after the other. (See [`Leaves`].)

use crate::xml::chars::Chars;
use crate::xml::reader::ReaderProperties;
use crate::xml::reader::leaves::{LeafValue, Leaves};
use crate::xml::reader::names::{same, skip_space};
use crate::xml::reader::tokenizer;

use super::{Node, Parser};

impl Parser {
    /// Past as many leaves as come as expected and are taken, to the end of the last of them. The input is no stream.
    #[inline]
    pub(in crate::xml::reader) fn read_expected_leaves<'f>(
        &mut self,
        data: &[u8],
        leaves: &mut impl Leaves<'f>,
        properties: &ReaderProperties,
    ) {
        let Some(bindings) = self.expecting(properties) else { return };
        let scope = self.namespaces.scope(bindings);
        let mut at = self.at;
        let mut last = None;
        while let Some(tag) = leaves.next() {
            let start = if data.get(at) == Some(&b'<') { at } else { skip_space(data, at) };
            let Some(known) = tag.at(data, start, scope) else { break };
            let (name, len) = (start + 1, known.len as usize - 2);
            let content = name + len + 1;
            let stop = tokenizer::plain(data, content);
            let after = data.get(stop..).and_then(|rest| rest.strip_prefix(b"</"));
            let Some((after, _)) = after.and_then(|rest| rest.split_at_checked(len + 1)) else { break };
            if !same(after, &data[name..content])
                || !leaves.take(LeafValue::Chars(Chars::new(data, content, stop)))
            {
                break;
            }
            at = stop + len + 3;
            last = Some((name, len, stop));
        }
        if let Some((name, len, stop)) = last {
            self.open_next(name, len, bindings);
            self.enter(Node::EndElement, stop, at);
            self.is_leaving = true;
        }
    }
}
