//! The program.

use std::process::Stdio;

use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::Command,
};

#[tokio::test]
async fn the_program_says_where_it_listens_and_saves_its_books_when_it_is_told_to_stop() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("books.json");
    let mut program = Command::new(env!("CARGO_BIN_EXE_cinema-stripe-sandbox"))
        .args([
            "--listen",
            "127.0.0.1:0",
            "--secret-key",
            "sk_test_1",
            "--data",
        ])
        .arg(&file)
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the program starts");
    let log = program.stderr.take().expect("a pipe");
    let line = BufReader::new(log).lines().next_line().await;
    let line = line.expect("a log in UTF-8").expect("a line");
    let (_, url) = line.split_once("url=").expect("an address");
    let dashboard = reqwest::get(url.trim_matches('"')).await;
    assert_eq!(dashboard.expect("it listens").status(), 200);

    let pid = program.id().expect("it runs").to_string();
    let told = Command::new("kill").args(["-TERM", &pid]).status().await;
    assert!(told.expect("kill is there").success());
    assert!(program.wait().await.expect("it ends").success());
    assert!(file.exists());
}
