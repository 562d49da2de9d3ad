from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import binomtest, false_discovery_control

from samsyn.analysis.classes import (
    Rules,
    classes,
    classes_of_counts,
    hot_counts,
)
from samsyn.analysis.result import AnalysisError, Reason

HOT = arrays(bool, st.tuples(st.integers(2, 30), st.integers(1, 6)))


@pytest.fixture(autouse=True)
def _no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def kinds(*series):
    """One place a series, written as 1 for hot and 0 for not."""
    return classes(np.array([[int(mark) for mark in one] for one in series]).T).kinds.tolist()


def test_ten_periods_by_hand():
    # METHODS.md 2: hot share 0.1, persistent share 0.8, recent share 0.2: the last two of ten
    assert kinds("1111111111", "1111111100", "0111101111") == ["persistent"] * 3
    assert kinds("0000000011", "0000000010", "0000000001") == ["emerging"] * 3
    assert kinds("1111111000", "1000000000", "0000000100") == ["former"] * 3
    assert kinds("1000000010", "0101010101", "0000000110", "1111111010"[::-1]) == ["intermittent"] * 3 + [
        "persistent"
    ]
    assert kinds("0000000000") == ["none"]


def test_a_few_hot_periods_of_many_are_no_pattern():
    # 30 periods: the last 6 are recent; 2 of the 24 before are under a tenth, 3 are not
    assert kinds("11" + "0" * 28, "111" + "0" * 27) == ["none", "former"]
    assert kinds("11" + "0" * 27 + "1") == ["emerging"]
    assert kinds("111" + "0" * 26 + "1") == ["intermittent"]


def test_the_recent_periods_are_rounded_down_but_never_none():
    for periods, recent in ((2, 1), (4, 1), (9, 1), (10, 2), (14, 2), (15, 3), (36, 7), (120, 24)):
        assert classes(np.zeros((periods, 1), bool)).recent == recent


@settings(max_examples=100, deadline=None)
@given(HOT, st.sampled_from([Rules(), Rules(0.25, 0.5, 0.3), Rules(0.1, 1.0, 0.5)]))
def test_the_rules_place_by_place(hot, rules):
    found = classes(hot, rules=rules)
    for place, series in enumerate(hot.T.tolist()):
        recent = max(1, int(rules.recent_share * len(series) + 1e-9))
        late, early = series[-recent:], series[:-recent]

        def share(part):
            return sum(part) / len(part) + 1e-12

        if share(series) >= rules.persistent_share:
            expected = "persistent"
        elif share(late) >= rules.hot_share > share(early):
            expected = "emerging"
        elif share(early) >= rules.hot_share > share(late):
            expected = "former"
        else:
            expected = "intermittent" if share(series) >= rules.hot_share else "none"
        assert found.kinds[place] == expected
        assert (found.hot[place], found.recent_hot[place]) == (sum(series), sum(late))


@settings(max_examples=50, deadline=None)
@given(HOT, st.randoms(use_true_random=False))
def test_places_in_any_order_keep_their_class(hot, shuffle):
    order = list(range(hot.shape[1]))
    shuffle.shuffle(order)
    assert classes(hot[:, order]).kinds.tolist() == classes(hot).kinds[order].tolist()


def test_one_period_or_none_tells_nothing():
    for periods in (0, 1):
        found = classes(np.ones((periods, 3), bool))
        assert (found.reason, found.kinds.tolist(), found.periods) == (
            Reason.TOO_FEW_PERIODS,
            ["none"] * 3,
            periods,
        )
    assert classes(np.zeros((5, 0), bool)).kinds.tolist() == []


def test_hot_counts_are_those_of_the_binomial_test_with_false_discovery_control():
    rng = np.random.default_rng(1)
    counts = rng.poisson(5, (6, 8))
    counts[:, 2] += 9
    counts[4] = 0
    p = [[binomtest(x, row.sum(), 1 / 8, alternative="greater").pvalue if row.sum() else 1.0 for x in row.tolist()]
         for row in counts]  # fmt: skip
    expected = false_discovery_control(np.ravel(p)).reshape(6, 8) <= 0.05
    assert expected.any()
    assert np.array_equal(hot_counts(counts), expected)


def test_classes_of_counts():
    rng = np.random.default_rng(2)
    counts = rng.poisson(10, (20, 12))
    counts[:, 0] += 40
    counts[16:, 1] += 40
    counts[:10, 2] += 40
    counts[::3, 3] += 40
    found = classes_of_counts(counts)
    assert found.kinds.tolist() == ["persistent", "emerging", "former", "intermittent"] + ["none"] * 8
    assert (found.n, found.reason, found.recent) == (counts.sum(), None, 4)


def test_counts_that_tell_nothing():
    assert classes_of_counts([[3], [4]]).reason == Reason.TOO_FEW_PLACES
    assert classes_of_counts([[3, 4]]).reason == Reason.TOO_FEW_PERIODS
    assert classes_of_counts([[0, 0], [0, 0]]).reason == Reason.NO_EVENTS
    one = classes_of_counts([[0, 1], [0, 0]])
    assert (one.reason, one.kinds.tolist()) == (None, ["none", "none"])


@pytest.mark.parametrize(
    "call",
    [
        lambda: classes([1, 0]),
        lambda: hot_counts([1, 2]),
        lambda: hot_counts([[1, -1]]),
        lambda: hot_counts([[1, 0.5]]),
        lambda: hot_counts([[1, float("nan")]]),
        lambda: hot_counts([[1, 2]], p=0),
        lambda: Rules(hot_share=0),
        lambda: Rules(recent_share=1),
        lambda: Rules(p=1.2),
        lambda: Rules(hot_share=0.5, persistent_share=0.4),
    ],
)
def test_what_cannot_be_is_refused(call):
    with pytest.raises(AnalysisError):
        call()


def test_places_alike_seldom_get_a_class():
    # METHODS.md 1: realised rate of a list with false-discovery control at most 6 %
    for mean in (0.5, 5, 50):
        rng = np.random.default_rng(int(mean * 10))
        maps = [classes_of_counts(rng.poisson(mean, (12, 20))) for _ in range(200)]
        assert np.mean([found.hot.any() for found in maps]) <= 0.06
