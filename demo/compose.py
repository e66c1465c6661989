#!/usr/bin/env python3
"""Composes films.csv from a list of facts: adds a description and a price to each film.

    python3 compose.py FACTS.csv > films.csv

The same facts always give the same file. README.md states the rules.
"""

import csv
import sys
import zlib

# The words for a genre in front of the noun, in the order in which English wants them.
ADJECTIVES = {
    "Animation": "animated",
    "Drama": "dramatic",
    "Comedy": "comic",
    "Biography": "biographical",
    "Romance": "romantic",
    "Family": "family",
    "History": "historical",
    "Musical": "musical",
    "Music": "music",
    "Sport": "sports",
    "War": "war",
    "Western": "western",
    "Fantasy": "fantasy",
    "Sci-Fi": "science-fiction",
    "Film-Noir": "noir",
    "Horror": "horror",
    "Mystery": "mystery",
    "Crime": "crime",
    "Action": "action",
    "Adventure": "adventure",
}

# What the film is called: the first row whose genres it has.
NOUNS = [
    ({"Thriller"}, "thriller"),
    ({"Comedy", "Drama"}, "comedy-drama"),
    ({"Comedy"}, "comedy"),
    ({"Drama"}, "drama"),
    ({"Adventure"}, "adventure"),
    ({"Western"}, "western"),
    ({"Mystery"}, "mystery"),
    (set(), "film"),
]

# "With" and "credits" on purpose: the list puts second directors among the stars.
PATTERNS = [
    "{a_kind} from {year}, directed by {director}, with {three}.",
    "{a_kind} with {two}, made by {director} in {year}.",
    "{director} directs this {kind} from {year}, with {two}.",
    "{director} takes {length} for this {kind} from {year}, with {two}.",
    "{director}'s {kind} of {year}, with {three}, runs for {length}.",
    "{one} heads the credits of this {kind} from {year}, directed by {director}.",
    "Released in {year}, this {minutes}-minute {kind} brings {director} together with {two}.",
    "In {year} {director} made this {kind} with {three}.",
]

# For a director who is among the stars as well.
SELF_DIRECTED = [
    "{director} directs and appears in this {kind} from {year}, with {two}.",
    "{a_kind} from {year}, {minutes} minutes long, by and with {director}, beside {two}.",
]

# Cents for films of that year or later.
BASE_PRICES = [(2015, 999), (2000, 799), (1980, 599), (1960, 499), (0, 399)]
# Each of these ratings that a film reaches adds a dollar.
RATING_STEPS = [8.0, 8.3, 8.6, 8.9]


def kind(genres):
    """Crime and Drama make a "crime drama"."""
    spoken = genres - {"Music"} if "Musical" in genres else genres
    needed, noun = next(row for row in NOUNS if row[0] <= spoken)
    return " ".join([word for genre, word in ADJECTIVES.items() if genre in spoken - needed] + [noun])


def with_article(phrase):
    return f"{'An' if phrase[0] in 'aeiou' else 'A'} {phrase}"


def enumeration(names):
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def length(minutes):
    parts = zip(divmod(minutes, 60), ["hour", "minute"])
    return " and ".join(f"{n} {unit}{'s' * (n > 1)}" for n, unit in parts if n)


def description(film):
    director = film["directors"]
    stars = film["stars"].split("|")
    others = [star for star in stars if star != director]
    phrase = kind(set(film["genres"].split("|")))
    patterns = SELF_DIRECTED if director in stars else PATTERNS
    choice = zlib.crc32(f"{film['name']} {film['year']}".encode()) % len(patterns)
    sentence = patterns[choice].format(
        year=film["year"],
        minutes=film["time"],
        length=length(int(film["time"])),
        kind=phrase,
        a_kind=with_article(phrase),
        director=director,
        one=others[0],
        two=enumeration(others[:2]),
        three=enumeration(others[:3]),
    )
    return sentence.replace("Jr..", "Jr.")


def price(film):
    cents = next(base for year, base in BASE_PRICES if int(film["year"]) >= year)
    cents += 100 * sum(float(film["imdb"]) >= step for step in RATING_STEPS)
    if int(film["time"]) < 90:
        cents -= 100
    return f"{cents // 100}.{cents % 100:02}"


def main():
    with open(sys.argv[1], encoding="utf-8", newline="") as source:
        films = csv.DictReader(source)
        columns = [*films.fieldnames, "description", "price"]
        sys.stdout.reconfigure(encoding="utf-8", newline="")
        target = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
        target.writeheader()
        for film in films:
            film["certification"] = film["certification"] or "Not Rated"
            target.writerow(film | {"description": description(film), "price": price(film)})


if __name__ == "__main__":
    main()
