from __future__ import annotations

import csv
import warnings
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.did import did, paths
from samsyn.analysis.result import AnalysisError


@pytest.fixture(autouse=True)
def _no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def test_california_is_the_published_difference(reference):
    # METHODS.md 3: -27.35; synthdid::did_estimate(Y, N0, T0) gives -27.3
    with (reference / "utvardering" / "california_prop99.csv").open() as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    y, d = [float(row["PacksPerCapita"]) for row in rows], [int(row["treated"]) for row in rows]
    found = did(y, [row["State"] for row in rows], [row["Year"] for row in rows], d)
    assert found.value == pytest.approx(-27.35, abs=0.005)
    by = {
        (state, after): np.mean([v for v, r in zip(y, rows, strict=True) if (r["State"] == "California") == state and (int(r["Year"]) > 1988) == after])
        for state in (True, False) for after in (True, False)
    }  # fmt: skip
    two_by_two = by[True, True] - by[True, False] - by[False, True] + by[False, False]
    assert found.value == pytest.approx(two_by_two, rel=1e-9)
    assert (found.inference, found.permutations, found.is_exact) == ("permutation", 39, True)
    assert found.se is None  # one treated cluster: CR1 would be near 0
    assert found.p * 39 == pytest.approx(round(found.p * 39))
    assert found.low < found.value < found.high


def _formula():
    i = np.arange(42 * 6)
    u, t = i // 6, i % 6
    d = ((u % 2 == 0) & (t >= 3)).astype(int)
    y = ((7 * i * i + 3 * i) % 101) / 10 + u % 5 + t * 0.5 - 2.5 * d
    return i, y, u, t, d, 1 + ((3 * i) % 7) / 7


@pytest.mark.parametrize(
    ("holes", "weighted", "value", "se"),
    [
        # statsmodels: smf.ols("y ~ d + C(u) + C(t)", q).fit(cov_type="cluster", cov_kwds={"groups": q.u}), with weights smf.wls
        (False, False, -2.049206349206358, 0.9696466942138153),
        (False, True, -2.1872623420502273, 0.9668870976321452),
        (True, False, -1.868104091995223, 1.016355279286691),
        (True, True, -1.8734811753707525, 1.007767207951395),
    ],
)
def test_the_coefficient_and_its_error_are_those_of_dummies(holes, weighted, value, se):
    i, y, u, t, d, w = _formula()
    keep = (i % 11 != 3) if holes else i >= 0
    found = did(y[keep], u[keep], t[keep], d[keep], weights=w[keep] if weighted else None)
    assert found.value == pytest.approx(value, rel=1e-9)
    assert found.se_dummies == pytest.approx(se, rel=1e-9)
    n = int(keep.sum())  # units within clusters are not parameters: 48 -> 7
    assert found.se == pytest.approx(se * np.sqrt((n - 48) / (n - 7)), rel=1e-9)
    assert (found.inference, found.caveats) == ("cr1", ())


def test_two_by_two_by_hand():
    found = did([10, 12, 20, 27], [0, 0, 1, 1], [1, 2, 1, 2], [0, 0, 0, 1])
    assert found.value == pytest.approx(5)
    assert (found.low, found.high, found.p, found.se, found.inference) == (None, None, None, None, "none")
    assert found.caveats == ("few-clusters",)


def test_permutation_by_going_through_them_all():
    rng = np.random.default_rng(3)
    units, periods = 7, 4
    y = rng.normal(size=(units, periods))
    d = np.zeros((units, periods))
    d[:2, 2:] = 1
    u, t = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    found = did(y.ravel(), u, t, d.ravel(), level=0.8)
    every = {}
    for order in permutations(range(units)):
        given = d[list(order)]
        every[given.tobytes()] = did(y.ravel(), u, t, given.ravel()).value
    assert found.permutations == len(every) == 21
    assert found.p == pytest.approx(np.mean(np.abs(list(every.values())) >= abs(found.value) - 1e-12))
    for effect, is_inside in (
        (found.low - 1e-6, False),
        (found.low + 1e-6, True),
        (found.high + 1e-6, False),
    ):
        p = did(y.ravel() - effect * d.ravel(), u, t, d.ravel()).p
        assert (p > 0.2) == is_inside


def test_what_a_permutation_cannot_reach_is_refused():
    for units, inference in ((20, "none"), (21, "permutation")):  # 1/20 is not under 0.05
        u, t = np.repeat(np.arange(units), 2), np.tile([0, 1], units)
        d = (u == 0) & (t == 1)
        found = did(np.arange(units * 2) ** 2 % 13, u, t, d)
        assert found.inference == inference
        assert (found.p is None) == (inference == "none")
    u, t = np.repeat(np.arange(6), 2), np.tile([0, 1], 6)  # 20 ways, and half treated: a mirror each
    assert did(np.arange(12) ** 2 % 7, u, t, (u < 3) & (t == 1)).p is None


@pytest.mark.parametrize("spoil", ["holes", "weights", "clusters", "twice"])
def test_few_clusters_without_exchangeable_units_are_refused(spoil):
    i, y, u, t, _d, w = _formula()
    d = (u < 5) & (t >= 3)
    keep = i != 7 if spoil == "holes" else i >= 0
    if spoil == "twice":
        keep = np.r_[i, 3]
    found = did(
        y[keep], u[keep], t[keep], d[keep],
        weights=w[keep] if spoil == "weights" else None, cluster=u[keep] // 2 if spoil == "clusters" else None,
    )  # fmt: skip
    assert found.value is not None
    assert (found.p, found.low, found.inference) == (None, None, "none")
    assert "few-clusters" in found.caveats


def test_many_assignments_are_drawn_and_need_an_rng():
    _i, y, u, t, _d, _w = _formula()
    d = (u < 6) & (t >= 3)
    with pytest.raises(AnalysisError, match="rng"):
        did(y, u, t, d)
    found = did(y, u, t, d, permutations=499, rng=np.random.default_rng(1))
    assert (found.permutations, found.is_exact) == (500, False)
    assert found.p >= 1 / 500
    other = did(y, u, t, d, permutations=4999, rng=np.random.default_rng(2))
    assert abs(found.p - other.p) < 4 * np.sqrt(0.25 / 500)


def test_staggered_beginnings_are_told():
    _i, y, u, t, _d, _w = _formula()
    d = (u % 2 == 0) & (t >= 2 + u % 4 // 2)
    assert did(y, u, t, d).caveats == ("staggered",)


@pytest.mark.parametrize(
    ("d", "t"),
    [([0, 0, 0, 0], [0, 1, 0, 1]), ([0, 1, 0, 1], [0, 1, 0, 1]), ([1, 1, 0, 0], [0, 1, 0, 1]), ([0, 0, 1, 1], [0, 0, 0, 0])],
)  # fmt: skip
def test_without_contrast_nothing_is_said(d, t):
    found = did([1, 2, 3, 5], [0, 0, 1, 1], t, d)
    assert (found.value, found.p, found.reason) == (None, None, "no-contrast")


def test_a_panel_that_the_model_fits_without_rest_has_no_interval():
    _i, _y, u, t, d, _w = _formula()
    found = did(u + 2.0 * t + 3 * d, u, t, d)
    assert found.value == pytest.approx(3)
    assert (found.se, found.low, found.p) == (None, None, None)


@pytest.mark.parametrize(
    "bad",
    [
        {"outcome": []}, {"outcome": [1, 2, 3, np.nan]}, {"treated": [0, 0, 0, 2]}, {"treated": [0, 1]},
        {"unit": [1]}, {"weights": [1, 1, 1, 0]}, {"weights": [1, 1, 1, -1]}, {"cluster": [1]}, {"level": 1.0},
    ],
)  # fmt: skip
def test_impossible_input_is_an_error(bad):
    good = {"outcome": [1, 2, 3, 4], "unit": [0, 0, 1, 1], "time": [0, 1, 0, 1], "treated": [0, 0, 0, 1]}
    with pytest.raises(AnalysisError):
        did(**{**good, **bad})


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 50), st.booleans())
def test_order_names_scale_and_fixed_effects_do_not_matter(seed, scale, holes):
    rng = np.random.default_rng(seed)
    u, t = np.repeat(np.arange(44), 5), np.tile(np.arange(5), 44)
    d, y = ((u < 22) & (t >= 3)).astype(int), rng.normal(size=220)
    keep = rng.permutation(220)[: 200 if holes else 220]
    first = did(y, u, t, d) if not holes else did(*(x[np.sort(keep)] for x in (y, u, t, d)))
    moved = scale * y + 3.0 * u - 2.0 * t
    other = did(moved[keep], np.char.add("område ", u.astype(str))[keep], t[keep], d[keep])
    assert other.value == pytest.approx(scale * first.value, rel=1e-7, abs=1e-9 * scale)
    assert other.se == pytest.approx(scale * first.se, rel=1e-7)
    assert other.p == pytest.approx(first.p, rel=1e-6)


@pytest.mark.parametrize(("units", "treated"), [(40, 20), (60, 21), (40, 6), (30, 1)])
def test_intervals_hold_the_truth_also_when_errors_hang_together_over_time(units, treated):
    rng = np.random.default_rng(units + treated)
    periods, runs = 10, 600 if treated >= 20 else 250
    u, t = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    d = ((u < treated) & (t >= 5)).astype(int)
    inside = 0
    for _run in range(runs):
        noise = rng.normal(size=(units, periods)).cumsum(axis=1) * 0.5 + rng.normal(size=(units, periods))
        found = did(noise.ravel() + 2 * d, u, t, d, permutations=299, rng=rng)
        inside += found.low <= 2 <= found.high
    margin = 3 * np.sqrt(0.95 * 0.05 / runs)
    assert 0.93 - margin < inside / runs < 0.97 + margin


def test_the_gap_between_the_paths_is_the_estimate():
    rng = np.random.default_rng(4)
    unit, time = np.repeat(np.arange(8), 6), np.tile(np.arange(6), 8)
    treated = (unit < 3) & (time >= 4)
    y = rng.normal(size=48) + unit + 2.0 * treated
    drawn = paths(y, unit, time, treated)
    assert drawn.before == 4
    assert np.mean((drawn.treated - drawn.expected)[4:]) == pytest.approx(did(y, unit, time, treated).value)
    assert np.mean((drawn.treated - drawn.expected)[:4]) == pytest.approx(0)


def test_paths_leave_out_units_that_lack_a_period():
    y, unit, time = [1, 2, 5, 9, 4, 4, 50], list("aabbccd"), [1, 2, 1, 2, 1, 2, 1]
    drawn = paths(y, unit, time, [0, 0, 0, 1, 0, 0, 0])
    assert (drawn.treated.tolist(), drawn.controls.tolist()) == ([5, 9], [2.5, 3])


@pytest.mark.parametrize("treated", [[0, 0, 0, 0], [1, 1, 0, 0], [0, 1, 0, 1]])
def test_without_a_side_or_a_time_before_there_are_no_paths(treated):
    assert paths([1, 2, 3, 4], list("aabb"), [1, 2, 1, 2], treated) is None
