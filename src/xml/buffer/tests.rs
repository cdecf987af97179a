//! Walking through trees and editing them.

use std::sync::Arc;

use crate::abi::types::*;
use crate::heap::Heap;
use crate::xml::reader::{Attribute, NodeType};
use crate::xml::text::Text;

use super::{Node, NodeId, Tree, XmlBuffer};

fn tree() -> (Arc<Heap>, Arc<XmlBuffer>) {
    let heap = Heap::new(1 << 16, 0);
    let buffer = XmlBuffer::new(&heap).unwrap();
    (heap, buffer)
}

fn element(tree: &mut Tree, before: NodeId, name: &str) -> NodeId {
    tree.insert_element(before, b"", name.as_bytes(), b"", std::iter::empty(), false).unwrap()
}

#[test]
fn a_new_tree_has_a_beginning_and_an_end() {
    let (_heap, buffer) = tree();
    let tree = buffer.tree.lock();
    assert_eq!(tree.following(Tree::BOF), Some(Tree::EOF));
    assert_eq!(tree.following(Tree::EOF), None);
    assert_eq!(tree.parent(Tree::EOF), Some(Tree::BOF));
    assert_eq!(tree.move_to(Tree::EOF, WS_MOVE_TO::WS_MOVE_TO_ROOT_ELEMENT), None);
}

#[test]
fn inserts_before_any_node_and_walks_in_document_order() {
    let (_heap, buffer) = tree();
    let mut tree = buffer.tree.lock();
    let a = element(&mut tree, Tree::EOF, "a");
    let end_a = tree.last_child(a).unwrap();
    let c = element(&mut tree, end_a, "c");
    let b = element(&mut tree, c, "b");
    tree.insert_text(c, &Text::Int32(7)).unwrap();
    let order: Vec<_> = std::iter::successors(Some(Tree::BOF), |&id| tree.following(id))
        .map(|id| tree.node_type(id))
        .collect();
    use NodeType::{Bof, Element, EndElement, Eof, Text as Chars};
    assert_eq!(order, [Bof, Element, Element, EndElement, Chars, Element, EndElement, EndElement, Eof]);
    assert_eq!(tree.move_to(b, WS_MOVE_TO::WS_MOVE_TO_NEXT_ELEMENT), Some(c));
    assert_eq!(tree.move_to(c, WS_MOVE_TO::WS_MOVE_TO_PREVIOUS_ELEMENT), Some(b));
    assert_eq!(tree.depth(b), 1);
    assert_eq!(tree.depth(end_a), 1);
}

#[test]
fn a_removed_node_and_what_is_in_it_are_recognised() {
    let (_heap, buffer) = tree();
    let mut tree = buffer.tree.lock();
    let a = element(&mut tree, Tree::EOF, "a");
    let end_a = tree.last_child(a).unwrap();
    let b = element(&mut tree, end_a, "b");
    let end_b = tree.last_child(b).unwrap();
    assert_eq!(tree.remove(end_b).unwrap_err().code(), WS_E_INVALID_OPERATION);
    tree.remove(b).unwrap();
    for stale in [b, end_b] {
        assert_eq!(tree.check(stale).unwrap_err().code(), WS_E_INVALID_OPERATION);
    }
    assert_eq!(tree.first_child(a), Some(end_a));
    assert_eq!(tree.previous(end_a), None);
    assert_eq!(tree.check(NodeId(99)).unwrap_err().code(), E_INVALIDARG);
}

#[test]
fn attributes_can_be_added_to_an_element_in_the_middle() {
    let (_heap, buffer) = tree();
    let mut tree = buffer.tree.lock();
    let attribute = |name: &'static [u8]| Attribute {
        single_quote: false,
        is_xmlns: false,
        prefix: b"",
        local_name: name,
        ns: b"",
        value: Text::Bool(true),
    };
    let first = [attribute(b"x")];
    let a = tree.insert_element(Tree::EOF, b"", b"a", b"", first.into_iter(), true).unwrap();
    let b = tree.insert_element(Tree::EOF, b"", b"b", b"", [attribute(b"y")].into_iter(), true).unwrap();
    tree.add_attribute(a, &attribute(b"z")).unwrap();
    let names = |tree: &Tree, id| tree.attributes(id).map(|a| a.local_name.to_vec()).collect::<Vec<_>>();
    assert_eq!(names(&tree, a), [b"x", b"z"]);
    assert_eq!(names(&tree, b), [b"y"]);
}

#[test]
fn is_charged_to_its_heap() {
    let heap = Heap::new(1024, 0);
    let buffer = XmlBuffer::new(&heap).unwrap();
    assert!(heap.sizes().requested >= 2 * size_of::<Node>());
    let mut tree = buffer.tree.lock();
    let failure = tree.insert_comment(Tree::EOF, &[b'x'; 1024]).unwrap_err();
    assert_eq!(failure.code(), WS_E_QUOTA_EXCEEDED);
}

#[test]
fn its_handle_dies_with_the_heap() {
    let (heap, buffer) = tree();
    let handle = buffer.handle(&heap);
    assert!(crate::abi::object::shared::<XmlBuffer>(handle).is_ok());
    heap.reset();
    assert!(crate::abi::object::shared::<XmlBuffer>(handle).is_err());
}
