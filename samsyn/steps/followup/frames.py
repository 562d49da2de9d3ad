"""Figures to numbers for `samsyn.analysis`, and its answers back as plain values: the only door to statistics from here.

A change is a dict, kept with the follow-up as it was found:

    expected, expected_low, expected_high        what was to be expected, and the span that chance alone could well give
    difference, difference_low, difference_high  what came minus what was to be expected, with its interval
    p, is_secured, method                        whether it is more than chance, and by which test
    reason                                       why it cannot be estimated, or ""
    few                                          whether it rests on few events or answers
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from samsyn.analysis import before_after as analysis
from samsyn.analysis.result import Caveat, Comparison, Share
from samsyn.analysis.shares import share_difference
from samsyn.analysis.wdd import wdd
from samsyn.steps.situation.frames import Seen, count_interval, share_of

LEVEL = 0.95
ALIKE = 1.5  # so many times as many events before, at most, for events to be compared one by one
_FEW = {Caveat.FEW_EVENTS, Caveat.SMALL_BASE}

__all__ = [
    "change_of_counts",
    "change_of_shares",
    "count_interval",
    "counts_against",
    "events_against",
    "share_of",
    "shares_against",
    "span_of_count",
    "span_of_share",
]


def change_of_counts(before: float, after: Sequence[float]) -> dict[str, Any]:
    """Return how a count changed: one period before, one or several as long after."""
    total, periods = _whole(sum(after)), len(after)
    found = analysis.before_after(_whole(before), total, periods=periods, level=LEVEL)
    span = analysis.expected_count(_whole(before), periods=periods, level=LEVEL)
    return _of_counts(total, found, span)


def counts_against(
    before: float, after: Sequence[float], control_before: float, control_after: Sequence[float]
) -> dict[str, Any]:
    """Return how a count changed beside another area's over the same periods."""
    total, control = _whole(sum(after)), (_whole(control_before), _whole(sum(control_after)))
    found = analysis.ratio_of_ratios(_whole(before), total, *control, level=LEVEL)
    return _of_counts(total, found, analysis.expected_count(_whole(before), control, level=LEVEL))


def events_against(
    before: float, after: Sequence[float], control_before: float, control_after: Sequence[float]
) -> dict[str, float | None] | None:
    """Return how many more or fewer events a period the area had than if it had gained or lost as many as the other.

    None unless the two had about as many events before: what doubles everywhere adds more where there was more.
    The decision rests on `counts_against`, see docs/adr/0010.
    """
    own = (_whole(before), _whole(sum(after)))
    control = (_whole(control_before), _whole(sum(control_after)))
    low, high = sorted((own[0], control[0]))
    if not low or high > ALIKE * low:
        return None
    found = wdd(control, own, time_weights=(1.0, float(len(after))), level=LEVEL)
    return {"value": found.value, "low": found.low, "high": found.high, "p": found.p}


def span_of_count(before: float, control: tuple[float, float] | None = None) -> analysis.Expected:
    """Return what was to be expected of one period, with its span."""
    whole = (_whole(control[0]), _whole(control[1])) if control is not None else None
    return analysis.expected_count(_whole(before), whole, level=LEVEL)


def _of_counts(after: int, found: Comparison, span: analysis.Expected) -> dict[str, Any]:
    expected = span.value
    difference = low = high = None
    if expected is not None:
        difference = after - expected
    if expected is not None and found.low is not None and found.high is not None:
        low, high = expected * (found.low - 1), expected * (found.high - 1)
    return _change(found, (expected, span.low, span.high), (difference, low, high))


def change_of_shares(before: Seen, after: Seen) -> dict[str, Any]:
    """Return how a share changed between two surveys of the same method."""
    return _of_shares(share_of(before), share_of(after), None)


def shares_against(before: Seen, after: Seen, control: tuple[Seen, Seen]) -> dict[str, Any]:
    """Return how a share changed beside another area's."""
    moved = share_difference(share_of(control[0]), share_of(control[1]))
    return _of_shares(share_of(before), share_of(after), moved)


def span_of_share(
    before: Seen, after: Seen, control: tuple[Seen, Seen] | None = None
) -> tuple[float | None, float | None, float | None]:
    """Return what was to be expected of one survey, with its span."""
    found = change_of_shares(before, after) if control is None else shares_against(before, after, control)
    return found["expected"], found["expected_low"], found["expected_high"]


def _of_shares(before: Share, after: Share, control: Comparison | None) -> dict[str, Any]:
    found = share_difference(before, after)
    if control is not None:
        found = analysis.difference_of_differences(found, control)
    span: tuple[float | None, float | None, float | None] = (None, None, None)
    if found.value is not None and after.value is not None:
        low, high = found.low or 0.0, found.high or 0.0
        span = (after.value - found.value, after.value - high, after.value - low)
    return _change(found, span, (found.value, found.low, found.high))


def _change(
    found: Comparison,
    expected: tuple[float | None, float | None, float | None],
    difference: tuple[float | None, float | None, float | None],
) -> dict[str, Any]:
    return {
        "expected": expected[0],
        "expected_low": expected[1],
        "expected_high": expected[2],
        "difference": difference[0],
        "difference_low": difference[1],
        "difference_high": difference[2],
        "p": found.p,
        "is_secured": found.is_more_than_chance and found.reason is None,
        "method": found.method,
        "reason": found.reason.value if found.reason else "",
        "few": bool(_FEW & set(found.caveats)),
    }


def _whole(value: float) -> int:
    return max(0, round(value))
