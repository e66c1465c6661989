//! Section Health.

use cinema_api::{
    apis::health::{GetLivenessResponse, GetReadinessResponse, Health},
    models::{
        Dependency, DependencyName, DependencyStatus, Liveness, LivenessStatus, Readiness,
        ReadinessStatus,
    },
};
use http_runtime::Cx;

use crate::{api::Api, problem::Problem, usecases};

impl Health for Api {
    async fn get_liveness(&self, _cx: Cx) -> Result<GetLivenessResponse, Problem> {
        Ok(GetLivenessResponse::S200 {
            body: Liveness {
                status: LivenessStatus::Alive,
            }
            .into(),
        })
    }

    async fn get_readiness(&self, _cx: Cx) -> Result<GetReadinessResponse, Problem> {
        let health = usecases::health::check(self.app()).await;
        let dependencies = vec![
            dependency(DependencyName::Postgres, health.postgres),
            dependency(DependencyName::Redis, health.redis),
            dependency(DependencyName::Rabbitmq, health.rabbitmq),
        ];
        if !health.postgres || self.app().stopping.is_cancelled() {
            return Err(Problem::NotReady(dependencies));
        }
        let all = health.redis && health.rabbitmq;
        let status = if all {
            ReadinessStatus::Ready
        } else {
            ReadinessStatus::Degraded
        };
        Ok(GetReadinessResponse::S200 {
            body: Readiness {
                status,
                dependencies,
            }
            .into(),
        })
    }
}

const fn dependency(name: DependencyName, up: bool) -> Dependency {
    Dependency {
        name,
        status: if up {
            DependencyStatus::Up
        } else {
            DependencyStatus::Down
        },
    }
}
