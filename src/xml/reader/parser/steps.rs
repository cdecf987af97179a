//! Leaves one after the other. (See [`Steps`].)

use crate::abi::types::WS_DATETIME;
use crate::value::{number, time};
use crate::xml::chars::Chars;
use crate::xml::reader::ReaderProperties;
use crate::xml::reader::names::{same, skip_space};
use crate::xml::reader::steps::{LeafValue, Steps};
use crate::xml::reader::tokenizer;

use super::{Node, Parser};

impl Parser {
    /// Past as many leaves as come as expected and are taken, to the end of the last of them. The input is no stream.
    #[inline(never)]
    pub(in crate::xml::reader) fn read_expected<'f>(
        &mut self,
        data: &[u8],
        steps: &mut impl Steps<'f>,
        properties: &ReaderProperties,
    ) {
        let Some((_, bindings)) = self.expecting(properties) else { return };
        let scope = self.namespaces.scope(bindings);
        let mut at = self.at;
        let mut last = None;
        while let Some((tag, field)) = steps.next_leaf() {
            let start = if data.get(at) == Some(&b'<') { at } else { skip_space(data, at) };
            let Some(known) = tag.at(data, start, scope) else { break };
            let (name, len) = (start + 1, known.len as usize - 2);
            let content = name + len + 1;
            let stop = tokenizer::plain(data, content);
            let after = data.get(stop..).and_then(|rest| rest.strip_prefix(b"</"));
            let Some((after, _)) = after.and_then(|rest| rest.split_at_checked(len + 1)) else { break };
            if !same(after, &data[name..content])
                || !steps.take(field, &mut Plain(Chars::new(data, content, stop)))
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

/// Characters that can stay as they are.
struct Plain<'d>(Chars<'d>);

impl<'d> LeafValue<'d> for Plain<'d> {
    #[inline]
    fn chars(&mut self) -> Option<Chars<'d>> {
        Some(self.0)
    }

    #[inline]
    fn bool(&mut self) -> Option<bool> {
        number::parse_bool(self.0.bytes()).ok()
    }

    #[inline]
    fn int(&mut self) -> Option<i64> {
        number::parse_int64(self.0.bytes()).ok()
    }

    #[inline]
    fn float(&mut self) -> Option<f32> {
        number::parse_float(self.0.bytes()).ok()
    }

    #[inline]
    fn double(&mut self) -> Option<f64> {
        number::parse_double(self.0.bytes()).ok()
    }

    #[inline]
    fn datetime(&mut self) -> Option<WS_DATETIME> {
        time::parse_datetime(self.0.bytes()).ok()
    }
}
