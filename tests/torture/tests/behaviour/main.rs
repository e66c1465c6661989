//! What generated code does with hostile input, over a router in memory.
#![warn(clippy::pedantic)]

mod answers;
mod forms;
mod input;
mod support;
