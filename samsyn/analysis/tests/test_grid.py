from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.grid import MOST, Grid, around
from samsyn.analysis.result import AnalysisError

PLACES = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=1, max_size=30)


def test_a_point_on_a_border_lies_in_one_cell_the_one_to_the_right_and_above():
    # METHODS.md 4.1
    grid = around([0, 1000], [0, 1000], 500)
    assert (grid.shape, grid.x.tolist(), grid.y.tolist()) == ((3, 3), [250, 750, 1250], [250, 750, 1250])
    assert grid.places([0, 500, 499.999, 0], [0, 0, 0, 500]).tolist() == [0, 1, 0, 3]
    assert grid.places([-0.001, 1500, 0, 0], [0, 0, -0.001, 1500]).tolist() == [-1, -1, -1, -1]


@settings(max_examples=50, deadline=None)
@given(PLACES, st.sampled_from([0.7, 1, 7.5, 500]))
def test_every_point_is_counted_once_in_the_cell_whose_centre_is_half_a_side_away(places, cell):
    x, y = np.array(places, dtype=float).T * 3.7
    grid = around(x, y, cell)
    assert grid.counts(x, y).sum() == len(places)
    rows, columns = np.divmod(grid.places(x, y), grid.columns)
    assert np.all(np.abs(grid.x[columns] - x) <= cell / 2 * (1 + 1e-6))
    assert np.all(np.abs(grid.y[rows] - y) <= cell / 2 * (1 + 1e-6))


def test_layers_are_counted_apart():
    grid = around([0, 1], [0, 0], 1)
    assert grid.counts([0, 1, 1], [0, 0, 0], layer=[0, 1, 1], layers=2).tolist() == [[[1, 0]], [[0, 2]]]


@pytest.mark.parametrize(
    "call",
    [
        lambda: around([], [], 500),
        lambda: around([0], [0, 1], 500),
        lambda: around([float("nan")], [0], 500),
        lambda: around([0], [0], 0),
        lambda: around([0, MOST], [0, 1], 1),
        lambda: around([-1e300, 1e300], [0, 1], 1),
        lambda: Grid(0, 0, 2, 2, 1.0).counts([0], [0], layer=[2], layers=2),
        lambda: Grid(0, 0, 2, 2, 1.0).counts([0], [0], layer=[0, 1], layers=2),
    ],
)
def test_what_cannot_be_is_refused(call):
    with pytest.raises(AnalysisError):
        call()
