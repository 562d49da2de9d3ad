"""One line of the table, what it must keep within, and the table as Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

EXACT = (0.95, 1.0)  # coverage of exact methods for counts: at least
APPROXIMATE = (0.93, 0.97)  # coverage of approximate ones
EXACT_ALARMS, ETEST_ALARMS, ALARMS = (0.0, 0.05), (0.0, 0.06), (0.03, 0.07)
DISCOVERIES = (0.0, 0.06)  # realised rate of false discoveries of a list


@dataclass(frozen=True)
class Line:
    """A method in a scenario: the share of `runs` in which the interval held the truth, or the test told of nothing."""

    method: str
    scenario: str
    what: str  # "coverage", "false alarms" or "false discoveries"
    share: float
    runs: int
    bounds: tuple[float, float]

    @property
    def is_within(self) -> bool:
        """Whether the share keeps within its bounds, give or take three standard errors of the simulation."""
        low, high = self.bounds
        give = 3 * sqrt(max(self.share * (1 - self.share), 0.25 / self.runs) / self.runs)
        return low - give <= self.share <= high + give


def markdown(lines: Iterable[Line]) -> str:
    rows = [
        "| method | scenario | what | found, % | bounds, % | runs | within |",
        "|---|---|---|---:|---:|---:|---|",
    ]
    for one in lines:
        low, high = (f"{100 * end:g}" for end in one.bounds)
        rows.append(
            f"| {one.method} | {one.scenario} | {one.what} | {100 * one.share:.2f} | {low}–{high} | {one.runs} | "
            f"{'yes' if one.is_within else '**no**'} |"
        )
    return "\n".join(rows)
