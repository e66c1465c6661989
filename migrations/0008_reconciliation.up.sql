-- What reconciliation with Stripe remembers.

-- When Stripe was asked about a session last: those that were not asked about for longest come first.
ALTER TABLE checkout_sessions ADD COLUMN checked_at timestamptz;
DROP INDEX checkout_sessions_open_idx;
CREATE INDEX checkout_sessions_open_idx ON checkout_sessions (checked_at NULLS FIRST, created_at)
    WHERE status = 'OPEN' AND stripe_id IS NOT NULL;
-- Those of some days that were gone through: their payments may come late.
CREATE INDEX checkout_sessions_complete_idx ON checkout_sessions (created_at)
    WHERE status = 'COMPLETE' AND stripe_id IS NOT NULL;

-- Up to when a list of Stripe's has been read.
CREATE TABLE reconciled (
    list  text PRIMARY KEY,
    until timestamptz NOT NULL
);
