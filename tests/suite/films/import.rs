//! `cinema-server catalog import`

use std::{fs, process::Output};

use super::demo_file;
use crate::support::{Cinema, run};

const HEADER: &str = "name,year,time,certification,genres,imdb,votes,meta_score,gross,directors,stars,description,price";

async fn import(cinema: &Cinema, file: &str, input: &str) -> Output {
    run(
        "cinema-server",
        &["--config", &cinema.config_file(), "catalog", "import", file],
        &[],
        input,
    )
    .await
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test]
async fn the_demo_catalogue_is_imported_once_however_often_it_is_imported() {
    let cinema = Cinema::builder().servers(0).workers(0).start().await;
    let file = demo_file();
    for (added, there) in [(1000, 0), (0, 1000)] {
        let output = import(&cinema, &file.to_string_lossy(), "").await;
        assert_eq!(
            text(&output.stdout),
            format!("{added} films added, {there} already there, 0 bad rows\n")
        );
        assert_eq!(
            (output.status.code(), text(&output.stderr).as_str()),
            (Some(0), "")
        );
    }
    assert_eq!(cinema.count("SELECT count(*) FROM movies").await, 1000);
}

#[tokio::test]
async fn bad_rows_are_reported_by_line_and_the_rest_is_imported() {
    let cinema = Cinema::builder().servers(0).workers(0).start().await;
    let csv = format!(
        "{HEADER}\n\
         Heat,1995,170,UA,Crime,8.2,577113,76,67436818,Michael Mann,Al Pacino,A film.,9.99\n\
         Too Old,1894,10,UA,Crime,8.2,1,,,Somebody,Somebody,A film.,9.99\n\
         No Year,soon,10,UA,Crime,8.2,1,,,Somebody,Somebody,A film.,9.99\n\
         Too Short,1995,10\n\
         \"Two\nLines\",1995,10,UA,Crime,8.2,1,,,Somebody,Somebody,A film.,9.99\n\
         Many Faults,1995,0,UA,,100,-1,101,,Somebody,Somebody,A film.,0.999\n\
         Ronin,1998,122,A,Action,7.2,180000,67,,John Frankenheimer,Jean Reno,A film.,0\n"
    );
    let file = cinema.file("films.csv");
    fs::write(&file, csv).unwrap();
    let output = import(&cinema, &file.to_string_lossy(), "").await;

    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stdout),
        "2 films added, 0 already there, 5 bad rows\n"
    );
    insta::assert_snapshot!(text(&output.stderr), @r"
    line 3: year: Year cannot be before 1895
    line 4: year: Expected a whole number
    line 5: has 3 columns instead of 13
    line 6: name: a name has 1 to 250 characters and no control characters
    line 8: time: Time must be greater than 0; imdb: Must be from 1 to 10; votes: Must not be negative; meta_score: Must be from 0 to 100; price: Must be an amount of 0 or more with at most two decimal places; genres: Name 1 to 50; a name has 1 to 100 characters and no control characters
    ");
    assert_eq!(cinema.count("SELECT count(*) FROM movies").await, 2);
}

#[tokio::test]
async fn fifty_bad_rows_are_all_reported() {
    let cinema = Cinema::builder().servers(0).workers(0).start().await;
    let good =
        "Heat,1995,170,UA,Crime,8.2,577113,76,67436818,Michael Mann,Al Pacino,A film.,9.99\r\n";
    let bad = good.replace("1995", "1894");
    let csv = format!("{HEADER}\r\n{}", (good.to_owned() + &bad).repeat(50));
    let output = import(&cinema, "-", &csv).await;

    assert_eq!(
        text(&output.stdout),
        "1 films added, 49 already there, 50 bad rows\n"
    );
    let lines: Vec<_> = (0..50)
        .map(|number| format!("line {}: year: Year cannot be before 1895", 3 + 2 * number))
        .collect();
    assert_eq!(text(&output.stderr), lines.join("\n") + "\n");
}

#[tokio::test]
async fn films_are_read_from_standard_input_too() {
    let cinema = Cinema::builder().servers(0).workers(0).start().await;
    let csv = format!(
        "{HEADER}\nHeat,1995,170,UA,Crime,8.2,577113,76,67436818,Michael Mann,Al Pacino,A film.,9.99\n"
    );
    let output = import(&cinema, "-", &csv).await;
    assert_eq!(
        (output.status.code(), text(&output.stdout).as_str()),
        (Some(0), "1 films added, 0 already there, 0 bad rows\n")
    );
}

#[tokio::test]
async fn films_that_an_operator_imports_are_on_record_as_nobodys() {
    let cinema = Cinema::builder().servers(0).workers(0).start().await;
    let output = import(&cinema, &demo_file().to_string_lossy(), "").await;
    assert_eq!(output.status.code(), Some(0));
    let noted = "SELECT count(*) FROM audit_log JOIN movies ON entity = 'movie' AND entity_id = uuid::text
        WHERE action = 'import-movie' AND actor_id IS NULL AND before IS NULL AND after->>'name' = name";
    assert_eq!(cinema.count(noted).await, 1000);
}

#[tokio::test]
async fn a_file_that_is_no_catalogue_is_refused() {
    let cinema = Cinema::builder().servers(0).workers(0).start().await;
    let missing = import(&cinema, "/nowhere/films.csv", "").await;
    assert_eq!(missing.status.code(), Some(1));
    assert!(
        text(&missing.stderr).contains("/nowhere/films.csv"),
        "{}",
        text(&missing.stderr)
    );

    let columns = import(&cinema, "-", "name,year\nHeat,1995\n").await;
    assert_eq!(columns.status.code(), Some(1));
    assert!(
        text(&columns.stderr).contains("`time`"),
        "{}",
        text(&columns.stderr)
    );
}
