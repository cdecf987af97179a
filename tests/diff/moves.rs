//! Where a writer that was moved in a buffer has to be, by the page of WS_MOVE_TO.

use roxmltree::{Document, NodeType};

use crate::referee::text_of;
use crate::seen::*;

/// Whether a move finds what it looks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    Yes,
    No,
    /// It cannot be told from here.
    Either,
}

struct Place {
    parent: Option<usize>,
    children: Vec<usize>,
    is_element: bool,
    is_end: bool,
}

/// The nodes of a document, of which the first is the beginning; the last child of each is its end.
fn nodes(text: &str) -> Option<Vec<Place>> {
    let document = Document::parse(text).ok()?;
    let mut places = Vec::new();
    add(document.root(), None, &mut places);
    Some(places)
}

fn add(node: roxmltree::Node<'_, '_>, parent: Option<usize>, places: &mut Vec<Place>) {
    let at = places.len();
    let is_element = node.node_type() == NodeType::Element;
    places.push(Place { parent, children: Vec::new(), is_element, is_end: false });
    if let Some(parent) = parent {
        places[parent].children.push(at);
    }
    for child in node.children() {
        add(child, Some(at), places);
    }
    if is_element || parent.is_none() {
        let end = places.len();
        places.push(Place { parent: Some(at), children: Vec::new(), is_element: false, is_end: true });
        places[at].children.push(end);
    }
}

fn target(places: &[Place], from: usize, to: &str) -> Option<usize> {
    let place = &places[from];
    let siblings = place.parent.map(|parent| places[parent].children.as_slice()).unwrap_or_default();
    let index = siblings.iter().position(|&one| one == from).unwrap_or(0);
    let element = |&one: &usize| places[one].is_element;
    match to {
        "0" => places[0].children.iter().copied().find(element),
        "1" => siblings.iter().skip(index + 1).copied().find(element),
        "2" => siblings[..index].iter().rev().copied().find(element),
        "3" => place.children.iter().copied().find(element),
        "4" => place.children.last().copied().filter(|_| place.is_element),
        "5" => place.parent,
        "6" => siblings.get(index + 1).copied(),
        "7" => index.checked_sub(1).map(|before| siblings[before]),
        "8" => siblings.first().copied(),
        "9" => Some(0),
        "10" => places[0].children.last().copied(),
        "11" => place.children.first().copied(),
        _ => None,
    }
}

/// Whether this move of the writer finds something; None if it is no such move.
pub(crate) fn found(seen: &Seen<'_>) -> Option<Found> {
    let output = (0..seen.at).rev().find(|&at| seen.script.name(at) == "output_buffer")?;
    let input = seen.script.0[..output].iter().rfind(|operation| operation.starts_with("input "))?;
    let text = text_of(input)?;
    // Sections are several nodes, and what is written changes the buffer.
    let edits = |at: usize| {
        let moves =
            ["move_writer", "writer_position", "set_writer_position", "prefix_of", "flush", "written"];
        code(&seen.ours[at]) == OK && !moves.contains(&seen.script.name(at))
    };
    let body = text.split_once("?>").filter(|_| text.starts_with("<?xml")).map_or(text.as_str(), |it| it.1);
    // The buffer has what follows the place that it was read from.
    let body = body.find('<').map_or(body, |first| &body[first..]);
    let places = nodes(body).filter(|_| !text.contains("<![CDATA[") && !body.starts_with("<!--"));
    let (Some(places), false) = (places, (output + 1..seen.at).any(edits)) else {
        return Some(Found::Either);
    };
    let mut positions = [None; 4];
    let mut now = *places[0].children.last()?;
    for at in output + 1..=seen.at {
        let operation = &seen.script.0[at];
        let word = |i: usize| operation.split(' ').nth(i).unwrap_or_default();
        let slot = word(2).parse::<usize>().unwrap_or(0) % 4;
        match word(0) {
            "writer_position" => positions[slot] = Some(now),
            "set_writer_position" => now = positions[slot].unwrap_or(now),
            "move_writer" => {
                // Nothing can be written in front of the beginning.
                let target = target(&places, now, word(2)).filter(|&target| target != 0);
                if at == seen.at {
                    // An end is a child, but what has no other has none to move to.
                    let only_end = word(2) == "11" && target.is_some_and(|target| places[target].is_end);
                    return Some(match target {
                        _ if only_end => Found::Either,
                        Some(_) => Found::Yes,
                        None => Found::No,
                    });
                }
                now = target.filter(|_| code(&seen.ours[at]) == OK).unwrap_or(now);
            }
            _ => {}
        }
    }
    None
}
