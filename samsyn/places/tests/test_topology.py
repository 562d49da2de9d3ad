import numpy as np
import shapely

from samsyn.places import topology


def test_slivers_between_areas_are_mended_and_lakes_stay():
    left = shapely.box(12, 57, 12.01, 57.01)
    right = shapely.Polygon([(12.010002, 57), (12.02, 57), (12.02, 57.01), (12.010002, 57.01)])
    lake = shapely.box(12.012, 57.002, 12.018, 57.008)
    areas = np.array([left, right.difference(lake)], dtype=object)
    mended = topology.mend(areas)
    assert not shapely.coverage_is_valid(areas) or shapely.distance(*areas) > 0
    assert shapely.coverage_is_valid(mended)
    assert not mended[1].contains(lake.centroid)


def test_an_overlap_gets_one_owner():
    areas = np.array([shapely.box(12, 57, 12.011, 57.01), shapely.box(12.01, 57, 12.02, 57.01)], dtype=object)
    mended = topology.mend(areas)
    assert shapely.coverage_is_valid(mended)
    assert shapely.area(shapely.intersection(*mended)) == 0
    assert np.isclose(shapely.area(mended).sum(), shapely.area(shapely.union_all(areas)))


def test_areas_that_fit_are_left_as_they_are():
    areas = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], dtype=object)
    assert topology.mend(areas) is areas


def test_simplified_neighbours_still_share_their_border():
    ground = np.linspace(0, 0.02, 200)
    border = np.column_stack([12.01 + 0.0003 * np.sin(ground * 3000), 57 + ground])
    left = shapely.Polygon([(12, 57), *border, (12, 57.02)])
    right = shapely.Polygon([(12.03, 57), *border, (12.03, 57.02)])
    simple = topology.simplify(np.array([left, right], dtype=object), 60)
    assert shapely.coverage_is_valid(simple)
    assert shapely.get_num_coordinates(simple).sum() < 200


def test_tiny_islands_are_left_out_but_never_the_only_one():
    island = shapely.box(12.1, 57.1, 12.1001, 57.1001)
    area = shapely.MultiPolygon([shapely.box(12, 57, 12.05, 57.05), island])
    assert topology.simplify(np.array([area], dtype=object), 50)[0].geom_type == "Polygon"
    assert not topology.simplify(np.array([island], dtype=object), 50)[0].is_empty


def test_a_bow_tie_becomes_two_triangles():
    tie = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    assert topology.polygons_only(tie).geom_type == "MultiPolygon"
    assert topology.polygons_only(shapely.LineString([(0, 0), (1, 1)])).is_empty
