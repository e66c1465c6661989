//! Pages as people see them.
