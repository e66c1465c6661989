//! Films from CSV files: what such a file looks like, and how its films get into the catalogue. A command
//! of the server imports a file at once, the worker imports those that moderators upload.

mod batch;
mod file;

pub use batch::Batch;
pub use file::{CatalogueFile, FileError};
pub use store::imports::BadRow;
