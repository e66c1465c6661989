-- What admins look at and change.

-- An admin has deactivated the account. Unlike one that was never activated, its owner cannot activate it.
ALTER TABLE users
    ADD COLUMN deactivated_at timestamptz,
    ADD CONSTRAINT users_deactivated_at_check CHECK (deactivated_at IS NULL OR NOT is_active);
CREATE INDEX users_inactive_idx ON users (id) WHERE NOT is_active;

-- The audit log by kind of change, and by kind of entity.
CREATE INDEX audit_log_action_idx ON audit_log (action, at, id);
CREATE INDEX audit_log_entity_at_idx ON audit_log (entity, at, id);

-- Jobs that were given up, as the broker's queue of dead letters had them, until an admin decides. What is no job
-- has no kind.
CREATE TABLE dead_letters (
    id           uuid PRIMARY KEY,
    queue        text,
    kind         text,
    version      smallint,
    payload      text        NOT NULL,
    traceparent  text,
    published_at timestamptz,
    reason       text        NOT NULL,
    attempts     jsonb       NOT NULL,
    died_at      timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX dead_letters_died_at_idx ON dead_letters (died_at, id);
CREATE INDEX dead_letters_kind_idx ON dead_letters (kind, died_at, id);
