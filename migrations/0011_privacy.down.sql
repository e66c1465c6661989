DROP TABLE account_exports;
DROP INDEX stripe_events_payment_idx, stripe_events_checkout_idx, password_reset_requests_email_idx;
ALTER TABLE users DROP COLUMN deleted_at;
