//! The migrations are built into the crate: a new one means building it anew.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
