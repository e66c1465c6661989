//! Section Dead Jobs.

use chrono::{DateTime, Utc};
use cinema_api::{
    apis::dead_jobs::{
        DeadJobs, DeleteDeadJobResponse, ListDeadJobsResponse, ReplayDeadJobResponse,
    },
    models,
};
use http_runtime::Cx;
use jobs::Attempt;
use store::dead_letters::Kept;

use crate::{
    api::{Api, actor, message, page},
    auth::Caller,
    problem::Problem,
    usecases::{dead_jobs, pages::Address},
};

impl DeadJobs for Api {
    async fn list_dead_jobs(
        &self,
        _cx: Cx,
        _caller: Caller,
        query: models::ListDeadJobsQueryParams,
    ) -> Result<ListDeadJobsResponse, Problem> {
        let page = page(query.page, query.per_page);
        let kind = query.kind.as_deref();
        let found = dead_jobs::list(self.app(), kind, page).await?;
        let address = || Address::new("/admin/jobs/dead/").with("kind", kind);
        let links = self.links_around(address, page, &found);
        Ok(ListDeadJobsResponse::S200 {
            body: models::DeadJobPage {
                jobs: found.items.into_iter().map(dead_job).collect(),
                prev_page: links.prev_page,
                next_page: links.next_page,
                total_pages: page.count(found.total),
                total_items: found.total,
            }
            .into(),
        })
    }

    async fn replay_dead_job(
        &self,
        cx: Cx,
        caller: Caller,
        path: models::ReplayDeadJobPathParams,
    ) -> Result<ReplayDeadJobResponse, Problem> {
        dead_jobs::replay(self.app(), &actor(&cx, caller), path.job_id).await?;
        Ok(ReplayDeadJobResponse::S202 {
            body: message("Job has been queued to be done again."),
        })
    }

    async fn delete_dead_job(
        &self,
        cx: Cx,
        caller: Caller,
        path: models::DeleteDeadJobPathParams,
    ) -> Result<DeleteDeadJobResponse, Problem> {
        dead_jobs::delete(self.app(), &actor(&cx, caller), path.job_id).await?;
        Ok(DeleteDeadJobResponse::S200 {
            body: message("Dead job deleted successfully."),
        })
    }
}

fn dead_job(letter: Kept) -> models::DeadJob {
    models::DeadJob {
        id: letter.id,
        queue: letter.queue,
        kind: letter.kind,
        version: letter.version.map(i32::from),
        payload: letter.payload,
        reason: letter.reason,
        attempts: letter.attempts.into_iter().map(attempt).collect(),
        published_at: letter.published_at,
        died_at: letter.died_at,
    }
}

fn attempt(attempt: Attempt) -> models::FailedAttempt {
    models::FailedAttempt {
        at: time(attempt.at),
        error: attempt.error,
    }
}

/// Seconds since 1970 as a time. Workers write no others than there are.
fn time(seconds: u64) -> DateTime<Utc> {
    let seconds = i64::try_from(seconds).unwrap_or_default();
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}
