"""Weighted displacement quotient: how much of what the treated area lost or gained turned up in the ring around it?"""

from __future__ import annotations

from dataclasses import dataclass

from samsyn.analysis.result import AnalysisError, Caveat, Reason, check_level
from samsyn.analysis.wdd import Pair, Wdd, wdd

METHOD = "wdq"


@dataclass(frozen=True)
class Wdq:
    """The quotient, and the differences (WDD) that have the interval which it lacks.

    value      over 0 the benefit spread to the ring, over 1 more than the area itself gained; under 0 crime moved there,
               under -1 more than the area gained; None with a `reason`
    low, high  always None: the quotient has no known distribution
    success    T1 / C1 - T0 / C0, under 0 when the area improved beside its control
    around     B1 / C1 - B0 / C0, the same of the ring
    wdd_inside, wdd_around  the area beside its control; the ring beside its own control, or the same one without it
    wdd_total  both; None without a ring around the control
    """

    value: float | None
    low: None
    high: None
    level: float
    n: int
    method: str
    success: float | None
    around: float | None
    wdd_inside: Wdd
    wdd_around: Wdd
    wdd_total: Wdd | None
    caveats: tuple[Caveat, ...] = ()
    reason: Reason | None = None


def wdq(
    control: Pair,
    treated: Pair,
    treated_buffer: Pair,
    *,
    control_buffer: Pair | None = None,
    level: float = 0.95,
) -> Wdq:
    """Return (B1 / C1 - B0 / C0) / (T1 / C1 - T0 / C0).

    control, treated, treated_buffer  events before and after, whole numbers, 0 or more
    control_buffer  the ring around the control, for the differences only

    No events in the control in one of the periods: `Reason.NO_CONTROL_EVENTS`. An area that did not improve beside its control
    has nothing to displace: `Reason.NO_REDUCTION`. Where the improvement itself may be chance, `Caveat.UNSURE_REDUCTION`
    says that the quotient may take any value.

    >>> found = wdq((100, 100), (50, 30), (40, 45))
    >>> round(found.value, 9), found.wdd_inside.value, found.wdd_around.value
    (-0.25, -20.0, 5.0)

    Source: Bowers & Johnson (2003), J. Quant. Criminol. 19, 275-301; caveats: Wheeler & Ratcliffe (2018), Crime Science 7, 11.
    """
    check_level(level)
    inside = wdd(control, treated, level=level)
    around = wdd(control if control_buffer is None else control_buffer, treated_buffer, level=level)
    total = None
    if control_buffer is not None:
        total = wdd(
            control, treated, control_buffer=control_buffer, treated_buffer=treated_buffer, level=level
        )
    n = sum((*control, *treated, *treated_buffer, *(control_buffer or (0, 0))))
    fixed = (level, int(n), METHOD)
    if not control[0] or not control[1]:
        return Wdq(
            None, None, None, *fixed, None, None, inside, around, total, reason=Reason.NO_CONTROL_EVENTS
        )
    success = _moved(treated, control)
    beside = _moved(treated_buffer, control)
    # compared in whole numbers, so that rounding never turns "no change" into a reduction
    if treated[1] * control[0] >= treated[0] * control[1]:
        return Wdq(
            None, None, None, *fixed, success, beside, inside, around, total, reason=Reason.NO_REDUCTION
        )
    caveats: tuple[Caveat, ...] = (Caveat.WDQ_NO_INTERVAL,)
    if any(code == Caveat.FEW_EVENTS for code in (*inside.caveats, *around.caveats)):
        caveats = (Caveat.FEW_EVENTS, *caveats)
    if inside.high is None or inside.high >= 0:
        caveats = (*caveats, Caveat.UNSURE_REDUCTION)
    return Wdq(beside / success + 0.0, None, None, *fixed, success, beside, inside, around, total, caveats)


def _moved(area: Pair, control: Pair) -> float:
    if min(*area, *control) < 0:
        raise AnalysisError("counts must be 0 or more")
    return area[1] / control[1] - area[0] / control[0]
