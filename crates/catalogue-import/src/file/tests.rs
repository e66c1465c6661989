use super::*;

const HEADER: &str = "name,year,time,certification,genres,imdb,votes,meta_score,gross,directors,stars,description,price";

/// A row with a film of this name.
fn film(name: &str) -> String {
    format!("{name},1995,170,UA,Crime,8.2,1,,,Somebody,Somebody,A film.,9.99")
}

fn lines(rows: &[&str], end: &str) -> String {
    let mut lines = vec![HEADER];
    lines.extend(rows);
    lines.join(end) + end
}

/// The names of the films, and the bad rows.
fn read(file: impl AsRef<[u8]>) -> (Vec<String>, Vec<BadRow>) {
    let mut file = CatalogueFile::open(file.as_ref()).expect("a header");
    let batch = file.next_batch().expect("readable").unwrap_or_default();
    assert!(file.next_batch().expect("readable").is_none());
    let names = batch.films.iter().map(|film| film.facts().name.clone());
    (names.collect(), batch.bad_rows)
}

fn bad_lines(file: impl AsRef<[u8]>) -> Vec<u64> {
    read(file).1.iter().map(|row| row.line).collect()
}

#[test]
fn a_row_becomes_a_film() {
    let row = "Heat,1995,170,UA,Crime|Drama,8.2,577113,76,67436818.5,Michael Mann,Al Pacino| Robert De Niro |,A film.,9.99";
    let csv = lines(&[row], "\n");
    let mut file = CatalogueFile::open(csv.as_bytes()).expect("a header");
    let batch = file.next_batch().expect("readable").expect("a row");
    assert_eq!(
        batch.films[0].facts(),
        &FilmFacts {
            name: "Heat".to_owned(),
            year: 1995,
            time: 170,
            imdb: 8.2,
            votes: 577_113,
            meta_score: Some(76.0),
            gross: Some(67_436_818.5),
            description: "A film.".to_owned(),
            price: Decimal::new(999, 2),
            certification: "UA".to_owned(),
            genres: vec!["Crime".to_owned(), "Drama".to_owned()],
            directors: vec!["Michael Mann".to_owned()],
            stars: vec!["Al Pacino".to_owned(), "Robert De Niro".to_owned()],
        }
    );
}

#[test]
fn columns_stand_in_any_order_some_may_be_missing_and_others_are_passed_over() {
    let csv = "price,note,stars,directors,votes,imdb,genres,certification,time,year,description,name,note\n\
               9.99,mine,Somebody,Somebody,1,8.2,Crime,UA,170,1995,A film.,Heat,mine\n";
    assert_eq!(read(csv), (vec!["Heat".to_owned()], vec![]));
}

#[test]
fn a_byte_order_mark_blanks_and_either_end_of_line_make_no_difference() {
    let row = film(" Heat ").replace(',', " , ");
    for end in ["\n", "\r\n"] {
        for mark in ["", "\u{feff}"] {
            let csv = format!("{mark}{}", lines(&[&row, &film("Ronin")], end));
            let names = vec!["Heat".to_owned(), "Ronin".to_owned()];
            assert_eq!(read(&csv), (names.clone(), vec![]), "{csv:?}");
            assert_eq!(read(csv.trim_end()), (names, vec![]), "{csv:?}");
        }
    }
}

#[test]
fn quotes_hold_commas_quotes_and_line_ends() {
    let row = "\"Heat, \"\"1995\"\"\",1995,170,UA,Crime,8.2,1,,,Somebody,Somebody,\"A film.\r\nLong.\",\"9.99\"";
    for end in ["\n", "\r\n"] {
        let csv = lines(&[row], end);
        let mut file = CatalogueFile::open(csv.as_bytes()).expect("a header");
        let batch = file.next_batch().expect("readable").expect("a row");
        let facts = batch.films[0].facts();
        assert_eq!(facts.name, "Heat, \"1995\"");
        assert_eq!(facts.description, "A film.\r\nLong.");
    }
}

#[test]
fn a_bad_row_is_named_by_the_line_on_which_it_begins() {
    let long = film("\"Two\nLines\"");
    let good = film("Heat").replace("A film.", "\"A film.\n\nLong.\"");
    for end in ["\n", "\r\n"] {
        // Lines:       2-4    5     6   7   8      10
        let rows = [&good, "short", "", "", &long, "last"];
        let csv = lines(&rows, end);
        assert_eq!(bad_lines(&csv), [5, 8, 10], "{csv:?}");
        assert_eq!(bad_lines(csv.trim_end()), [5, 8, 10], "{csv:?}");
    }
}

#[test]
fn a_quote_that_is_never_closed_is_a_bad_row_that_begins_where_it_begins() {
    let csv = lines(&[&film("Heat"), "\"Ronin,1998", &film("Alien")], "\n");
    let (names, bad_rows) = read(csv);
    assert_eq!(names, ["Heat"]);
    assert_eq!((bad_rows[0].line, bad_rows.len()), (3, 1));
}

#[test]
fn a_bad_row_names_the_column_and_everything_that_is_wrong() {
    let reason = |row: &[u8]| {
        let mut csv = lines(&[], "\n").into_bytes();
        csv.extend(row);
        read(csv).1.remove(0).reason
    };
    assert_eq!(reason(b"Heat,1995"), "has 2 columns instead of 13");
    assert_eq!(
        reason(film("Heat").replace("9.99", "cheap").as_bytes()),
        "price: Expected an amount such as 9.99"
    );
    assert_eq!(
        reason(film("Heat").replace("8.2", "fine").as_bytes()),
        "imdb: Expected a number"
    );
    assert_eq!(
        reason(film("Heat").replace("1995", "soon").as_bytes()),
        "year: Expected a whole number"
    );
    assert_eq!(
        reason(b"Heat,1995,170,UA,Crime,8.2,1,,,Somebody,\xff,A film.,9.99"),
        "stars: is not UTF-8"
    );
    let reason = reason(
        film("Heat")
            .replace("170", "0")
            .replace("8.2", "11")
            .as_bytes(),
    );
    assert_eq!(
        reason,
        "time: Time must be greater than 0; imdb: Must be from 1 to 10"
    );
}

#[test]
fn a_file_that_is_no_catalogue_is_refused_with_the_reason() {
    let error = |file: &[u8]| match CatalogueFile::open(file) {
        Ok(_) => panic!("{file:?} is accepted"),
        Err(error) => error.to_string(),
    };
    for empty in ["", "\n\r\n", "\u{feff}"] {
        assert_eq!(error(empty.as_bytes()), "The file is empty.");
    }
    assert_eq!(error(b"\xff\xfen\0a\0"), "The first line is not UTF-8.");
    let header = HEADER.replace(",year", "").replace(",price", "");
    assert_eq!(
        error(header.as_bytes()),
        "The first line names no column `year`, `price`."
    );
    for twice in ["year", "gross"] {
        assert_eq!(
            error(format!("{HEADER}, {twice}").as_bytes()),
            format!("The first line names the column `{twice}` twice.")
        );
    }
}

#[test]
fn batches_are_bounded_whatever_their_rows_are() {
    let good = film("Heat");
    let rows: Vec<_> = (0..=2 * BATCH)
        .map(|row| if row < BATCH { good.as_str() } else { "bad" })
        .collect();
    let csv = lines(&rows, "\n");
    let open = || CatalogueFile::open(csv.as_bytes()).expect("a header");
    let mut file = open();
    let mut sizes = Vec::new();
    while let Some(batch) = file.next_batch().expect("readable") {
        sizes.push((batch.films.len(), batch.bad_rows.len()));
    }
    assert_eq!(sizes, [(BATCH, 0), (0, BATCH), (0, 1)]);
    assert_eq!(open().count().expect("readable"), 2 * BATCH as u64 + 1);
}

#[test]
fn a_file_is_taken_up_again_after_the_rows_that_were_done() {
    let csv = lines(&[&film("Heat"), "bad", "", &film("Ronin")], "\r\n");
    let mut file = CatalogueFile::open(csv.as_bytes()).expect("a header");
    file.skip(2).expect("readable");
    let batch = file.next_batch().expect("readable").expect("a row");
    assert_eq!(batch.films[0].facts().name, "Ronin");
    let mut file = CatalogueFile::open(csv.as_bytes()).expect("a header");
    file.skip(7).expect("readable");
    assert!(file.next_batch().expect("readable").is_none());
}
