//! Section Profiles.

use cinema_api::{
    apis::profiles::{
        CreateProfileResponse, GetAvatarResponse, GetProfileResponse, Profiles,
        UpdateProfileResponse,
    },
    models,
};
use domain::{BirthDate, BrokenProfileRule, Gender, Info, PersonName};
use http_runtime::{Code, Cx};
use store::profiles::Profile;

use crate::{
    api::{Api, actor},
    auth::Caller,
    http::entity_tag::EntityTag,
    problem::Problem,
    usecases::{
        avatars,
        profiles::{self, Changes, Said},
    },
};

/// A picture's name stands for its bytes: whoever has it need not ask again.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Who takes the bytes for a page gets one that can do nothing.
const NO_PAGE: &str = "default-src 'none'; sandbox";

impl Profiles for Api {
    async fn create_profile(
        &self,
        cx: Cx,
        caller: Caller,
        path: models::CreateProfilePathParams,
        form: models::CreateProfileForm,
    ) -> Result<CreateProfileResponse, Problem> {
        let form = models::UpdateProfileForm {
            first_name: form.first_name,
            last_name: form.last_name,
            avatar: form.avatar,
            gender: form.gender,
            date_of_birth: form.date_of_birth,
            info: form.info,
        };
        let changes = changes(form)?;
        let (actor, id) = (actor(&cx, caller), path.user_id);
        let profile = profiles::create(self.app(), &actor, caller, id, changes).await?;
        Ok(CreateProfileResponse::S201 {
            location: self.link(&format!("/profiles/users/{id}/")),
            body: self.shown(profile).into(),
        })
    }

    async fn update_profile(
        &self,
        cx: Cx,
        caller: Caller,
        path: models::UpdateProfilePathParams,
        form: models::UpdateProfileForm,
    ) -> Result<UpdateProfileResponse, Problem> {
        let changes = changes(form)?;
        let actor = actor(&cx, caller);
        let profile = profiles::update(self.app(), &actor, caller, path.user_id, changes).await?;
        Ok(UpdateProfileResponse::S200 {
            body: self.shown(profile).into(),
        })
    }

    async fn get_profile(
        &self,
        _cx: Cx,
        caller: Caller,
        path: models::GetProfilePathParams,
    ) -> Result<GetProfileResponse, Problem> {
        let profile = profiles::get(self.app(), caller, path.user_id).await?;
        Ok(GetProfileResponse::S200 {
            body: self.shown(profile).into(),
        })
    }

    async fn get_avatar(
        &self,
        _cx: Cx,
        path: models::GetAvatarPathParams,
    ) -> Result<GetAvatarResponse, Problem> {
        let (name, body) = avatars::get(self.app(), &path.name).await?;
        Ok(GetAvatarResponse::S200 {
            e_tag: EntityTag::of_name(name.as_str()).to_string(),
            body,
            content_type: name.format().media_type(),
            cache_control: FOR_EVER.to_owned(),
            content_disposition: "inline".to_owned(),
            content_security_policy: NO_PAGE.to_owned(),
        })
    }
}

impl Api {
    fn shown(&self, profile: Profile) -> models::Profile {
        let fields = profile.fields;
        let avatar = |name| self.link(&format!("/profiles/avatars/{name}/"));
        models::Profile {
            id: profile.id.into(),
            user_id: profile.user_id.into(),
            first_name: fields.first_name,
            last_name: fields.last_name,
            gender: fields.gender.map(|gender| match gender {
                Gender::Man => models::Gender::Man,
                Gender::Woman => models::Gender::Woman,
            }),
            date_of_birth: fields.date_of_birth,
            info: fields.info,
            avatar: fields.avatar.map(avatar),
        }
    }
}

/// What is given of a profile. Both operations that take it have the same form.
fn changes(form: models::UpdateProfileForm) -> Result<Changes, Problem> {
    let name = |field, given: Said<String>| parse(field, given, |name| PersonName::parse(&name));
    let info = form.info.map(|info| Info::parse(&info)).transpose();
    Ok(Changes {
        first_name: name("first_name", form.first_name)?,
        last_name: name("last_name", form.last_name)?,
        avatar: form.avatar,
        gender: form.gender.map(|given| given.map(gender)),
        date_of_birth: parse("date_of_birth", form.date_of_birth, BirthDate::new)?,
        info: info.map_err(|rule| Problem::field("info", Code::Rule, rule.to_string()))?,
    })
}

fn parse<T, U>(
    field: &str,
    given: Said<T>,
    read: impl Fn(T) -> Result<U, BrokenProfileRule>,
) -> Result<Said<U>, Problem> {
    let read = |given: Option<T>| given.map(&read).transpose();
    let outcome = given.map(read).transpose();
    outcome.map_err(|rule| Problem::field(field, Code::Rule, rule.to_string()))
}

fn gender(given: models::Gender) -> Gender {
    match given {
        models::Gender::Man => Gender::Man,
        models::Gender::Woman => Gender::Woman,
    }
}
