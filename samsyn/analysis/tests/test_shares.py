from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.result import AnalysisError, Caveat, Reason
from samsyn.analysis.shares import share, share_difference, wilson


def test_wilsons_interval():
    # R 4.2.2: prop.test(20, 80, correct = FALSE)$conf.int and prop.test(15, 148, correct = FALSE)$conf.int
    assert wilson(0.25, 80) == pytest.approx((0.168062318575, 0.354846746192), rel=1e-9)
    assert wilson(15 / 148, 148) == pytest.approx((0.0623863995307, 0.1604872417233), rel=1e-9)
    assert wilson(0, 20)[0] == 0
    assert wilson(1, 20)[1] == 1


def test_fewer_than_thirty_answers_are_hidden():
    found = share(0.5, 29)
    assert (found.value, found.low, found.reason, found.n) == (None, None, Reason.HIDDEN, 29)


def test_thirty_to_ninety_nine_answers_are_marked():
    assert share(0.5, 30).caveats == (Caveat.SMALL_BASE,)
    assert share(0.5, 99).caveats == (Caveat.SMALL_BASE,)
    assert share(0.5, 100).caveats == ()


def test_a_share_without_base_has_no_interval_and_says_so():
    found = share(0.87)
    assert (found.value, found.low, found.caveats) == (0.87, None, (Caveat.NO_BASE,))


def test_the_interval_of_the_source_is_taken_before_ours():
    found = share(0.61, 1207, low=0.55, high=0.66)
    assert (found.low, found.high, found.method) == (0.55, 0.66, "given")
    assert share(0.61, 12, low=0.3, high=0.9).value is None


def test_no_share_is_a_result_with_its_reason():
    assert share(None, 500).reason is Reason.NO_VALUE


def test_a_share_lies_between_nothing_and_all():
    with pytest.raises(AnalysisError):
        share(61, 100)
    with pytest.raises(AnalysisError):
        wilson(0.5, 0)


def test_the_difference_of_two_shares():
    # Newcombe (1998), table II, method 10: 56/70 minus 48/80 is 0.2 (0.0524 to 0.3339)
    found = share_difference(share(48 / 80, 80), share(56 / 70, 70))
    assert (round(found.value, 4), round(found.low, 4), round(found.high, 4)) == (0.2, 0.0524, 0.3339)
    assert found.is_more_than_chance


def test_a_hidden_share_has_no_difference():
    assert share_difference(share(0.5, 20), share(0.6, 200)).reason is Reason.HIDDEN
    assert share_difference(share(0.5), share(0.6, 200)).reason is Reason.NO_BASE


@given(st.integers(30, 5000), st.data())
def test_the_interval_holds_the_share_and_stays_within_bounds(base, data):
    value = data.draw(st.integers(0, base)) / base
    found = share(value, base)
    assert 0 <= found.low <= value + 1e-12 and value - 1e-12 <= found.high <= 1
    turned = share(1 - value, base)
    assert turned.low == pytest.approx(1 - found.high, abs=1e-9)
