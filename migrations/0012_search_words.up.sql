-- What a person asks for, as two queries on documents: all words, in any order, each as the beginning of a word. Films
-- are ranked by the beginnings. They are found by the words that begin so, as long as these are few: an index skips from
-- film to film between words, but for a beginning it gathers every film first. A word that nothing begins with
-- stands for those that look most like it. Nothing is found by NULL. Two letters that changed places in a word of four
-- leave a similarity of 0.25. Words of one letter, of which there would be too many, are taken as they are.
CREATE FUNCTION search_queries(asked text, OUT finding tsquery, OUT ranking tsquery) LANGUAGE plpgsql STABLE
SET pg_trgm.similarity_threshold = 0.25 AS $$
DECLARE
    named_max CONSTANT integer := 16;
    term       text;
    begun      integer;
    words      text;
    to_find    text;
    to_rank    text;
BEGIN
    FOREACH term IN ARRAY tsvector_to_array(to_tsvector('simple', fold(asked))) LOOP
        IF length(term) = 1 THEN
            words := term;
            begun := 0;
        ELSE
            SELECT count(*), string_agg(word, ' | ') INTO begun, words
            FROM (
                SELECT word FROM search_words WHERE word >= term AND word < term || U&'\+10FFFF' LIMIT named_max + 1
            ) AS beginning;
            IF begun > named_max THEN
                words := term || ':*';
            ELSIF begun = 0 THEN
                SELECT string_agg(word, ' | ') INTO words
                FROM (
                    SELECT word FROM search_words WHERE word % term ORDER BY similarity(word, term) DESC, word LIMIT 5
                ) AS alike;
            END IF;
        END IF;
        IF words IS NULL THEN
            finding := NULL;
            ranking := NULL;
            RETURN;
        END IF;
        to_find := concat_ws(' & ', to_find, '(' || words || ')');
        to_rank := concat_ws(' & ', to_rank, CASE WHEN begun > 0 THEN term || ':*' ELSE '(' || words || ')' END);
    END LOOP;
    finding := to_find::tsquery;
    ranking := to_rank::tsquery;
END
$$;

-- Servers of the release before call it until they are replaced.
CREATE OR REPLACE FUNCTION search_query(asked text) RETURNS tsquery LANGUAGE sql STABLE AS $$
    SELECT ranking FROM search_queries(asked)
$$;
