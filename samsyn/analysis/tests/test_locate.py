"""Points to areas: every point of the union in exactly one area."""

import json
import time

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.locate import OUTSIDE, Locator, locate


def plain(x, y, areas):
    """The rule as it is worded, one area at a time."""
    found = np.full(len(x), OUTSIDE)
    for number, area in reversed(list(enumerate(areas))):
        found[shapely.intersects_xy(area, x, y)] = number
    return found


def city(seed, count=12, *, twist=0.0):
    """A city of Voronoi cells that share their borders."""
    rng = np.random.default_rng(seed)
    seeds = shapely.multipoints(rng.uniform(0, 10, (count, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=shapely.box(0, 0, 10, 10)))
    cells = shapely.intersection(cells, shapely.box(0, 0, 10, 10))
    return list(shapely.buffer(cells, twist) if twist else cells)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    twist=st.sampled_from([0.0, 0.3, -0.2]),
    cells=st.sampled_from([1, 7, 64, 300]),
)
def test_every_point_of_the_union_is_in_the_first_area_that_covers_it(seed, twist, cells):
    areas = city(seed, twist=twist)
    rng = np.random.default_rng(seed)
    corners = shapely.get_coordinates(areas)
    middles = (corners[1:] + corners[:-1]) / 2
    points = np.concatenate([rng.uniform(-1, 11, (500, 2)), corners, middles])
    found = Locator(areas, cells=cells).locate(points[:, 0], points[:, 1])
    assert found.tolist() == plain(points[:, 0], points[:, 1], areas).tolist()
    covered = shapely.intersects_xy(shapely.union_all(areas), points[:, 0], points[:, 1])
    if twist >= 0:
        assert (found[: 500 + len(corners)] >= 0).tolist() == covered[: 500 + len(corners)].tolist()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_the_points_does_not_matter(seed):
    areas, rng = city(seed), np.random.default_rng(seed)
    x, y = rng.uniform(-1, 11, (2, 300))
    order = rng.permutation(300)
    assert locate(x, y, areas)[order].tolist() == locate(x[order], y[order], areas).tolist()


def test_a_shared_border_and_corner_belong_to_the_area_that_comes_first():
    squares = [shapely.box(column, row, column + 1, row + 1) for row in (0, 1) for column in (0, 1)]
    x, y = np.array([1.0, 1.0, 0.5, 2.0, 2.0001]), np.array([0.5, 1.0, 1.0, 2.0, 2.0])
    assert locate(x, y, squares).tolist() == [0, 0, 0, 3, OUTSIDE]
    assert locate(x, y, squares[::-1]).tolist() == [2, 0, 1, 0, OUTSIDE]


def test_holes_islands_and_tiny_areas_are_seen():
    ring = shapely.box(0, 0, 10, 10) - shapely.box(4, 4, 6, 6)
    islands = shapely.union_all([shapely.box(4.9, 4.9, 5.1, 5.1), shapely.box(20, 20, 20.000001, 20.000001)])
    x, y = np.array([5.0, 4.5, 4.0, 20.0, 15.0]), np.array([5.0, 4.5, 5.0, 20.0, 15.0])
    assert locate(x, y, [ring, islands]).tolist() == [1, OUTSIDE, 0, 1, OUTSIDE]


def test_no_areas_no_points_and_no_coordinates_are_outside():
    square = [shapely.box(0, 0, 1, 1)]
    assert locate(np.array([]), np.array([]), square).tolist() == []
    assert locate(np.array([0.5]), np.array([0.5]), []).tolist() == [OUTSIDE]
    assert locate(np.array([0.5]), np.array([0.5]), [shapely.Polygon()]).tolist() == [OUTSIDE]
    assert (
        locate(np.array([np.nan, np.inf, 0.5]), np.array([0.5, 0.5, np.nan]), square).tolist()
        == [OUTSIDE] * 3
    )


def test_an_empty_area_among_others_keeps_its_number():
    areas = [shapely.box(0, 0, 1, 1), shapely.Polygon(), shapely.box(1, 0, 2, 1)]
    assert locate(np.array([1.5]), np.array([0.5]), areas).tolist() == [2]


@pytest.mark.parametrize("layer", ["primaromraden", "mellanomraden"])
def test_a_million_points_fall_in_goteborgs_areas_as_the_exact_test_says(reference, layer):
    text = json.loads((reference / "geo" / f"goteborg_{layer}.geojson").read_text())
    areas = [shapely.from_geojson(json.dumps(row["geometry"])) for row in text["features"]]
    west, south, east, north = shapely.total_bounds(areas)
    rng = np.random.default_rng(7)
    x, y = rng.uniform(west, east, 1_000_000), rng.uniform(south, north, 1_000_000)
    before = time.process_time()
    found = locate(x, y, areas)
    assert time.process_time() - before < 5  # 0.2 s on a quiet machine
    assert found[:20_000].tolist() == plain(x[:20_000], y[:20_000], areas).tolist()
