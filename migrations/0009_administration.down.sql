DROP TABLE dead_letters;
DROP INDEX audit_log_entity_at_idx, audit_log_action_idx;
ALTER TABLE users DROP COLUMN deactivated_at;
DROP INDEX users_inactive_idx;
