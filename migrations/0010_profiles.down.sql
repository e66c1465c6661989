ALTER TABLE user_profiles DROP CONSTRAINT user_profiles_avatar_fkey;
DROP INDEX user_profiles_avatar_idx;
DROP TABLE avatar_uploads, avatar_files;
