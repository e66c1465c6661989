CREATE OR REPLACE FUNCTION search_query(asked text) RETURNS tsquery LANGUAGE plpgsql STABLE
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

DROP FUNCTION search_queries;
