DROP INDEX audit_log_address_idx;

ALTER TABLE audit_log ALTER COLUMN at SET DEFAULT now();

UPDATE imports SET file = NULL WHERE status = 'FAILED';
ALTER TABLE imports DROP CONSTRAINT imports_file_kept_check;
ALTER TABLE imports ADD CONSTRAINT imports_file_kept_check CHECK ((file IS NULL) = (finished_at IS NOT NULL));
