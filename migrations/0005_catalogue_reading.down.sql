DROP TRIGGER index_renamed ON directors;
DROP TRIGGER index_renamed ON stars;
DROP TRIGGER index_unlinked ON movies_directors;
DROP TRIGGER index_linked ON movies_directors;
DROP TRIGGER index_unlinked ON movies_stars;
DROP TRIGGER index_linked ON movies_stars;
DROP TRIGGER index_changed ON movies;
DROP TRIGGER index_added ON movies;
DROP TRIGGER count_removed ON certifications;
DROP TRIGGER count_added ON certifications;
DROP TRIGGER count_removed ON directors;
DROP TRIGGER count_added ON directors;
DROP TRIGGER count_removed ON stars;
DROP TRIGGER count_added ON stars;
DROP TRIGGER count_removed ON genres;
DROP TRIGGER count_added ON genres;
DROP TRIGGER count_removed ON movies_genres;
DROP TRIGGER count_added ON movies_genres;
DROP TRIGGER count_removed ON movies;
DROP TRIGGER count_changed ON movies;
DROP TRIGGER count_added ON movies;
DROP TRIGGER note_change ON movies_directors;
DROP TRIGGER note_change ON movies_stars;
DROP TRIGGER note_change ON movies_genres;
DROP TRIGGER note_change ON certifications;
DROP TRIGGER note_change ON directors;
DROP TRIGGER note_change ON stars;
DROP TRIGGER note_change ON genres;
DROP TRIGGER note_change ON movies;

DROP FUNCTION rebuild_catalogue, search_query, index_movies_of_directors, index_movies_of_stars, index_linked_movies,
    index_written_movies, index_movies;
DROP VIEW movies_to_search;
DROP TABLE search_words, movie_search;
DROP FUNCTION fold(text);
DROP FUNCTION count_names, count_movies_of_genre, count_movies, movie_facets;
DROP TABLE catalogue_counts;
DROP FUNCTION note_catalogue_change, begin_catalogue_change;
DROP TABLE catalogue;

DROP INDEX certifications_name_key, genres_name_key, stars_name_key, directors_name_key;
CREATE UNIQUE INDEX certifications_name_key ON certifications (lower(name));
CREATE UNIQUE INDEX genres_name_key ON genres (lower(name));
CREATE UNIQUE INDEX stars_name_key ON stars (lower(name));
CREATE UNIQUE INDEX directors_name_key ON directors (lower(name));

DROP INDEX movies_name_idx, movies_year_idx, movies_imdb_idx, movies_price_idx, movies_votes_idx, movies_certification_id_idx;
CREATE INDEX movies_name_idx ON movies (name, id);
CREATE INDEX movies_year_idx ON movies (year, id);
CREATE INDEX movies_imdb_idx ON movies (imdb, id);
CREATE INDEX movies_price_idx ON movies (price, id);
CREATE INDEX movies_votes_idx ON movies (votes, id);
CREATE INDEX movies_certification_id_idx ON movies (certification_id, id);

DROP EXTENSION unaccent;
DROP EXTENSION pg_trgm;
