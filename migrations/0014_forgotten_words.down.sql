DROP TRIGGER forget_removed ON movie_search;
DROP TRIGGER forget_changed ON movie_search;
DROP FUNCTION forget_search_words;
