-- What makes the catalogue quick to read. All of it follows from the films: triggers keep it, so that
-- changes by hand count as well.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- One row. Whoever changes the catalogue locks it first, so that writers neither deadlock nor race for
-- a name, and leaves a new version, by which caches know that their answers are out of date.
CREATE TABLE catalogue (
    only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version    bigint NOT NULL,
    changed_by xid8   NOT NULL
);

INSERT INTO catalogue (version, changed_by) VALUES (1, pg_current_xact_id());

-- Begins a change, once per transaction, and returns the version that it makes. Versions follow the
-- clock: after a restored backup no version comes again.
CREATE FUNCTION begin_catalogue_change() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    UPDATE catalogue
    SET version = GREATEST(version + 1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint),
        changed_by = pg_current_xact_id()
    WHERE changed_by <> pg_current_xact_id()
    RETURNING version INTO made;
    IF FOUND THEN
        PERFORM pg_notify('catalogue', made::text);
    ELSE
        SELECT version INTO STRICT made FROM catalogue;
    END IF;
    RETURN made;
END
$$;

CREATE FUNCTION note_catalogue_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM begin_catalogue_change();
    RETURN NULL;
END
$$;

-- How many films have a year, a rating, a price, a certification or a genre, how many films there are,
-- and how many genres, stars, directors and certifications. Lists take their totals from here.
CREATE TABLE catalogue_counts (
    facet text             NOT NULL,
    value double precision NOT NULL,
    count bigint           NOT NULL,
    PRIMARY KEY (facet, value)
);

CREATE FUNCTION movie_facets(movies) RETURNS TABLE (facet text, value double precision)
LANGUAGE sql IMMUTABLE AS $$
    VALUES ('movies', 0), ('year', $1.year), ('imdb', $1.imdb), ('price', $1.price), ('certification', $1.certification_id)
$$;

CREATE FUNCTION count_movies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE catalogue_counts AS counts SET count = counts.count - gone.count
        FROM (SELECT facet, value, count(*) FROM old_rows CROSS JOIN LATERAL movie_facets(old_rows) GROUP BY facet, value) AS gone
        WHERE counts.facet = gone.facet AND counts.value = gone.value;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO catalogue_counts AS counts (facet, value, count)
        SELECT facet, value, count(*) FROM new_rows CROSS JOIN LATERAL movie_facets(new_rows) GROUP BY facet, value
        ON CONFLICT (facet, value) DO UPDATE SET count = counts.count + excluded.count;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION count_movies_of_genre() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE catalogue_counts AS counts SET count = counts.count - gone.count
        FROM (SELECT genre_id, count(*) FROM old_rows GROUP BY genre_id) AS gone
        WHERE counts.facet = 'genre' AND counts.value = gone.genre_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO catalogue_counts AS counts (facet, value, count)
        SELECT 'genre', genre_id, count(*) FROM new_rows GROUP BY genre_id
        ON CONFLICT (facet, value) DO UPDATE SET count = counts.count + excluded.count;
    END IF;
    RETURN NULL;
END
$$;

-- For genres, stars, directors and certifications: the facet bears the name of the table.
CREATE FUNCTION count_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO catalogue_counts AS counts (facet, value, count)
    SELECT TG_TABLE_NAME, 0, CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END FROM changed_rows
    ON CONFLICT (facet, value) DO UPDATE SET count = counts.count + excluded.count;
    RETURN NULL;
END
$$;

-- The search.

-- A text as the search compares it: without case, accents and punctuation.
CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        translate(lower(public.unaccent('public.unaccent'::regdictionary, $1)), '''’`', ''),
        '[^[:alnum:]]+', ' ', 'g'
    ))
$$;

-- What the search knows of a film: in its document, the title's words have weight A, directors' B, stars' C.
CREATE TABLE movie_search (
    movie_id integer  PRIMARY KEY REFERENCES movies (id) ON DELETE CASCADE,
    votes    integer  NOT NULL,
    title    text     NOT NULL,
    document tsvector NOT NULL
);

CREATE INDEX movie_search_title_idx ON movie_search (title);

-- One index for each power of ten of votes. A search walks them from the most popular films down and
-- stops when it has enough, so that a common word costs no more in a large catalogue.
CREATE INDEX movie_search_document_100k_idx ON movie_search USING gin (document) WITH (fastupdate = off)
    WHERE votes >= 100000;
CREATE INDEX movie_search_document_10k_idx ON movie_search USING gin (document) WITH (fastupdate = off)
    WHERE votes >= 10000 AND votes < 100000;
CREATE INDEX movie_search_document_1k_idx ON movie_search USING gin (document) WITH (fastupdate = off)
    WHERE votes >= 1000 AND votes < 10000;
CREATE INDEX movie_search_document_100_idx ON movie_search USING gin (document) WITH (fastupdate = off)
    WHERE votes >= 100 AND votes < 1000;
CREATE INDEX movie_search_document_0_idx ON movie_search USING gin (document) WITH (fastupdate = off)
    WHERE votes < 100;

-- Every word of a title or name. A typo is mended by the words that look most like it.
CREATE TABLE search_words (
    word text COLLATE "C" PRIMARY KEY
);

CREATE INDEX search_words_word_idx ON search_words USING gin (word gin_trgm_ops);

-- What the search is to know of a film.
CREATE VIEW movies_to_search AS
SELECT movies.id AS movie_id,
       movies.votes,
       fold(movies.name) AS title,
       setweight(to_tsvector('simple', fold(movies.name)), 'A')
       || setweight(to_tsvector('simple', COALESCE((
              SELECT fold(string_agg(directors.name, ' '))
              FROM movies_directors JOIN directors ON directors.id = director_id WHERE movie_id = movies.id
          ), '')), 'B')
       || setweight(to_tsvector('simple', COALESCE((
              SELECT fold(string_agg(stars.name, ' '))
              FROM movies_stars JOIN stars ON stars.id = star_id WHERE movie_id = movies.id
          ), '')), 'C') AS document
FROM movies;

CREATE FUNCTION index_movies(ids integer[]) RETURNS void LANGUAGE sql AS $$
    WITH written AS (
        INSERT INTO movie_search AS search (movie_id, votes, title, document)
        SELECT movie_id, votes, title, document FROM movies_to_search WHERE movie_id = ANY (ids)
        ON CONFLICT (movie_id) DO UPDATE
            SET votes = excluded.votes, title = excluded.title, document = excluded.document
            WHERE (search.votes, search.title, search.document)
                IS DISTINCT FROM (excluded.votes, excluded.title, excluded.document)
        RETURNING document
    )
    INSERT INTO search_words (word)
    SELECT DISTINCT word FROM written CROSS JOIN LATERAL unnest(tsvector_to_array(document)) AS word
    ON CONFLICT DO NOTHING
$$;

CREATE FUNCTION index_written_movies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_movies(array_agg(id)) FROM new_rows;
    RETURN NULL;
END
$$;

CREATE FUNCTION index_linked_movies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_movies(array_agg(DISTINCT movie_id)) FROM changed_rows;
    RETURN NULL;
END
$$;

CREATE FUNCTION index_movies_of_stars() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_movies(array_agg(DISTINCT movie_id)) FROM movies_stars WHERE star_id IN (SELECT id FROM new_rows);
    RETURN NULL;
END
$$;

CREATE FUNCTION index_movies_of_directors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_movies(array_agg(DISTINCT movie_id)) FROM movies_directors WHERE director_id IN (SELECT id FROM new_rows);
    RETURN NULL;
END
$$;

-- What a person asks for, as a query on documents: all words, in any order, each as the beginning of a
-- word. A word that nothing begins with stands for those that look most like it. Nothing is found by
-- NULL. Two letters that changed places in a word of four leave a similarity of 0.25. Words of one letter, of which there would be too many, are taken as they are.
CREATE FUNCTION search_query(asked text) RETURNS tsquery LANGUAGE plpgsql STABLE
SET pg_trgm.similarity_threshold = 0.25 AS $$
DECLARE
    term         text;
    alternatives text;
    wanted       text;
BEGIN
    FOREACH term IN ARRAY tsvector_to_array(to_tsvector('simple', fold(asked))) LOOP
        IF length(term) = 1 THEN
            alternatives := term;
        ELSIF EXISTS (SELECT FROM search_words WHERE word >= term AND word < term || U&'\+10FFFF') THEN
            alternatives := term || ':*';
        ELSE
            SELECT string_agg(word, ' | ') INTO alternatives
            FROM (
                SELECT word FROM search_words WHERE word % term ORDER BY similarity(word, term) DESC, word LIMIT 5
            ) AS alike;
        END IF;
        IF alternatives IS NULL THEN
            RETURN NULL;
        END IF;
        wanted := concat_ws(' & ', wanted, '(' || alternatives || ')');
    END LOOP;
    RETURN wanted::tsquery;
END
$$;

-- Derives everything anew: for the rows that are there now, and after a bulk load without triggers.
CREATE FUNCTION rebuild_catalogue() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM begin_catalogue_change();
    TRUNCATE catalogue_counts, movie_search, search_words;
    INSERT INTO catalogue_counts (facet, value, count)
        SELECT facet, value, count(*) FROM movies CROSS JOIN LATERAL movie_facets(movies) GROUP BY facet, value
        UNION ALL SELECT 'genre', genre_id, count(*) FROM movies_genres GROUP BY genre_id
        UNION ALL SELECT 'genres', 0, count(*) FROM genres
        UNION ALL SELECT 'stars', 0, count(*) FROM stars
        UNION ALL SELECT 'directors', 0, count(*) FROM directors
        UNION ALL SELECT 'certifications', 0, count(*) FROM certifications;
    INSERT INTO movie_search (movie_id, votes, title, document)
        SELECT movie_id, votes, title, document FROM movies_to_search;
    INSERT INTO search_words (word)
        SELECT DISTINCT word FROM movie_search CROSS JOIN LATERAL unnest(tsvector_to_array(document)) AS word;
END
$$;

SELECT rebuild_catalogue();

-- Changes are noted before rows are locked.
CREATE TRIGGER note_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON movies FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change();
CREATE TRIGGER note_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON genres FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change();
CREATE TRIGGER note_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON stars FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change();
CREATE TRIGGER note_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON directors FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change();
CREATE TRIGGER note_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON certifications FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change();
CREATE TRIGGER note_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON movies_genres FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change();
CREATE TRIGGER note_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON movies_stars FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change();
CREATE TRIGGER note_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON movies_directors FOR EACH STATEMENT EXECUTE FUNCTION note_catalogue_change();

CREATE TRIGGER count_added AFTER INSERT ON movies REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION count_movies();
CREATE TRIGGER count_changed AFTER UPDATE ON movies REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION count_movies();
CREATE TRIGGER count_removed AFTER DELETE ON movies REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION count_movies();
CREATE TRIGGER count_added AFTER INSERT ON movies_genres REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION count_movies_of_genre();
CREATE TRIGGER count_removed AFTER DELETE ON movies_genres REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION count_movies_of_genre();
CREATE TRIGGER count_added AFTER INSERT ON genres REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION count_names();
CREATE TRIGGER count_removed AFTER DELETE ON genres REFERENCING OLD TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION count_names();
CREATE TRIGGER count_added AFTER INSERT ON stars REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION count_names();
CREATE TRIGGER count_removed AFTER DELETE ON stars REFERENCING OLD TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION count_names();
CREATE TRIGGER count_added AFTER INSERT ON directors REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION count_names();
CREATE TRIGGER count_removed AFTER DELETE ON directors REFERENCING OLD TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION count_names();
CREATE TRIGGER count_added AFTER INSERT ON certifications REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION count_names();
CREATE TRIGGER count_removed AFTER DELETE ON certifications REFERENCING OLD TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION count_names();

CREATE TRIGGER index_added AFTER INSERT ON movies REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION index_written_movies();
CREATE TRIGGER index_changed AFTER UPDATE ON movies REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION index_written_movies();
CREATE TRIGGER index_linked AFTER INSERT ON movies_stars REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION index_linked_movies();
CREATE TRIGGER index_unlinked AFTER DELETE ON movies_stars REFERENCING OLD TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION index_linked_movies();
CREATE TRIGGER index_linked AFTER INSERT ON movies_directors REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION index_linked_movies();
CREATE TRIGGER index_unlinked AFTER DELETE ON movies_directors REFERENCING OLD TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION index_linked_movies();
CREATE TRIGGER index_renamed AFTER UPDATE ON stars REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION index_movies_of_stars();
CREATE TRIGGER index_renamed AFTER UPDATE ON directors REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION index_movies_of_directors();

-- Names are listed and joined from their indexes alone.
DROP INDEX certifications_name_key, genres_name_key, stars_name_key, directors_name_key;
CREATE UNIQUE INDEX certifications_name_key ON certifications (lower(name)) INCLUDE (id, name);
CREATE UNIQUE INDEX genres_name_key ON genres (lower(name)) INCLUDE (id, name);
CREATE UNIQUE INDEX stars_name_key ON stars (lower(name)) INCLUDE (id, name);
CREATE UNIQUE INDEX directors_name_key ON directors (lower(name)) INCLUDE (id, name);

-- One index per sort key, ending in the id that breaks ties. They carry what lists filter by, so that the
-- films of a page are chosen without touching the table.
DROP INDEX movies_name_idx, movies_year_idx, movies_imdb_idx, movies_price_idx, movies_votes_idx, movies_certification_id_idx;
CREATE INDEX movies_name_idx ON movies (name, id) INCLUDE (year, imdb, price, certification_id);
CREATE INDEX movies_year_idx ON movies (year, id) INCLUDE (imdb, price, certification_id);
CREATE INDEX movies_imdb_idx ON movies (imdb, id) INCLUDE (year, price, certification_id);
CREATE INDEX movies_price_idx ON movies (price, id) INCLUDE (year, imdb, certification_id);
CREATE INDEX movies_votes_idx ON movies (votes, id) INCLUDE (year, imdb, price, certification_id);
CREATE INDEX movies_certification_id_idx ON movies (certification_id, id) INCLUDE (year, imdb, price);
