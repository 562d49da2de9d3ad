"""Answers on the scale from very safe to very unsafe, and what many of them come to."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from samsyn.sources.columns import folded

STEPS = ("mycket trygg", "ganska trygg", "varken eller", "ganska otrygg", "mycket otrygg")
Z = 1.959963984540054  # 95 per cent

_SCALE = {folded(text): step for step, text in enumerate(STEPS)}
_SCALE |= {
    folded(text): step
    for text, step in (
        ("varken trygg eller otrygg", 2),
        ("varken", 2),
        ("ganska tryggt", 1),
        ("mycket tryggt", 0),
        ("ganska otryggt", 3),
        ("mycket otryggt", 4),
    )
}
_NO_ANSWER = {
    folded(text) for text in ("vet ej", "vet inte", "ej svar", "vill inte svara", "ingen uppgift", "")
}


class UnknownAnswer(ValueError):  # noqa: N818
    """An answer that is not on the scale."""


def step_of(text: str, codes: str = "") -> int | None:
    """Return the step, 0 is the safest; None for no opinion. Raises UnknownAnswer.

    codes is "1-best" or "5-best" when answers are written as 1 to 5.

    >>> step_of("Ganska trygg"), step_of("vet ej"), step_of("2", "1-best")
    (1, None, 1)
    """
    text = folded(text)
    if text in _NO_ANSWER:
        return None
    if text in _SCALE:
        return _SCALE[text]
    if codes and text in ("1", "2", "3", "4", "5"):
        return int(text) - 1 if codes == "1-best" else 5 - int(text)
    raise UnknownAnswer(text)


@dataclass
class Tally:
    """The answers of one area and year to one question."""

    row: int  # the first row that was counted
    count: int = 0
    weight: float = 0.0
    weight_squared: float = 0.0
    safe: float = 0.0

    def add(self, weight: float, *, is_safe: bool) -> None:
        self.count += 1
        self.weight += weight
        self.weight_squared += weight * weight
        self.safe += weight * is_safe

    def share(self) -> tuple[float, float, float]:
        """Return the weighted share of the two top steps with a 95 per cent interval.

        Wilson's interval on the effective number of answers (sum of weights squared over sum of squared weights):
        strata and clusters are not used. Source: Wilson (1927), JASA 22, 209-212; Kish (1965), Survey Sampling.
        """
        share = min(1.0, self.safe / self.weight)
        effective = self.weight**2 / self.weight_squared
        middle = (share + Z**2 / (2 * effective)) / (1 + Z**2 / effective)
        half = Z / (1 + Z**2 / effective) * sqrt(share * (1 - share) / effective + Z**2 / (4 * effective**2))
        return share, max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))
