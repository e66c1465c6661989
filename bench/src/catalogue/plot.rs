//! The cost of an answer over the size of the catalogue, as a picture.

use std::fmt::Write as _;

use super::{operations, results::Line};

const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 460.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 560.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 410.0;
/// Distance of the lines in the legend.
const LEGEND: f64 = 24.0;
/// Distinct on white and on black.
const COLOURS: [&str; 10] = [
    "#4c8bf5", "#e8710a", "#1e9e5a", "#d93f8a", "#9a6ee8", "#b8860b", "#12a4b4", "#e0524d",
    "#7a8793", "#6aa32d",
];
/// Text and lines follow the reader's light or dark colours.
const STYLE: &str = "text{font:13px system-ui,sans-serif;fill:#333}.axis{stroke:#888}.grid{stroke:#8884}\
    @media(prefers-color-scheme:dark){text{fill:#ddd}}";

/// Both axes are logarithmic.
pub(super) fn svg(lines: &[Line]) -> String {
    let decades = Decades::of(lines.iter().map(Line::cost));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         aria-label=\"Cost of an answer over the size of the catalogue\">\n<style>{STYLE}</style>\n"
    );
    for decade in decades.first..=decades.last {
        let y = decades.y(10_f64.powi(decade));
        let label = 10_f64.powi(decade);
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{RIGHT}\" y2=\"{y:.1}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{label} µs</text>",
            LEFT - 8.0,
            y + 4.0
        );
    }
    for films in [1000, 10_000, 100_000, 1_000_000] {
        let x = x(f64::from(films));
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{BOTTOM}\"/>\
             <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{films}</text>",
            BOTTOM + 20.0
        );
    }
    let _ = writeln!(
        svg,
        "<path class=\"axis\" fill=\"none\" d=\"M{LEFT},{TOP}V{BOTTOM}H{RIGHT}\"/>\
         <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">films</text>",
        f64::midpoint(LEFT, RIGHT),
        BOTTOM + 40.0
    );
    let mut legend = TOP + LEGEND / 2.0;
    for (operation, colour) in operations::ALL.iter().zip(COLOURS) {
        let of_operation = lines.iter().filter(|line| line.operation == operation.name);
        let points: Vec<_> = of_operation
            .map(|line| (x(line.size.films_as_float()), decades.y(line.cost())))
            .collect();
        draw(&mut svg, &points, colour);
        let _ = writeln!(
            svg,
            "<line x1=\"{:.1}\" y1=\"{legend:.1}\" x2=\"{:.1}\" y2=\"{legend:.1}\" stroke=\"{colour}\" stroke-width=\"3\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            RIGHT + 24.0,
            RIGHT + 48.0,
            RIGHT + 56.0,
            legend + 4.0,
            operation.name
        );
        legend += LEGEND;
    }
    svg.push_str("</svg>\n");
    svg
}

fn draw(svg: &mut String, points: &[(f64, f64)], colour: &str) {
    let path: Vec<_> = points
        .iter()
        .map(|(x, y)| format!("{x:.1},{y:.1}"))
        .collect();
    let _ = writeln!(
        svg,
        "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\"{}\"/>",
        path.join(" ")
    );
    for (x, y) in points {
        let _ = writeln!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"{colour}\"/>"
        );
    }
}

fn x(films: f64) -> f64 {
    LEFT + 20.0 + (films.log10() - 3.0) / 3.0 * (RIGHT - LEFT - 40.0)
}

/// The powers of ten that an axis shows.
struct Decades {
    first: i32,
    last: i32,
}

impl Decades {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "powers of ten of microseconds are small"
    )]
    fn of(costs: impl Iterator<Item = f64>) -> Self {
        let (low, high) = costs.fold((f64::MAX, 1.0), |(low, high), cost| {
            (cost.min(low), cost.max(high))
        });
        Self {
            first: low.log10().floor() as i32,
            last: high.log10().ceil() as i32,
        }
    }

    fn y(&self, cost: f64) -> f64 {
        let share = (cost.log10() - f64::from(self.first)) / f64::from(self.last - self.first);
        BOTTOM - share * (BOTTOM - TOP)
    }
}
