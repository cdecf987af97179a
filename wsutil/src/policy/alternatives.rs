//! A policy in its normal form: the alternatives it allows, each a list of assertions. (Web Services Policy 1.5,
//! section 4.)

use std::collections::HashMap;

use crate::diagnostics::InputId;

use super::Element;

/// More alternatives than this no policy has in earnest; each combination multiplies them.
const MOST: usize = 1024;
/// References to policies that refer to policies.
const DEEPEST: usize = 32;
/// Elements looked at for one binding. A policy that refers twice to one that refers twice to another grows fast.
const MOST_STEPS: usize = 1 << 16;

/// All policies to which a reference can lead.
#[derive(Default)]
pub(crate) struct Library<'a> {
    /// By their ids, which hold in one input.
    local: HashMap<(InputId, &'a str), &'a Element>,
    /// By their own names and by where their documents come from.
    global: HashMap<String, &'a Element>,
    /// Inputs, by where they come from.
    urls: HashMap<String, InputId>,
}

impl<'a> Library<'a> {
    /// An input and where it was got from.
    pub(crate) fn add_input(&mut self, input: InputId, url: &str) {
        self.urls.entry(url.to_owned()).or_insert(input);
    }

    /// A policy that stands by itself in an input; `whole` when it is all that is in the input.
    pub(crate) fn add(&mut self, policy: &'a Element, whole: bool) {
        if let Some(id) = policy.id() {
            self.local.entry((policy.place.input, id)).or_insert(policy);
        }
        if let Some(name) = policy.name() {
            self.global.entry(name.to_owned()).or_insert(policy);
        }
        if whole {
            for (url, _) in self.urls.iter().filter(|(_, input)| **input == policy.place.input) {
                self.global.entry(url.clone()).or_insert(policy);
            }
        }
    }

    fn find(&self, uri: &str, input: InputId) -> Option<&'a Element> {
        if let Some(id) = uri.strip_prefix('#') {
            return self.local.get(&(input, id)).copied();
        }
        if let Some(policy) = self.global.get(uri) {
            return Some(policy);
        }
        let (url, id) = uri.split_once('#')?;
        self.local.get(&(*self.urls.get(url)?, id)).copied()
    }
}

/// Why a policy has no alternatives that anybody could look at.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It refers to a policy that no input has.
    Unresolved(String),
    /// It refers to itself, or through too many others.
    Circular(String),
    TooMany,
}

/// One way to satisfy a policy.
pub(crate) type Alternative<'a> = Vec<&'a Element>;

/// The alternatives that all of these together leave, in the order in which they are written.
pub(crate) fn alternatives<'a>(
    elements: impl IntoIterator<Item = &'a Element>,
    library: &Library<'a>,
) -> Result<Vec<Alternative<'a>>, Trouble> {
    Walk { library, steps: 0 }.all(elements, 0)
}

struct Walk<'a, 'l> {
    library: &'l Library<'a>,
    steps: usize,
}

impl<'a> Walk<'a, '_> {
    fn all(
        &mut self,
        elements: impl IntoIterator<Item = &'a Element>,
        depth: usize,
    ) -> Result<Vec<Alternative<'a>>, Trouble> {
        let mut result: Vec<Alternative<'a>> = vec![Vec::new()];
        for element in elements {
            let choices = self.of(element, depth)?;
            if result.len().saturating_mul(choices.len()) > MOST {
                return Err(Trouble::TooMany);
            }
            result = result
                .iter()
                .flat_map(|before| choices.iter().map(|choice| [&before[..], &choice[..]].concat()))
                .collect();
        }
        Ok(result)
    }

    fn of(&mut self, element: &'a Element, depth: usize) -> Result<Vec<Alternative<'a>>, Trouble> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return Err(Trouble::TooMany);
        }
        let mut result = if element.is_operator("Policy") || element.is_operator("All") {
            self.all(&element.children, depth)?
        } else if element.is_operator("ExactlyOne") {
            let mut choices = Vec::new();
            for child in &element.children {
                choices.extend(self.of(child, depth)?);
                if choices.len() > MOST {
                    return Err(Trouble::TooMany);
                }
            }
            choices
        } else if element.is_operator("PolicyReference") {
            let uri = element.attribute("", "URI").unwrap_or_default();
            if depth == DEEPEST {
                return Err(Trouble::Circular(uri.to_owned()));
            }
            let policy = self
                .library
                .find(uri, element.place.input)
                .ok_or_else(|| Trouble::Unresolved(uri.to_owned()))?;
            self.of(policy, depth + 1)?
        } else {
            vec![vec![element]]
        };
        if element.flag("Optional") {
            result.push(Vec::new());
        }
        Ok(result)
    }
}

#[cfg(test)]
mod tests {
    use super::super::ns;
    use super::*;
    use crate::diagnostics::Place;

    /// `text`, with `p:` for the namespace of policies, as its alternatives: names of assertions.
    fn names(text: &str) -> Result<Vec<String>, Trouble> {
        let text = format!("<x xmlns:p='{}' xmlns:u='{}'>{text}</x>", ns::POLICY_15, ns::UTILITY);
        let document = roxmltree::Document::parse(&text).unwrap();
        let root =
            super::super::read_element(document.root_element(), &|_| Place { input: InputId(0), offset: 0 });
        let mut library = Library::default();
        library.add_input(InputId(0), "http://example.org/policies");
        for child in &root.children {
            library.add(child, false);
        }
        let result = alternatives(root.children.first(), &library)?;
        Ok(result
            .iter()
            .map(|each| each.iter().map(|element| element.local.as_str()).collect::<Vec<_>>().join("+"))
            .collect())
    }

    #[test]
    fn a_policy_is_all_of_its_assertions() {
        assert_eq!(names("<p:Policy><a/><p:All><b/><c/></p:All></p:Policy>").unwrap(), ["a+b+c"]);
    }

    #[test]
    fn exactly_one_is_a_choice_with_and_without_all() {
        assert_eq!(
            names("<p:Policy><p:ExactlyOne><a/><p:All><b/><c/></p:All></p:ExactlyOne><d/></p:Policy>")
                .unwrap(),
            ["a+d", "b+c+d"]
        );
    }

    #[test]
    fn an_empty_policy_allows_all_and_an_empty_choice_nothing() {
        assert_eq!(names("<p:Policy/>").unwrap(), [""]);
        assert!(names("<p:Policy><p:ExactlyOne/></p:Policy>").unwrap().is_empty());
    }

    #[test]
    fn what_is_optional_comes_first_with_and_then_without() {
        assert_eq!(names("<p:Policy><a p:Optional='true'/><b/></p:Policy>").unwrap(), ["a+b", "b"]);
    }

    #[test]
    fn references_lead_to_ids_and_urls() {
        let other = "<p:Policy u:Id='o'><b/></p:Policy><p:Policy Name='http://n'><c/></p:Policy>";
        for (uri, expected) in [("#o", "b"), ("http://example.org/policies#o", "b"), ("http://n", "c")] {
            let text = format!("<p:Policy><p:PolicyReference URI='{uri}'/></p:Policy>{other}");
            assert_eq!(names(&text).unwrap(), [expected], "{uri}");
        }
    }

    #[test]
    fn a_reference_to_nothing_and_one_to_itself_are_told_apart() {
        let text = "<p:Policy u:Id='o'><p:PolicyReference URI='#o'/></p:Policy>";
        assert_eq!(names(text), Err(Trouble::Circular("#o".to_owned())));
        let text = "<p:Policy><p:PolicyReference URI='#o'/></p:Policy>";
        assert_eq!(names(text), Err(Trouble::Unresolved("#o".to_owned())));
    }

    #[test]
    fn combinations_have_a_limit() {
        let choice = "<p:ExactlyOne><a/><b/></p:ExactlyOne>";
        assert_eq!(names(&format!("<p:Policy>{}</p:Policy>", choice.repeat(10))).unwrap().len(), 1024);
        assert_eq!(names(&format!("<p:Policy>{}</p:Policy>", choice.repeat(11))), Err(Trouble::TooMany));
    }
    #[test]
    fn a_policy_that_doubles_itself_many_times_is_given_up() {
        let mut text = "<p:Policy u:Id='p0'><p:PolicyReference URI='#p1'/></p:Policy>".to_owned();
        for i in 1..30 {
            let reference = format!("<p:PolicyReference URI='#p{}'/>", i + 1);
            text += &format!("<p:Policy u:Id='p{i}'>{reference}{reference}</p:Policy>");
        }
        text += "<p:Policy u:Id='p30'/>";
        assert_eq!(names(&text), Err(Trouble::TooMany));
    }
}
