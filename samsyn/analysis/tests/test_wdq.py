from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.result import AnalysisError
from samsyn.analysis.wdd import wdd
from samsyn.analysis.wdq import wdq

PAIR = st.tuples(st.integers(0, 300), st.integers(0, 300))


@pytest.mark.parametrize(
    ("control", "treated", "ring", "value"),
    [
        # Bowers & Johnson (2003): (B1/C1 - B0/C0) / (A1/C1 - A0/C0), by hand
        ((100, 100), (50, 30), (40, 45), -0.25),  # 0.05 / -0.20: a quarter moved
        ((100, 100), (50, 30), (40, 60), -1.0),  # all of it
        ((100, 100), (50, 30), (40, 40), 0.0),
        ((100, 100), (50, 30), (40, 30), 0.5),  # the benefit spread
        ((100, 100), (50, 30), (40, 10), 1.5),
        ((200, 100), (50, 20), (40, 25), -1.0),  # 0.05 / -0.05: the control halved, the ring did not
        ((1000, 1200), (150, 100), (300, 390), (390 / 1200 - 0.3) / (100 / 1200 - 0.15)),
    ],
)
def test_by_hand(control, treated, ring, value):
    found = wdq(control, treated, ring)
    assert found.value == pytest.approx(value, rel=1e-9, abs=1e-12)
    assert (found.low, found.high) == (None, None)
    assert "wdq-no-interval" in found.caveats


@pytest.mark.parametrize(
    ("control", "treated", "reason"),
    [
        ((0, 100), (50, 30), "no-control-events"),
        ((100, 0), (50, 30), "no-control-events"),
        ((0, 0), (0, 0), "no-control-events"),
        ((100, 100), (50, 50), "no-reduction"),
        ((100, 100), (50, 60), "no-reduction"),
        ((100, 100), (0, 0), "no-reduction"),
        ((100, 50), (50, 30), "no-reduction"),  # fewer, but not beside the control
        ((49, 98), (10, 20), "no-reduction"),  # exactly as the control
    ],
)
def test_what_has_no_quotient_has_a_reason_and_still_its_difference(control, treated, reason):
    found = wdq(control, treated, (40, 40))
    assert (found.value, found.reason) == (None, reason)
    assert found.wdd_inside == wdd(control, treated)


def test_a_reduction_that_may_be_chance_is_told():
    assert "unsure-reduction" in wdq((100, 100), (50, 45), (40, 40)).caveats
    assert "unsure-reduction" not in wdq((100, 100), (150, 20), (90, 90)).caveats
    assert "few-events" in wdq((100, 100), (5, 2), (4, 4)).caveats


def test_the_differences_beside_it():
    found = wdq((130, 150), (120, 100), (40, 25), control_buffer=(30, 25), level=0.9)
    # METHODS.md 3: -50 (-91.0 to -9.0), of which -40 inside
    assert (found.wdd_total.value, found.wdd_inside.value, found.wdd_around.value) == (-50, -40, -10)
    assert (found.wdd_total.low, found.wdd_total.high) == pytest.approx((-91.0, -9.0), abs=0.05)
    assert found.n == 130 + 150 + 120 + 100 + 40 + 25 + 30 + 25
    assert wdq((130, 150), (120, 100), (40, 25)).wdd_total is None


@given(PAIR, PAIR, PAIR, st.integers(2, 9))
def test_it_is_the_exact_fraction_and_scale_does_not_matter(control, treated, ring, times):
    found = wdq(control, treated, ring)
    other = wdq(tuple(times * x for x in control), treated, ring)
    if found.value is None:
        assert other.value is None
        assert other.reason == found.reason
        return
    (c0, c1), (t0, t1), (b0, b1) = control, treated, ring
    exact = (Fraction(b1, c1) - Fraction(b0, c0)) / (Fraction(t1, c1) - Fraction(t0, c0))
    assert found.value == pytest.approx(float(exact), rel=1e-9, abs=1e-9)
    assert other.value == pytest.approx(found.value, rel=1e-9, abs=1e-9)
    assert found.success < 0


@pytest.mark.parametrize(
    "bad", [((-1, 2), (1, 1), (1, 1)), ((1, 2), (1.5, 1), (1, 1)), ((1, 2), (1, 1), (1, -1))]
)
def test_impossible_counts_are_an_error(bad):
    with pytest.raises(AnalysisError):
        wdq(*bad)
    with pytest.raises(AnalysisError):
        wdq((1, 1), (1, 1), (1, 1), level=1.5)
