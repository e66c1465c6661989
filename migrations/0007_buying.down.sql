ALTER TABLE idempotency_keys RENAME COLUMN answer TO body;
ALTER TABLE idempotency_keys ADD COLUMN status smallint;

DROP INDEX stripe_events_type_idx, stripe_events_given_up_idx, stripe_events_received_idx;
CREATE INDEX stripe_events_unhandled_idx ON stripe_events (received_at) WHERE handled_at IS NULL;
ALTER TABLE stripe_events DROP COLUMN created_at;

DROP INDEX orders_pending_idx;

DROP TABLE checkout_sessions;
CREATE TABLE checkout_sessions (
    id         text PRIMARY KEY,
    order_id   integer        NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    url        text           NOT NULL,
    amount     numeric(10, 2) NOT NULL,
    status     checkoutsessionstatusenum NOT NULL DEFAULT 'OPEN',
    created_at timestamptz    NOT NULL DEFAULT now(),
    expires_at timestamptz    NOT NULL
);

CREATE UNIQUE INDEX checkout_sessions_one_open_per_order_key ON checkout_sessions (order_id) WHERE status = 'OPEN';
CREATE INDEX checkout_sessions_order_id_idx ON checkout_sessions (order_id);
CREATE INDEX checkout_sessions_open_idx ON checkout_sessions (expires_at) WHERE status = 'OPEN';

ALTER TABLE orders ALTER COLUMN total_amount DROP NOT NULL;

ALTER TABLE payment_items
    DROP CONSTRAINT payment_items_payment_id_fkey,
    ADD CONSTRAINT payment_items_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments (id) ON DELETE CASCADE;
ALTER TABLE purchases
    DROP CONSTRAINT purchases_user_id_fkey,
    ADD CONSTRAINT purchases_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
ALTER TABLE order_items
    DROP CONSTRAINT order_items_order_id_fkey,
    ADD CONSTRAINT order_items_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE;
ALTER TABLE orders
    DROP CONSTRAINT orders_user_id_fkey,
    ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
