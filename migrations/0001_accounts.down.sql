DROP TABLE stale_sessions, refresh_tokens, sessions, password_reset_requests, password_reset_tokens,
    activation_tokens, user_profiles, users, user_groups;
DROP TYPE genderenum, usergroupenum;
DROP FUNCTION touch_updated_at;
