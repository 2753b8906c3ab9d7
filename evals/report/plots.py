"""The two plots of the report as SVG: risk against coverage, share right against confidence."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plot:
    """The frame of a plot: 0..1 to the right, 0..``top`` upwards; ``across`` and ``up`` say what.

    ``name`` is the plot's own on its page.
    """

    name: str
    across: str
    up: str
    top: float = 1.0
    left: int = 64
    right: int = 620
    upper: int = 14
    lower: int = 270

    def x(self, share: float) -> float:
        """The abscissa in pixels."""
        return round(self.left + share * (self.right - self.left), 1)

    def y(self, share: float) -> float:
        """The ordinate in pixels."""
        return round(self.lower - share / self.top * (self.lower - self.upper), 1)


def risk_plot(points: Sequence[Sequence[float]]) -> str:
    """The risk (share not correct) at every coverage, from (coverage, risk) pairs in 0..1."""
    highest = max(risk for _, risk in points)
    top = next((top for top in (0.1, 0.2, 0.5) if highest <= top), 1.0)
    across, up = "coverage (share of the questions, surest first)", "risk (share not correct)"
    plot = Plot("risk", across, up, top)
    ordered = sorted((coverage, risk) for coverage, risk in points)
    line = " ".join(f"{plot.x(coverage)},{plot.y(risk)}" for coverage, risk in ordered)
    first, last = plot.x(ordered[0][0]), plot.x(ordered[-1][0])
    marks = (
        f'<polygon points="{first},{plot.lower} {line} {last},{plot.lower}"/>'
        f'<polyline points="{line}"/>'
    )
    description = (
        f"{len(points)} points, from risk {ordered[0][1]:.3f} at coverage {ordered[0][0]:.3f} "
        f"to risk {ordered[-1][1]:.3f} at coverage {ordered[-1][0]:.3f}."
    )
    return _svg(plot, "Risk against coverage", description, marks)


def reliability_diagram(bins: Sequence[Sequence[float]]) -> str:
    """The bins of a calibration, from (mean confidence, share right, cases) triples."""
    plot = Plot("reliability", "mean confidence", "share right")
    total = sum(count for *_, count in bins)
    line = " ".join(f"{plot.x(confidence)},{plot.y(right)}" for confidence, right, _ in bins)
    marks = (
        f'<path class="ideal" d="M{plot.x(0.0)} {plot.y(0.0)}L{plot.x(1.0)} {plot.y(1.0)}"/>'
        f"{''.join(_gap(plot, confidence, right) for confidence, right, _ in bins)}"
        f'<polyline points="{line}"/>'
        f"{''.join(_bin(plot, of_bin, total) for of_bin in bins)}"
    )
    listed = "; ".join(
        f"confidence {confidence:.3f}, right {right:.3f}" for confidence, right, _ in bins
    )
    description = f"Bins of {total} cases. {listed}."
    return _svg(plot, "Share right against mean confidence", description, marks)


def _gap(plot: Plot, confidence: float, right: float) -> str:
    x = plot.x(confidence)
    return f'<path class="gap" d="M{x} {plot.y(right)}V{plot.y(confidence)}"/>'


def _bin(plot: Plot, of_bin: Sequence[float], total: float) -> str:
    confidence, right, count = of_bin
    # The area is the bin's share of the cases, for ties can make one bin as large as several.
    radius = max(3.0, round(16 * math.sqrt(count / total), 1))
    return (
        f'<circle cx="{plot.x(confidence)}" cy="{plot.y(right)}" r="{radius}">'
        f"<title>{count:.0f} cases, confidence {confidence:.3f}, right {right:.3f}</title></circle>"
    )


def _svg(plot: Plot, title: str, description: str, marks: str) -> str:
    middle = (plot.upper + plot.lower) // 2
    return (
        '<svg class="plot" viewBox="0 0 640 322" role="img" '
        f'aria-labelledby="{plot.name}-title" aria-describedby="{plot.name}-desc">'
        f'<title id="{plot.name}-title">{title}</title>'
        f'<desc id="{plot.name}-desc">{description}</desc>'
        f"{_ticks(plot)}{marks}"
        f'<path class="axis" d="M{plot.left} {plot.upper}V{plot.lower}H{plot.right}"/>'
        f'<text x="{plot.x(0.5)}" y="314">{plot.across}</text>'
        f'<text x="16" y="{middle}" transform="rotate(-90 16 {middle})">{plot.up}</text>'
        "</svg>"
    )


def _ticks(plot: Plot) -> str:
    parts = []
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        x, y = plot.x(share), plot.y(share * plot.top)
        parts += [
            f'<path class="grid" d="M{plot.left} {y}H{plot.right}"/>',
            f'<path class="axis" d="M{x} {plot.lower}v5M{plot.left} {y}h-5"/>',
            f'<text x="{x}" y="{plot.lower + 21}">{share:.1f}</text>',
            f'<text class="end" x="{plot.left - 9}" y="{y + 4.5}">{share * plot.top:.2f}</text>',
        ]
    return "".join(parts)
