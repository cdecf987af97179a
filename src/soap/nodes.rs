//! Nodes on their way between a reader, the tree of a header buffer and a writer.
//!
//! Headers are copied as they are, prefixes included: qualified names in their content depend on them.

use crate::error::{Error, Result};
use crate::value::string::{quoted, utf8};
use crate::xml::buffer::{NodeId, Tree};
use crate::xml::reader::{Attribute, Element, NodeType, Reader};
use crate::xml::text::Text;
use crate::xml::writer::Writer;

/// An element as messages name it: its local name, and its namespace if it has one.
pub(super) fn name(local_name: &[u8], ns: &[u8]) -> String {
    let local_name = quoted(local_name);
    if ns.is_empty() { local_name } else { format!("{local_name} of namespace {}", quoted(ns)) }
}

/// Where the reader stands, as messages say it: what was found there, and the position.
pub(super) fn found(reader: &Reader) -> String {
    let what = match (reader.node_type(), reader.element()) {
        (_, Some(Element { local_name, ns, .. })) => format!("the element {}", name(local_name, ns)),
        (NodeType::EndElement, _) => "the end of the element".to_owned(),
        (NodeType::Text | NodeType::CData, _) => "text".to_owned(),
        (NodeType::Eof, _) => "the end of the document".to_owned(),
        (other, _) => format!("{other:?}"),
    };
    format!("{what} was found ({})", reader.location())
}

/// Puts the reader's current start element into the tree, without what is in it. The reader stays.
pub(super) fn insert_start(
    reader: &Reader,
    tree: &mut Tree,
    before: NodeId,
    is_empty: bool,
) -> Result<NodeId> {
    let Some(element) = reader.element() else {
        return Err(Error::invalid_operation(format!("an element was expected, and {}", found(reader))));
    };
    let attributes = (0..element.attribute_count).map_while(|index| reader.attribute(index));
    tree.insert_element(before, element.prefix, element.local_name, element.ns, attributes, is_empty)
}

/// Puts the reader's current element into the tree, with all that is in it. The reader is past it then.
pub(super) fn copy_in(reader: &mut Reader, tree: &mut Tree, before: NodeId) -> Result<NodeId> {
    let root = insert_start(reader, tree, before, is_empty(reader))?;
    copy_content(reader, tree, root)?;
    Ok(root)
}

/// As [`copy_in`], but of the element's attributes only those that are wanted, and with more namespaces declared.
pub(super) fn copy_in_part(
    reader: &mut Reader,
    tree: &mut Tree,
    before: NodeId,
    is_wanted: impl Fn(&Attribute<'_>) -> bool,
    namespaces: &[Namespace],
) -> Result<NodeId> {
    let Some(element) = reader.element() else {
        return Err(Error::invalid_operation(format!("an element was expected, and {}", found(reader))));
    };
    let own = (0..element.attribute_count).map_while(|index| reader.attribute(index)).filter(&is_wanted);
    let attributes = own.chain(namespaces.iter().map(Namespace::declaration));
    let (prefix, local_name, ns) = (element.prefix, element.local_name, element.ns);
    let root = tree.insert_element(before, prefix, local_name, ns, attributes, element.is_empty)?;
    copy_content(reader, tree, root)?;
    Ok(root)
}

/// A namespace and the prefix that means it.
pub(super) struct Namespace {
    prefix: Vec<u8>,
    ns: Vec<u8>,
}

impl Namespace {
    fn declaration(&self) -> Attribute<'_> {
        Attribute {
            single_quote: false,
            is_xmlns: true,
            prefix: &self.prefix,
            local_name: b"",
            ns: &self.ns,
            value: Text::Utf8(b""),
        }
    }
}

/// The namespaces that an element of a tree has from the elements around it.
pub(super) fn inherited_namespaces(tree: &Tree, element: NodeId) -> Vec<Namespace> {
    let mut hidden: Vec<&[u8]> = xmlns(tree, element).map(|attribute| attribute.prefix).collect();
    let mut inherited = Vec::new();
    for ancestor in tree.ancestors(element) {
        for attribute in xmlns(tree, ancestor) {
            if !hidden.contains(&attribute.prefix) {
                hidden.push(attribute.prefix);
                inherited.push(Namespace { prefix: attribute.prefix.to_vec(), ns: attribute.ns.to_vec() });
            }
        }
    }
    inherited
}

fn xmlns(tree: &Tree, element: NodeId) -> impl Iterator<Item = Attribute<'_>> + '_ {
    tree.attributes(element).filter(|attribute| attribute.is_xmlns)
}

fn is_empty(reader: &Reader) -> bool {
    reader.element().is_some_and(|element| element.is_empty)
}

/// What is in the reader's current element, into the element of the tree that stands for it.
fn copy_content(reader: &mut Reader, tree: &mut Tree, root: NodeId) -> Result<()> {
    // The end nodes of what is open, which new nodes go before.
    let mut open = vec![end_of(tree, root)?];
    reader.read_start_element()?;
    while let Some(&end) = open.last() {
        match reader.node_type() {
            NodeType::Element => {
                let element = insert_start(reader, tree, end, is_empty(reader))?;
                open.push(end_of(tree, element)?);
                reader.read_start_element()?;
            }
            NodeType::EndElement => {
                open.pop();
                reader.read_end_element()?;
            }
            NodeType::Text => {
                if let Some(text) = reader.text() {
                    tree.insert_text(end, &text)?;
                }
                reader.read_node()?;
            }
            NodeType::Comment => {
                if let Some(comment) = reader.comment() {
                    tree.insert_comment(end, comment)?;
                }
                reader.read_node()?;
            }
            NodeType::CData => {
                let section = tree.insert_cdata(end)?;
                open.push(end_of(tree, section)?);
                reader.read_node()?;
            }
            NodeType::EndCData => {
                open.pop();
                reader.read_node()?;
            }
            NodeType::Bof | NodeType::Eof => {
                return Err(Error::invalid_format(format!(
                    "the end of an element was expected, and {}",
                    found(reader)
                )));
            }
        }
    }
    Ok(())
}

/// The end node of an element or CDATA section.
pub(super) fn end_of(tree: &Tree, id: NodeId) -> Result<NodeId> {
    tree.last_child(id).ok_or_else(|| Error::invalid_operation("the node of the header buffer has no end"))
}

/// Writes the start of an element of the tree, with its attributes; more attributes may follow.
pub(super) fn start_out(tree: &Tree, id: NodeId, writer: &mut Writer) -> Result<()> {
    let Some(element) = tree.element(id) else { return Ok(()) };
    writer.write_start_element(Some(element.prefix), element.local_name, element.ns)?;
    for attribute in tree.attributes(id) {
        if attribute.is_xmlns {
            writer.write_xmlns_attribute(Some(attribute.prefix), attribute.ns, attribute.single_quote)?;
        } else {
            let prefix = Some(attribute.prefix);
            writer.write_start_attribute(
                prefix,
                attribute.local_name,
                attribute.ns,
                attribute.single_quote,
            )?;
            writer.write_text(attribute.value)?;
            writer.write_end_attribute()?;
        }
    }
    Ok(())
}

/// Writes a node of the tree and all that is in it.
pub(super) fn copy_out(tree: &Tree, root: NodeId, writer: &mut Writer) -> Result<()> {
    let past = tree.following_skipping(root);
    let mut next = Some(root);
    while let Some(id) = next.filter(|&id| Some(id) != past) {
        match tree.node_type(id) {
            NodeType::Element => start_out(tree, id, writer)?,
            NodeType::EndElement => writer.write_end_element()?,
            NodeType::Text => {
                if let Some(text) = tree.text(id) {
                    writer.write_text(text)?;
                }
            }
            NodeType::Comment => {
                if let Some(comment) = tree.comment(id) {
                    writer.write_comment(comment)?;
                }
            }
            NodeType::CData => writer.write_start_cdata()?,
            NodeType::EndCData => writer.write_end_cdata()?,
            NodeType::Bof | NodeType::Eof => {}
        }
        next = tree.following(id);
    }
    Ok(())
}

/// The text that an element of the tree contains; an element in it is `WS_E_INVALID_FORMAT`.
pub(super) fn text_of(tree: &Tree, id: NodeId) -> Result<String> {
    let mut bytes = Vec::new();
    let past = tree.following_skipping(id);
    let mut next = tree.first_child(id);
    while let Some(child) = next.filter(|&child| Some(child) != past) {
        if let Some(text) = tree.text(child) {
            text.write_utf8(&mut bytes)?;
        } else if let (Some(inner), Some(outer)) = (tree.element(child), tree.element(id)) {
            return Err(Error::invalid_format(format!(
                "the header {} was expected to contain text, and the element {} was found in it",
                name(outer.local_name, outer.ns),
                name(inner.local_name, inner.ns)
            )));
        }
        next = tree.following(child);
    }
    Ok(utf8(&bytes)?.to_owned())
}

/// The value of an attribute of an element of the tree, if it has it.
pub(super) fn attribute_of(tree: &Tree, id: NodeId, local_name: &[u8], ns: &[u8]) -> Result<Option<String>> {
    tree.attributes(id)
        .find(|attribute| !attribute.is_xmlns && attribute.local_name == local_name && attribute.ns == ns)
        .map(|attribute| characters(&attribute.value))
        .transpose()
}

/// The characters that a typed text stands for.
pub(super) fn characters(text: &Text<'_>) -> Result<String> {
    let mut bytes = Vec::new();
    text.write_utf8(&mut bytes)?;
    Ok(utf8(&bytes)?.to_owned())
}

/// An `xs:boolean`, as mustUnderstand and relay are.
pub(super) fn parse_bool(text: &str, what: &str) -> Result<bool> {
    match text.trim_matches([' ', '\t', '\r', '\n']) {
        "1" | "true" => Ok(true),
        "0" | "false" => Ok(false),
        _ => Err(Error::invalid_format(format!(
            "the attribute {what} was expected to be a boolean, and {} was found",
            quoted(text.as_bytes())
        ))),
    }
}
