-- What buying needs: money rows that outlive what they name, checkout sessions that are there before Stripe
-- hears of them, and a log of Stripe's events.

-- Nobody is deleted who ordered, owns or paid something. Accounts are anonymised instead.
ALTER TABLE orders
    DROP CONSTRAINT orders_user_id_fkey,
    ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE order_items
    DROP CONSTRAINT order_items_order_id_fkey,
    ADD CONSTRAINT order_items_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders (id);
ALTER TABLE purchases
    DROP CONSTRAINT purchases_user_id_fkey,
    ADD CONSTRAINT purchases_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE payment_items
    DROP CONSTRAINT payment_items_payment_id_fkey,
    ADD CONSTRAINT payment_items_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments (id);

-- Every order knows its total. Where it is missing, it is what its films cost when they were ordered.
UPDATE orders SET total_amount = COALESCE((SELECT sum(price) FROM order_items WHERE order_id = orders.id), 0)
WHERE total_amount IS NULL;
ALTER TABLE orders ALTER COLUMN total_amount SET NOT NULL;

-- Attempts to have an order paid at Stripe. An attempt is written before Stripe is asked, so that asking again
-- asks for the same thing.
DROP TABLE checkout_sessions;
CREATE TABLE checkout_sessions (
    id         uuid PRIMARY KEY,
    order_id   integer        NOT NULL REFERENCES orders (id),
    -- Both are known once Stripe has answered.
    stripe_id  text           CONSTRAINT checkout_sessions_stripe_id_key UNIQUE,
    url        text,
    amount     numeric(10, 2) NOT NULL CONSTRAINT checkout_sessions_amount_check CHECK (amount >= 0),
    status     checkoutsessionstatusenum NOT NULL DEFAULT 'OPEN',
    created_at timestamptz    NOT NULL DEFAULT now(),
    -- When Stripe closes the pay page, in whole seconds as Stripe counts.
    expires_at timestamptz    NOT NULL,
    CONSTRAINT checkout_sessions_answer_check CHECK (url IS NULL OR stripe_id IS NOT NULL)
);

CREATE UNIQUE INDEX checkout_sessions_one_open_per_order_key ON checkout_sessions (order_id) WHERE status = 'OPEN';
CREATE INDEX checkout_sessions_order_id_idx ON checkout_sessions (order_id);
CREATE INDEX checkout_sessions_open_idx ON checkout_sessions (created_at) WHERE status = 'OPEN';

-- Orders that wait to be paid, by age.
CREATE INDEX orders_pending_idx ON orders (created_at) WHERE status = 'PENDING';

-- When an event happened at Stripe. Its outcome says why nothing could be done about it, too: such an event has
-- an outcome and was not handled.
ALTER TABLE stripe_events ADD COLUMN created_at timestamptz;
UPDATE stripe_events SET created_at = COALESCE(to_timestamp((payload->>'created')::float8), received_at);
ALTER TABLE stripe_events ALTER COLUMN created_at SET NOT NULL;

DROP INDEX stripe_events_unhandled_idx;
CREATE INDEX stripe_events_received_idx ON stripe_events (received_at, id) WHERE handled_at IS NULL AND outcome IS NULL;
CREATE INDEX stripe_events_given_up_idx ON stripe_events (received_at, id) WHERE handled_at IS NULL AND outcome IS NOT NULL;
CREATE INDEX stripe_events_type_idx ON stripe_events (type, received_at, id);

-- The status of an answer follows from the operation. A key without an answer belongs to a request that is running.
ALTER TABLE idempotency_keys DROP COLUMN status;
ALTER TABLE idempotency_keys RENAME COLUMN body TO answer;
