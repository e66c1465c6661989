//! Section Jobs.

use cinema_api::{
    apis::jobs::{GetJobResponse, Jobs},
    models,
};
use http_runtime::Cx;
use store::imports::{BadRow, Import, Status};

use crate::{api::Api, auth::Caller, problem::Problem, usecases};

impl Jobs for Api {
    async fn get_job(
        &self,
        _cx: Cx,
        _caller: Caller,
        path: models::GetJobPathParams,
    ) -> Result<GetJobResponse, Problem> {
        let import = usecases::jobs::get(self.app(), path.job_id).await?;
        Ok(GetJobResponse::S200 {
            body: job(import).into(),
        })
    }
}

/// An import as a job.
pub(super) fn job(import: Import) -> models::Job {
    models::Job {
        id: import.id,
        kind: models::JobKind::ImportMovies,
        status: match import.status {
            Status::Queued => models::JobStatus::Queued,
            Status::Running => models::JobStatus::Running,
            Status::Done => models::JobStatus::Done,
            Status::Failed => models::JobStatus::Failed,
        },
        created_at: import.created_at,
        started_at: import.started_at,
        finished_at: import.finished_at,
        error: import.error,
        progress: models::JobProgress {
            rows_total: import.rows_total,
            rows_done: import.rows_done,
            added: import.added,
            already_there: import.already_there,
            bad: import.bad,
        },
        bad_rows: import.bad_rows.0.into_iter().map(bad_row).collect(),
    }
}

fn bad_row(row: BadRow) -> models::BadRow {
    models::BadRow {
        line: row.line.cast_signed(),
        reason: row.reason,
    }
}
