//! The drawings in `docs/buying.md` are what the functions say.

use std::fmt::Write as _;

use domain::{Fact, OrderEvent, OrderStatus, PaymentStatus, SessionEvent, SessionStatus};

const PAGE: &str = include_str!("../../../docs/buying.md");

/// Writes one drawing. `starts` are the states that something begins in, each with what it begins with.
fn draw<S: Copy + std::fmt::Debug, E: Copy + std::fmt::Debug>(
    starts: &[(S, &str)],
    states: &[S],
    events: &[E],
    after: impl Fn(S, E) -> Option<S>,
) -> String {
    let mut drawing = String::from("```mermaid\nstateDiagram-v2\n");
    for (state, event) in starts {
        let _ = writeln!(drawing, "    [*] --> {state:?}: {event}");
    }
    for &state in states {
        for &event in events {
            if let Some(next) = after(state, event) {
                let _ = writeln!(drawing, "    {state:?} --> {next:?}: {event:?}");
            }
        }
    }
    drawing + "```\n"
}

#[track_caller]
fn assert_drawn(drawing: &str) {
    assert!(
        PAGE.contains(drawing),
        "docs/buying.md should contain\n{drawing}"
    );
}

#[test]
fn orders_are_drawn() {
    let start = [(OrderStatus::Pending, "the buyer orders")];
    assert_drawn(&draw(
        &start,
        &OrderStatus::ALL,
        &OrderEvent::ALL,
        OrderStatus::after,
    ));
}

#[test]
fn payments_are_drawn() {
    let starts = Fact::ALL.map(|fact| (PaymentStatus::first(fact), fact));
    let starts = starts.map(|(status, fact)| (status, format!("{fact:?}")));
    let starts: Vec<_> = starts.iter().map(|(s, f)| (*s, f.as_str())).collect();
    assert_drawn(&draw(
        &starts,
        &PaymentStatus::ALL,
        &Fact::ALL,
        PaymentStatus::after,
    ));
}

#[test]
fn checkout_sessions_are_drawn() {
    let start = [(SessionStatus::Open, "the buyer goes to pay")];
    assert_drawn(&draw(
        &start,
        &SessionStatus::ALL,
        &SessionEvent::ALL,
        SessionStatus::after,
    ));
}
