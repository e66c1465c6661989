//! Section `avatars`: where pictures of members are kept. The server and the worker share it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::{ConfigError, Secret, Validate, invalid};

/// Where pictures of members are kept: in a bucket if one is named, and in a folder otherwise.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Avatars {
    /// The folder. Servers and workers must have the same one.
    pub folder: PathBuf,
    /// The bucket, at Amazon or at another service that speaks S3.
    pub s3_bucket: String,
    /// The bucket's region.
    pub s3_region: String,
    /// Where a service other than Amazon is. Empty: at Amazon.
    pub s3_endpoint: String,
    /// Who we are to that service. The key may list the bucket, and read, write and delete its objects.
    pub s3_access_key_id: String,
    /// What proves it.
    pub s3_secret_access_key: Secret,
}

impl Default for Avatars {
    fn default() -> Self {
        Self {
            folder: PathBuf::from("avatars"),
            s3_bucket: String::new(),
            s3_region: "us-east-1".to_owned(),
            s3_endpoint: String::new(),
            s3_access_key_id: String::new(),
            s3_secret_access_key: Secret::default(),
        }
    }
}

impl Validate for Avatars {
    fn validate(&self) -> Result<(), ConfigError> {
        let in_bucket = !self.s3_bucket.is_empty();
        let of_bucket = !self.s3_endpoint.is_empty()
            || !self.s3_access_key_id.is_empty()
            || !self.s3_secret_access_key.is_empty();
        let is_http =
            |url: &str| Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        let rules = [
            (
                in_bucket || !of_bucket,
                "avatars.s3_bucket",
                "is not set, but other settings of a bucket are",
            ),
            (
                in_bucket || !self.folder.as_os_str().is_empty(),
                "avatars.folder",
                "is not set, and no bucket is",
            ),
            (
                !in_bucket || !self.s3_region.is_empty(),
                "avatars.s3_region",
                "is not set: the service that has the bucket says which it is",
            ),
            (
                !in_bucket || !self.s3_access_key_id.is_empty(),
                "avatars.s3_access_key_id",
                "is not set: the service that has the bucket gives it",
            ),
            (
                !in_bucket || !self.s3_secret_access_key.is_empty(),
                "avatars.s3_secret_access_key",
                "is not set: it comes with the access key",
            ),
            (
                self.s3_endpoint.is_empty() || is_http(&self.s3_endpoint),
                "avatars.s3_endpoint",
                "must be an address that starts with http:// or https://",
            ),
        ];
        match rules.into_iter().find(|(kept, ..)| !kept) {
            Some((_, key, reason)) => Err(invalid(key, reason)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket() -> Avatars {
        Avatars {
            s3_bucket: "pictures".to_owned(),
            s3_access_key_id: "key".to_owned(),
            s3_secret_access_key: "secret".into(),
            ..Avatars::default()
        }
    }

    #[test]
    fn a_folder_needs_nothing_and_a_bucket_its_key() {
        assert!(Avatars::default().validate().is_ok());
        assert!(bucket().validate().is_ok());
    }

    #[test]
    fn what_cannot_work_is_refused_by_the_name_of_its_variable() {
        type Change = fn(&mut Avatars);
        let cases: [(Change, &str); 6] = [
            (|a| a.s3_bucket.clear(), "S3_BUCKET"),
            (|a| a.s3_region.clear(), "S3_REGION"),
            (|a| a.s3_access_key_id.clear(), "S3_ACCESS_KEY_ID"),
            (
                |a| a.s3_secret_access_key = "".into(),
                "S3_SECRET_ACCESS_KEY",
            ),
            (
                |a| a.s3_endpoint = "s3://pictures".to_owned(),
                "S3_ENDPOINT",
            ),
            (
                |a| {
                    *a = Avatars {
                        folder: PathBuf::new(),
                        ..Avatars::default()
                    }
                },
                "FOLDER",
            ),
        ];
        for (change, variable) in cases {
            let mut section = bucket();
            change(&mut section);
            let refusal = section.validate().expect_err(variable).to_string();
            assert!(
                refusal.starts_with(&format!("CINEMA__AVATARS__{variable} ")),
                "{refusal}"
            );
        }
    }
}
