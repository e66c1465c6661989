DROP TABLE audit_log, idempotency_keys, schedules, handled_jobs, outbox;
DROP FUNCTION notify_outbox;
