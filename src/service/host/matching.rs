//! Which operation a message is for.

use crate::error::Result;

use super::application::OperationInfo;

/// A name and its namespace.
pub(super) type Name = (String, String);

/// The index of the operation that a message is for. An action decides by itself where an operation has it. Else the
/// element in the body does: among the operations that have no action, or among all of them where the message has
/// none, as one without a SOAPAction. `element` is asked only then; `None` is an empty body.
pub(super) fn find(
    operations: &[OperationInfo],
    action: Option<&str>,
    element: impl FnOnce() -> Result<Option<Name>>,
) -> Result<Option<usize>> {
    let action = action.filter(|action| !action.is_empty());
    if action.is_some()
        && let Some(index) = operations.iter().position(|one| one.action.as_deref() == action)
    {
        return Ok(Some(index));
    }
    let by_element = |one: &OperationInfo| action.is_none() || one.action.is_none();
    if !operations.iter().any(by_element) {
        return Ok(None);
    }
    let element = element()?;
    Ok(operations.iter().position(|one| by_element(one) && one.element == element))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(action: Option<&str>, element: Option<&str>) -> OperationInfo {
        OperationInfo {
            action: action.map(str::to_owned),
            element: element.map(|name| (name.to_owned(), "urn:x".to_owned())),
            reply: None,
        }
    }

    #[test]
    fn an_action_decides_and_the_body_where_there_is_none() {
        let operations = [
            operation(Some("urn:a"), Some("A")),
            operation(Some("urn:b"), Some("B")),
            operation(None, Some("C")),
            operation(None, None),
        ];
        let name = |name: &str| Ok(Some((name.to_owned(), "urn:x".to_owned())));
        let unasked = || -> Result<Option<Name>> { panic!("the body is not looked at") };
        assert_eq!(find(&operations, Some("urn:b"), unasked).unwrap(), Some(1));
        assert_eq!(find(&operations, None, || name("B")).unwrap(), Some(1));
        assert_eq!(find(&operations, Some(""), || name("A")).unwrap(), Some(0));
        assert_eq!(find(&operations, Some("urn:z"), || name("C")).unwrap(), Some(2));
        assert_eq!(
            find(&operations, Some("urn:z"), || name("B")).unwrap(),
            None,
            "B has an action of its own"
        );
        assert_eq!(find(&operations, None, || Ok(None)).unwrap(), Some(3));
        let other = || Ok(Some(("A".to_owned(), "urn:y".to_owned())));
        assert_eq!(find(&operations, None, other).unwrap(), None);
        assert_eq!(find(&operations[..2], Some("urn:z"), unasked).unwrap(), None);
    }
}
