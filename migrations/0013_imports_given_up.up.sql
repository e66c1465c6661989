-- An import that was given up keeps its file: an administrator may have its job done after all.
ALTER TABLE imports DROP CONSTRAINT imports_file_kept_check;
ALTER TABLE imports ADD CONSTRAINT imports_file_kept_check CHECK (
    CASE status WHEN 'FAILED' THEN true ELSE (file IS NULL) = (status = 'DONE') END
);

-- A change is noted when it is made. Its transaction may have begun long before, and waited for others.
ALTER TABLE audit_log ALTER COLUMN at SET DEFAULT clock_timestamp();

-- An import has a line for each film, and whoever deletes an account has its addresses taken from all of them.
CREATE INDEX audit_log_address_idx ON audit_log (actor_id) WHERE address IS NOT NULL;
