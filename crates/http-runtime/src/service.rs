//! What the application supplies, and what the API document says about an operation.

use axum::response::Response;

use crate::{Cx, Fault, Rejection};

/// Whether an operation needs an access token, from its `security`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auth {
    /// Without a valid token the operation is refused.
    Required,
    /// The operation takes a token, and works without one.
    Optional,
    /// A token is not looked at.
    None,
}

/// Static facts about an operation, from the API document.
#[derive(Debug)]
pub struct Op {
    /// The `operationId`, as in `loginUser`.
    pub id: &'static str,
    /// The HTTP method in upper case.
    pub method: &'static str,
    /// The canonical path, with parameters in braces.
    pub path: &'static str,
    /// The tag.
    pub tag: &'static str,
    /// Whether a token is needed.
    pub auth: Auth,
    /// The scopes that `security` lists: the roles of which the caller needs one. Empty: any role.
    pub scopes: &'static [&'static str],
    /// The statuses that the document declares.
    pub statuses: &'static [u16],
}

/// What the application supplies once, for all operations: authentication, and the shape of failures.
pub trait Service: Send + Sync + 'static {
    /// What is known about a caller after authentication.
    type Claims: Send;
    /// The application's closed set of problems.
    type Error: From<Rejection> + Send;

    /// Says what is wrong with a text, or with a whole number as it is written, by one of the rules that the
    /// document names: `x-rule`. So all that is wrong with a request stands in one answer, what the document can
    /// express and what it cannot.
    fn check_rule(rule: &str, text: &str) -> Result<(), Fault>;

    /// Identifies the caller and checks that the role is one of [`Op::scopes`].
    fn authenticate(
        &self,
        cx: &Cx,
    ) -> impl Future<Output = Result<Self::Claims, Self::Error>> + Send;

    /// Identifies the caller of an operation that also works without a token.
    fn authenticate_optional(
        &self,
        cx: &Cx,
    ) -> impl Future<Output = Result<Option<Self::Claims>, Self::Error>> + Send;

    /// Turns a failure into the answer. Every failure of every operation ends here.
    fn error_response(&self, op: &'static Op, error: Self::Error) -> Response;
}
