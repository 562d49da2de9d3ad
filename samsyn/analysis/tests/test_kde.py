from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr
from scipy.stats import gaussian_kde

from samsyn.analysis import kde as module
from samsyn.analysis.grid import Grid, around
from samsyn.analysis.kde import kde, scott
from samsyn.analysis.result import AnalysisError, Reason

X = np.array([1020.0, 1130, 1210, 1333, 1400, 1475])
Y = np.array([2010.0, 2200, 2135, 2055, 2290, 2301])
CITY = Grid(0, 0, 80, 60, 50.0)


@pytest.fixture(autouse=True)
def _no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture(params=["exact", "shared"])
def way(request, monkeypatch):
    """Both ways to the same surface."""
    if request.param == "shared":
        monkeypatch.setattr(module, "EXACT_WORK", 0)
    return request.param


def events(n, seed=1):
    rng = np.random.default_rng(seed)
    return rng.uniform(0, 4000, n), np.clip(rng.normal(1500, 500, n), 0, 2999.9)


def test_far_from_the_edge_it_is_the_kernel_density_of_other_programs():
    # KDEpy 1.1.12: 6 * NaiveKDE(bw=40).fit(points).evaluate([[1225, 2175], [1275, 2225], [1375, 2125]])
    grid = Grid(0, 20, 60, 60, 50.0)
    found = kde(X, Y, grid, bandwidth=40)
    cells = grid.places([1225, 1275, 1375], [2175, 2225, 2125])
    # 1 part in 1000: the sum of a kernel over cells of 50 m is the mass it is divided by
    assert found.density[0].ravel()[cells] == pytest.approx(
        [6.11408866e-05, 2.43355427e-06, 1.24322655e-05], rel=1e-3
    )


def test_scipy_has_the_same_surface_and_rule(way):
    x, y = events(400)
    x, y = 1000 + x / 10, 1000 + y / 10  # all of it far from the edge
    own = scott(x, y)
    assert own == pytest.approx(
        gaussian_kde([x, y]).factor * np.sqrt((x.var(ddof=1) + y.var(ddof=1)) / 2), rel=1e-12
    )
    grid = Grid(0, 0, 240, 220, 10.0)
    found = kde(x, y, grid)
    assert found.bandwidth == pytest.approx(own)
    at = [(r, c) for r in range(100, 140, 7) for c in range(100, 140, 7)]
    expected = [
        400
        * np.mean(
            np.exp(-((x - grid.x[c]) ** 2 + (y - grid.y[r]) ** 2) / (2 * own**2)) / (2 * np.pi * own**2)
        )
        for r, c in at
    ]
    values = [found.density[0][place] for place in at]
    assert values == pytest.approx(expected, rel=1e-9 if way == "exact" else 2e-3)


def test_with_the_covariance_of_the_events_it_is_scipys_own_surface():
    x, y = events(60)
    x, y = 1000 + (x - x.mean()) / x.std(ddof=1) * 90, 1000 + (y - y.mean()) / y.std(ddof=1) * 90
    y -= np.cov(x, y)[0, 1] / 90**2 * (x - 1000)  # uncorrelated, and then as wide: scipy's kernel is round
    y = 1000 + (y - y.mean()) / y.std(ddof=1) * 90
    grid = Grid(0, 0, 200, 200, 10.0)
    at = np.array([[grid.x[c], grid.y[r]] for r in (90, 101, 112) for c in (95, 104)]).T
    values = kde(x, y, grid).density[0].ravel()[grid.places(*at)]
    assert values == pytest.approx(60 * gaussian_kde([x, y])(at), rel=1e-9)


def test_no_mass_is_lost_in_metres(way):
    # METHODS.md 4.3: KDEpy keeps 0.952 of it in metres
    x, y = events(2000)
    for bandwidth in (25, 50, 130, 300, 5000, None):
        found = kde(x, y, CITY, bandwidth=bandwidth)
        assert found.is_exact == (way == "exact")
        assert found.density.sum() * 50**2 == pytest.approx(2000, rel=1e-12)
        assert found.density.min() >= 0


def test_near_an_edge_each_kernel_is_divided_by_its_mass_inside(way):
    # Jones and Diggle: k(s - x) / mass of k(. - x) in the area, the mass by the normal law
    x, y, h = np.array([20.0, 2000.0]), np.array([30.0, 1480.0]), 300.0
    found = kde(x, y, CITY, bandwidth=h)
    east, north = np.meshgrid(CITY.x, CITY.y)
    expected = np.zeros(CITY.shape)
    for u, v in zip(x, y, strict=True):
        mass = (ndtr((4000 - u) / h) - ndtr(-u / h)) * (ndtr((3000 - v) / h) - ndtr(-v / h))
        expected += np.exp(-((east - u) ** 2 + (north - v) ** 2) / (2 * h * h)) / (2 * np.pi * h * h * mass)
    within = (
        1e-3 if way == "exact" else 6e-3
    )  # the mass is summed over cells; two events alone do not even out
    assert np.abs(found.density[0] - expected).max() < within * expected.max()


def test_both_ways_agree(monkeypatch):
    x, y = events(3000)
    inside = np.hypot(*np.meshgrid(CITY.x - 2000, CITY.y - 1500)) < 1300
    for bandwidth, mask in ((50, None), (100, None), (300, None), (300, inside)):
        exact = kde(x, y, CITY, bandwidth=bandwidth, inside=mask)
        with monkeypatch.context() as patch:
            patch.setattr(module, "EXACT_WORK", 0)
            shared = kde(x, y, CITY, bandwidth=bandwidth, inside=mask)
        assert (exact.is_exact, shared.is_exact) == (True, False)
        assert np.abs(exact.density - shared.density).max() < 4e-3 * exact.density.max()


def test_outside_the_study_area_there_is_nothing_and_inside_it_everything(way):
    x, y = events(2000)
    inside = np.hypot(*np.meshgrid(CITY.x - 2000, CITY.y - 1500)) < 900
    found = kde(x, y, CITY, bandwidth=200, inside=inside)
    within = inside.ravel()[CITY.places(x, y)]
    assert (found.n[0], found.left_out) == (within.sum(), (~within).sum())
    assert found.density.sum() * 50**2 == pytest.approx(within.sum(), rel=1e-12)
    assert np.all(found.density[0][~inside] == 0)


def test_all_categories_at_once_are_each_alone(way):
    x, y = events(900)
    kinds = np.arange(900) % 3
    found = kde(x, y, CITY, bandwidth=150, category=kinds, categories=4)
    assert found.n.tolist() == [300, 300, 300, 0]
    for kind in range(3):
        alone = kde(x[kinds == kind], y[kinds == kind], CITY, bandwidth=150)
        assert found.density[kind] == pytest.approx(alone.density[0], rel=1e-9, abs=1e-15)
    assert np.abs(found.density[3]).max() == 0
    assert kde(x, y, CITY, category=kinds, categories=3).bandwidth == scott(x, y)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 999), st.floats(0, 999)), min_size=2, max_size=20),
    st.integers(1, 19),
    st.randoms(use_true_random=False),
)
def test_rows_in_any_order_and_in_two_parts_give_the_same_surface(places, cut, shuffle):
    grid = Grid(0, 0, 20, 20, 50.0)
    mixed = list(places)
    shuffle.shuffle(mixed)
    one, other = (kde(*np.array(rows).T, grid, bandwidth=80).density for rows in (places, mixed))
    assert one == pytest.approx(other, rel=1e-9, abs=1e-18)
    parts = [rows for rows in (places[:cut], places[cut:]) if rows]
    summed = sum(kde(*np.array(rows).T, grid, bandwidth=80).density for rows in parts)
    assert one == pytest.approx(summed, rel=1e-9, abs=1e-18)


def test_a_larger_unit_gives_the_same_surface(way):
    x, y = events(200)
    metres = kde(x, y, CITY, bandwidth=300).density
    kilometres = kde(x / 1000, y / 1000, Grid(0, 0, 80, 60, 0.05), bandwidth=0.3).density
    assert metres * 1e6 == pytest.approx(kilometres, rel=1e-6)


def test_few_events():
    one = kde([10], [10], CITY)
    assert (one.density, one.reason, one.n.tolist()) == (None, Reason.NO_SPREAD, [1])
    assert kde([10, 10], [10, 10], CITY).reason == Reason.NO_SPREAD
    chosen = kde([10], [10], CITY, bandwidth=100)
    assert chosen.density.sum() * 2500 == pytest.approx(1)
    none = kde([], [], CITY, bandwidth=100)
    assert (none.density, none.reason) == (None, Reason.NO_EVENTS)
    outside = kde([-10], [10], CITY, bandwidth=100)
    assert (outside.density, outside.reason, outside.left_out) == (None, Reason.NO_EVENTS, 1)
    assert kde([10, 11], [10, 10], CITY).bandwidth == 50  # the rule never goes under the side of a cell
    assert (scott([], []), scott([1], [1])) == (None, None)


@pytest.mark.parametrize(
    "call",
    [
        lambda: kde([1], [1, 2], CITY),
        lambda: kde([float("nan")], [1], CITY),
        lambda: kde([1], [1], CITY, bandwidth=24),
        lambda: kde([1], [1], CITY, bandwidth=float("inf")),
        lambda: kde([1, 2], [1, 2], CITY, category=[0]),
        lambda: kde([1, 2], [1, 2], CITY, category=[0, 1]),
        lambda: kde([1], [1], CITY, inside=[[True]]),
        lambda: around([1], [1], -5),
    ],
)
def test_what_cannot_be_is_refused(call):
    with pytest.raises(AnalysisError):
        call()
