-- Pictures of members: which files there are, and which of them are about to be named by a profile.

-- A row is written before its file is, and deleted after it: no file is there without a row.
CREATE TABLE avatar_files (
    -- The SHA-256 of its bytes, and what they are. The file is called so.
    name varchar(255) PRIMARY KEY CONSTRAINT avatar_files_name_check CHECK (name ~ '^[0-9a-f]{64}\.(jpg|png)$')
);

-- Uploads that have begun. The transaction in which a profile names the file deletes the row. One that stays belongs
-- to an upload that failed.
CREATE TABLE avatar_uploads (
    id         uuid PRIMARY KEY,
    name       varchar(255) NOT NULL CONSTRAINT avatar_uploads_name_fkey REFERENCES avatar_files (name),
    started_at timestamptz  NOT NULL DEFAULT now()
);

CREATE INDEX avatar_uploads_name_idx ON avatar_uploads (name);
CREATE INDEX avatar_uploads_started_at_idx ON avatar_uploads (started_at);

-- Pictures of this service, where this migration was taken back before.
INSERT INTO avatar_files (name)
SELECT DISTINCT avatar FROM user_profiles WHERE avatar ~ '^[0-9a-f]{64}\.(jpg|png)$';
-- The service before this one never served the files that it wrote here.
UPDATE user_profiles SET avatar = NULL WHERE avatar !~ '^[0-9a-f]{64}\.(jpg|png)$';
ALTER TABLE user_profiles
    ADD CONSTRAINT user_profiles_avatar_fkey FOREIGN KEY (avatar) REFERENCES avatar_files (name);
CREATE INDEX user_profiles_avatar_idx ON user_profiles (avatar);
