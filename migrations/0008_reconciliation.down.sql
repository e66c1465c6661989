DROP TABLE reconciled;
DROP INDEX checkout_sessions_complete_idx;
DROP INDEX checkout_sessions_open_idx;
ALTER TABLE checkout_sessions DROP COLUMN checked_at;
CREATE INDEX checkout_sessions_open_idx ON checkout_sessions (created_at) WHERE status = 'OPEN';
