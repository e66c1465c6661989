-- What is known about somebody: files of it, and how it is forgotten.

-- The owner has deleted the account. The row stays for the bookkeeping that refers to it, and names nobody.
ALTER TABLE users
    ADD COLUMN deleted_at timestamptz,
    ADD CONSTRAINT users_deleted_at_check CHECK (deleted_at IS NULL OR NOT is_active);

CREATE INDEX password_reset_requests_email_idx ON password_reset_requests (email);

-- The events about a checkout or a payment. Whoever signs events chooses these texts, and only hashes take any length.
CREATE INDEX stripe_events_checkout_idx ON stripe_events USING hash ((payload #>> '{data,object,metadata,checkout_id}'));
CREATE INDEX stripe_events_payment_idx ON stripe_events USING hash ((payload #>> '{data,object,payment_intent}'));

-- A file with all that is known about the owner of an account. One at a time.
CREATE TABLE account_exports (
    id         uuid PRIMARY KEY,
    user_id    integer     NOT NULL CONSTRAINT account_exports_user_id_key UNIQUE
               REFERENCES users (id) ON DELETE CASCADE,
    -- SHA-256 of the token in the link, in hex.
    token      varchar(64) NOT NULL CONSTRAINT account_exports_token_key UNIQUE,
    -- Null until a worker has made it.
    content    json,
    expires_at timestamptz NOT NULL
);

CREATE INDEX account_exports_expires_at_idx ON account_exports (expires_at);
