from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy.stats import false_discovery_control

from samsyn.analysis.classes import Rules
from samsyn.analysis.gistar import g_star
from samsyn.analysis.hotspots import hotspots
from samsyn.analysis.result import AnalysisError, Reason


@pytest.fixture(autouse=True)
def _no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def city(periods=20, seed=1):
    """Four places of 2 × 2 cells: hot all the time, in the last four periods, in the first ten, in every third."""
    counts = np.random.default_rng(seed).poisson(0.3, (periods, 14, 14))
    counts[:, 1:3, 1:3] += 9
    counts[16:, 1:3, 11:13] += 9
    counts[:10, 11:13, 1:3] += 9
    counts[::3, 11:13, 11:13] += 9
    return counts


def test_four_places_with_their_own_story():
    found = hotspots(city())
    kinds = found.classes.kinds.reshape(14, 14)
    for rows, columns, kind in (
        (1, 1, "persistent"),
        (1, 11, "emerging"),
        (11, 1, "former"),
        (11, 11, "intermittent"),
    ):
        assert set(kinds[rows : rows + 2, columns : columns + 2].ravel()) == {kind}
    assert set(kinds[5:9, 5:9].ravel()) == {"none"}
    assert (found.n, found.empty, found.classes.recent, found.reason) == (city().sum(), 0, 4, None)


def test_hot_is_gi_star_of_each_period_adjusted_for_all_at_once():
    counts = city(seed=3)
    maps = [g_star(one) for one in counts]
    p = false_discovery_control(np.ravel([one.p_exact for one in maps])).reshape(counts.shape)
    expected = (p <= 0.05) & (np.array([one.z for one in maps]) > 0)
    found = hotspots(counts)
    assert np.array_equal(found.hot, expected)
    assert found.classes.hot.tolist() == expected.sum(axis=0).ravel().tolist()
    assert hotspots(counts, rules=Rules(p=0.001)).hot.sum() < expected.sum()


def test_turned_and_mirrored_cities_have_their_classes_turned():
    counts = city(seed=4)
    kinds = hotspots(counts).classes.kinds.reshape(14, 14)
    turned = hotspots(np.rot90(counts, axes=(1, 2)).copy()).classes.kinds.reshape(14, 14)
    assert np.array_equal(np.rot90(kinds), turned)


def test_the_study_area_counts_alone():
    counts = city(seed=5)
    wide = np.zeros((20, 17, 18), int)
    wide[:, :14, :14] = counts
    inside = np.zeros((17, 18), bool)
    inside[:14, :14] = True
    one, other = hotspots(counts), hotspots(wide, inside=inside)
    assert np.array_equal(one.hot, other.hot[:, :14, :14])
    assert not other.hot[:, ~inside].any()


def test_a_period_without_events_has_nothing_hot_and_is_counted():
    counts = city()
    counts[5] = 0
    found = hotspots(counts)
    assert (found.empty, found.hot[5].any()) == (1, False)


def test_what_tells_nothing():
    assert hotspots(city()[:1]).reason == Reason.TOO_FEW_PERIODS
    nothing = hotspots(np.zeros((3, 4, 5), int))
    assert (nothing.reason, nothing.empty, set(nothing.classes.kinds)) == (Reason.NO_EVENTS, 3, {"none"})
    small = hotspots(np.arange(4).reshape(2, 2, 1))
    assert (small.reason, set(small.classes.kinds)) == (None, {"none"})
    with pytest.raises(AnalysisError):
        hotspots([[1, 2], [3, 4]])


@pytest.mark.parametrize("mean", [0.05, 0.5, 3])
def test_without_hot_spots_few_cities_show_any(mean):
    # METHODS.md 1: realised rate of a list with false-discovery control at most 6 %
    rng = np.random.default_rng(7)
    assert np.mean([hotspots(rng.poisson(mean, (12, 12, 12))).hot.any() for _ in range(100)]) <= 0.06
