-- Writers of the catalogue take turns, and this is one of them.
SELECT begin_catalogue_change();

-- The words of films, and no others. One that is left behind would be found where a typo is to be mended.
CREATE FUNCTION forget_search_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    gone text[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        gone := ARRAY(
            SELECT unnest(tsvector_to_array(document)) FROM old_rows
            EXCEPT SELECT unnest(tsvector_to_array(document)) FROM new_rows
        );
    ELSE
        gone := ARRAY(SELECT DISTINCT unnest(tsvector_to_array(document)) FROM old_rows);
    END IF;
    IF gone = '{}' THEN
        RETURN NULL;
    END IF;
    -- Each part of the documents has an index of its own.
    DELETE FROM search_words
    WHERE word = ANY (gone)
      AND NOT EXISTS (SELECT FROM movie_search WHERE votes >= 100000 AND document @@ word::tsquery)
      AND NOT EXISTS (SELECT FROM movie_search WHERE votes >= 10000 AND votes < 100000 AND document @@ word::tsquery)
      AND NOT EXISTS (SELECT FROM movie_search WHERE votes >= 1000 AND votes < 10000 AND document @@ word::tsquery)
      AND NOT EXISTS (SELECT FROM movie_search WHERE votes >= 100 AND votes < 1000 AND document @@ word::tsquery)
      AND NOT EXISTS (SELECT FROM movie_search WHERE votes < 100 AND document @@ word::tsquery);
    RETURN NULL;
END
$$;

CREATE TRIGGER forget_changed AFTER UPDATE ON movie_search REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION forget_search_words();
CREATE TRIGGER forget_removed AFTER DELETE ON movie_search REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION forget_search_words();

-- Those that were left behind till now.
DELETE FROM search_words WHERE NOT EXISTS (
    SELECT FROM (SELECT DISTINCT unnest(tsvector_to_array(document)) AS word FROM movie_search) AS used
    WHERE used.word = search_words.word
);
