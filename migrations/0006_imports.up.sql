-- Files of films that moderators uploaded, and what became of them.

CREATE TYPE importstatusenum AS ENUM ('QUEUED', 'RUNNING', 'DONE', 'FAILED');

CREATE TABLE imports (
    id            uuid PRIMARY KEY,
    status        importstatusenum NOT NULL DEFAULT 'QUEUED',
    -- As it was uploaded. Gone when the import has ended.
    file          bytea       CONSTRAINT imports_file_check CHECK (octet_length(file) <= 16 * 1024 * 1024),
    -- Known once a worker has looked into the file.
    rows_total    bigint,
    rows_done     bigint      NOT NULL DEFAULT 0,
    added         bigint      NOT NULL DEFAULT 0,
    already_there bigint      NOT NULL DEFAULT 0,
    bad           bigint      NOT NULL DEFAULT 0,
    -- The first of the bad rows, as [{"line": 2, "reason": "..."}].
    bad_rows      jsonb       NOT NULL DEFAULT '[]',
    -- Why the file as a whole could not be imported.
    error         text,
    created_by    integer     REFERENCES users (id) ON DELETE SET NULL,
    -- From where, for the audit log.
    address       inet,
    request_id    text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    started_at    timestamptz,
    finished_at   timestamptz,
    CONSTRAINT imports_counts_check CHECK (rows_done = added + already_there + bad),
    CONSTRAINT imports_ended_check CHECK ((status IN ('DONE', 'FAILED')) = (finished_at IS NOT NULL)),
    CONSTRAINT imports_file_kept_check CHECK ((file IS NULL) = (finished_at IS NOT NULL))
);

-- Files live for seconds: compressing them costs more than it saves.
ALTER TABLE imports ALTER COLUMN file SET STORAGE EXTERNAL;

CREATE INDEX imports_created_at_idx ON imports (created_at);
CREATE INDEX imports_created_by_idx ON imports (created_by);
