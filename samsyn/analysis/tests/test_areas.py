from __future__ import annotations

import warnings

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.areas import area_counts, area_rates
from samsyn.analysis.locate import locate
from samsyn.analysis.result import AnalysisError

EVENTS = st.lists(st.tuples(st.integers(-1, 4), st.integers(0, 2), st.integers(0, 3)), max_size=60)


@settings(max_examples=60, deadline=None)
@given(EVENTS)
def test_the_cube_is_a_plain_count_and_sums_to_the_whole(events):
    labels, category, month = np.array(events, dtype=np.int64).reshape(-1, 3).T
    found = area_counts(labels, 5, groups=[category, month], sizes=[3, 4])
    assert found.counts.shape == (5, 3, 4)
    for area, kind, at in np.ndindex(5, 3, 4):
        assert found.counts[area, kind, at] == events.count((area, kind, at))
    assert (found.counts.sum(), found.outside) == (found.n, sum(event[0] == -1 for event in events))
    assert found.counts.sum(axis=(1, 2)).tolist() == area_counts(labels, 5).counts.tolist()


def test_every_point_of_the_union_falls_in_exactly_one_area():
    # METHODS.md 4.1: shared borders and corners, which "within" loses and "intersects" counts twice
    squares = [shapely.box(column, row, column + 1, row + 1) for row in range(3) for column in range(3)]
    x, y = (axis.ravel() / 2 for axis in np.meshgrid(np.arange(7), np.arange(7)))
    twice = sum(
        len(shapely.STRtree(squares).query(shapely.Point(a, b), "intersects"))
        for a, b in zip(x, y, strict=True)
    )
    within = sum(
        len(shapely.STRtree(squares).query(shapely.Point(a, b), "within")) for a, b in zip(x, y, strict=True)
    )
    found = area_counts(locate(x, y, squares), 9)
    assert (found.n, found.outside) == (49, 0)
    assert within < 49 < twice


def test_rates_are_garwoods():
    # METHODS.md 3: 15/400 per 1 000: 37.5 (21.0-61.9); R: poisson.test(0, 2)$conf.int[2] * 1000 = 1844.44
    found = area_rates([15, 0, 3, 4], [400, 2, 0, np.nan])
    assert found.known.tolist() == [True, True, False, False]
    assert [round(float(column[0]), 1) for column in (found.value, found.low, found.high)] == [
        37.5,
        21.0,
        61.9,
    ]
    assert (found.value[1], found.low[1], round(float(found.high[1]), 2)) == (0, 0, 1844.44)
    assert np.isnan(found.value[2:]).all()
    double = area_rates([15], [400], per=2000, level=0.9)
    assert double.value[0] == 75
    assert double.low[0] > 2 * found.low[0]


def test_nothing_is_a_result():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = area_counts([], 3)
        assert (found.counts.tolist(), found.n, found.outside) == ([0, 0, 0], 0, 0)
        assert area_counts([-1, -1], 0).outside == 2
        assert area_rates([], []).value.size == 0
        assert not area_rates([1, 2], [0, 0]).known.any()
    with pytest.raises(ValueError, match="read-only"):
        found.counts[0] = 1


@pytest.mark.parametrize(
    ("labels", "options"),
    [
        ([3], {}), ([-2], {}), ([0.5], {}), ([0], {"groups": [[0]]}), ([0], {"groups": [[2]], "sizes": [2]}),
        ([0, 1], {"groups": [[0]], "sizes": [2]}), ([0], {"groups": [[-1]], "sizes": [2]}),
        ([0], {"groups": [[0]], "sizes": [10**9]}),
    ],
)  # fmt: skip
def test_numbers_out_of_range_are_refused(labels, options):
    with pytest.raises(AnalysisError):
        area_counts(labels, 3, **options)


@pytest.mark.parametrize(
    ("counts", "populations", "options"),
    [
        ([-1], [5], {}), ([0.5], [5], {}), ([np.nan], [5], {}), ([1], [-5], {}), ([1], [np.inf], {}),
        ([1, 2], [5], {}), ([1], [5], {"per": 0}), ([1], [5], {"level": 1}),
    ],
)  # fmt: skip
def test_counts_and_populations_that_cannot_be_are_refused(counts, populations, options):
    with pytest.raises(AnalysisError):
        area_rates(counts, populations, **options)
