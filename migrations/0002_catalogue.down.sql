DROP TABLE movies_directors, movies_stars, movies_genres, movies, directors, stars, genres, certifications;
