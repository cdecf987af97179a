//! Forms of a line that interpreters print, in which what does not matter is the same.

use chrono::{NaiveDateTime, TimeDelta};

/// A line whose times with an offset of hours are times of UTC.
pub(crate) fn in_universal_time(line: &str) -> String {
    const LENGTH: usize = "2006-11-27T20:11:47".len();
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('T') {
        let time = at.checked_sub(10).and_then(|from| rest.get(from..from + LENGTH));
        let time = time.and_then(|time| NaiveDateTime::parse_from_str(time, "%Y-%m-%dT%H:%M:%S").ok());
        let Some(time) = time else {
            out.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            continue;
        };
        out.push_str(&rest[..at - 10]);
        rest = &rest[at - 10 + LENGTH..];
        let digits = rest.find(|c: char| c != '.' && !c.is_ascii_digit()).unwrap_or(rest.len());
        let (fraction, behind) = rest.split_at(digits);
        let hours = behind
            .get(..6)
            .filter(|offset| offset.ends_with(":00"))
            .and_then(|offset| offset[..3].parse().ok());
        let offset = TimeDelta::hours(hours.unwrap_or(0));
        out.push_str(&format!("{}{fraction}", time - offset));
        rest = if hours.is_some() { &behind[6..] } else { behind };
    }
    out.push_str(rest);
    out
}

/// A line with characters for their references.
pub(crate) fn unescaped(line: &str) -> String {
    let line = line.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    line.replace("&amp;", "&")
}

/// A line of nodes with spaces for all white space and no texts in empty sections.
pub(crate) fn in_one_way(line: &str) -> String {
    let line = line.replace("%0d%0a", "%0a").replace("%0d", "%0a");
    line.replace("%0a", "%20").replace("%09", "%20").replace("[6] [2 1:] [7]", "[6] [7]")
}

/// The nodes of a line, with the attributes of each in one order.
pub(crate) fn in_order(line: &str) -> Vec<String> {
    attributes_in_order(line, |_| true)
}

fn attributes_in_order(line: &str, keeps: impl Fn(&str) -> bool) -> Vec<String> {
    let node = |node: &str| {
        let Some((inside, behind)) = node.rsplit_once(']').filter(|_| node.starts_with("1 ")) else {
            return node.to_owned();
        };
        let inside = inside.replace(" xmlns ", " xmlns");
        let mut words: Vec<&str> = inside.split(' ').collect();
        let mut attributes: Vec<&str> =
            words.split_off(words.len().min(2)).into_iter().filter(|one| keeps(one)).collect();
        attributes.sort_unstable();
        words.append(&mut attributes);
        format!("{}]{behind}", words.join(" "))
    };
    line.split(" [").map(node).collect()
}

/// The nodes of a line without default namespaces.
pub(crate) fn without_default_namespaces(line: &str) -> Vec<String> {
    let line = in_one_way(&normal(line));
    let mut bare = String::new();
    // The namespaces of names without a prefix.
    let mut rest = line.as_str();
    while let Some(at) = [" :", "\":", "':"].iter().filter_map(|mark| rest.find(mark)).min() {
        let (before, name) = rest.split_at(at + 2);
        bare.push_str(before);
        let end = name.find([' ', '{', ']']).filter(|&end| name[end..].starts_with('{'));
        let close = end.and_then(|end| name[end..].find('}').map(|close| (end, end + close)));
        rest = match close {
            Some((end, close)) if !name.starts_with("xmlns{") => {
                bare.push_str(&name[..=end]);
                &name[close..]
            }
            _ => name,
        };
    }
    bare.push_str(rest);
    attributes_in_order(&bare, |one| {
        !["xmlns\":xmlns{", "xmlns':xmlns{"].iter().any(|default| one.starts_with(default))
    })
}

/// A line without what docs/differences.md lists under "Taken out before the comparison".
pub(crate) fn normal(line: &str) -> String {
    let mut rest = line;
    let mut out = String::with_capacity(line.len());
    let first = |rest: &str| [" \":", " ':"].iter().filter_map(|mark| rest.find(mark)).min();
    while let Some(at) = first(rest) {
        // An attribute without a prefix: its namespace.
        let Some(open) = rest[at..].find('{').map(|open| at + open) else { break };
        let Some(close) = rest[open..].find('}').map(|close| open + close) else { break };
        out.push_str(&rest[..=open]);
        rest = &rest[close..];
    }
    out.push_str(rest);
    // Whether an element is written <a/>.
    without_made(&out.replace("}/", "}"))
}

/// With `<a/>` for `<a></a>`.
pub(crate) fn collapsed(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("></") {
        let start_tag = rest[..at].rfind('<').is_some_and(|open| !rest[open..].starts_with("</"))
            && !rest[..at].ends_with('/');
        let end = rest[at + 3..].find('>').map(|end| at + 3 + end);
        match end {
            Some(end) if start_tag => {
                out.push_str(&rest[..at]);
                out.push_str("/>");
                rest = &rest[end + 1..];
            }
            _ => {
                out.push_str(&rest[..=at]);
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// A line with the identifiers that are made anew each time as one word.
pub(crate) fn without_made(line: &str) -> String {
    const MARK: &str = "urn:uuid:";
    let mut parts = line.split(MARK);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(MARK);
        out.push_str(part.get(36..).unwrap_or(part));
    }
    out
}
