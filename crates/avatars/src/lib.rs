//! Pictures of members: what is taken for one, how it is drawn anew, and where it is kept.
//!
//! Nothing of an upload is kept but its pixels. The server draws, writes and reads; the worker deletes. Which files
//! there are, and who needs them, is the database's to say (`store::avatars`).

mod files;
mod http;
mod name;
mod redraw;
mod studio;

pub use files::{Files, FilesError, OpenError};
pub use name::{Format, Name};
pub use redraw::{Picture, Refusal};
pub use studio::{Studio, StudioError};
