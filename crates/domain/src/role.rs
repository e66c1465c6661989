//! What somebody may do.

use serde::{Deserialize, Serialize};

/// The three roles, weakest first, so that `role >= Role::Moderator` reads as it is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Buys films.
    User,
    /// Keeps the catalogue as well.
    Moderator,
    /// Runs accounts, orders and payments as well.
    Admin,
}

impl Role {
    /// The id by which API clients and `user_groups` know the role.
    #[must_use]
    pub const fn group_id(self) -> i32 {
        match self {
            Self::Admin => 1,
            Self::User => 2,
            Self::Moderator => 3,
        }
    }

    /// The role of a group, if there is such a group.
    #[must_use]
    pub const fn from_group_id(id: i32) -> Option<Self> {
        match id {
            1 => Some(Self::Admin),
            2 => Some(Self::User),
            3 => Some(Self::Moderator),
            _ => None,
        }
    }

    /// The name in tokens and scopes.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn group_ids_name_each_role_once() {
        for role in [Role::User, Role::Moderator, Role::Admin] {
            assert_eq!(Role::from_group_id(role.group_id()), Some(role));
        }
        assert_eq!(Role::from_group_id(4), None);
    }

    #[test]
    fn an_admin_may_do_what_a_moderator_may() {
        assert!(Role::Admin > Role::Moderator && Role::Moderator > Role::User);
    }
}
