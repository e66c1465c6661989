-- What makes side effects happen, and happen once.

-- Jobs that committed with the change that causes them and are not yet with the broker.
CREATE TABLE outbox (
    id          uuid PRIMARY KEY,
    queue       text        NOT NULL,
    kind        text        NOT NULL,
    version     smallint    NOT NULL,
    payload     jsonb       NOT NULL,
    traceparent text,
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX outbox_created_at_idx ON outbox (created_at, id);

-- Wakes the relays. PostgreSQL folds equal notifications of one transaction into one.
CREATE FUNCTION notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('outbox', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER outbox_notify AFTER INSERT ON outbox
    FOR EACH STATEMENT EXECUTE FUNCTION notify_outbox();

-- Jobs whose effect has happened. Written in the transaction of the effect.
CREATE TABLE handled_jobs (
    id         uuid PRIMARY KEY,
    kind       text        NOT NULL,
    handled_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX handled_jobs_handled_at_idx ON handled_jobs (handled_at);

-- When each recurring job last ran and runs next.
CREATE TABLE schedules (
    name        text PRIMARY KEY,
    last_run_at timestamptz,
    next_run_at timestamptz NOT NULL
);

-- Answers of operations that must not happen twice.
CREATE TABLE idempotency_keys (
    scope       text        NOT NULL,
    key         text        NOT NULL,
    fingerprint bytea       NOT NULL,
    status      smallint,
    body        jsonb,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, key)
);

CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at);

-- Who changed what, when and from where. Survives the account that acted.
CREATE TABLE audit_log (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT now(),
    actor_id   integer     REFERENCES users (id) ON DELETE SET NULL,
    action     text        NOT NULL,
    entity     text        NOT NULL,
    entity_id  text        NOT NULL,
    before     jsonb,
    after      jsonb,
    address    inet,
    request_id text
);

CREATE INDEX audit_log_at_idx ON audit_log (at, id);
CREATE INDEX audit_log_actor_id_idx ON audit_log (actor_id, at, id);
CREATE INDEX audit_log_entity_idx ON audit_log (entity, entity_id, at, id);
