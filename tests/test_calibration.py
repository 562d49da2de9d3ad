"""The small form of `make calibrate`: every line keeps within its bounds, give or take the simulation's own error."""

from __future__ import annotations

import pytest

from calibration.__main__ import every_line
from calibration.table import EXACT, Line, markdown


@pytest.fixture(scope="module")
def lines():
    return every_line(7, 100)


def test_every_line_keeps_within_its_bounds(lines):
    assert len(lines) > 150
    assert [one for one in lines if not one.is_within] == []


def test_a_method_that_covers_too_little_is_outside():
    assert not Line("m", "s", "coverage", 0.90, 1000, EXACT).is_within
    assert Line("m", "s", "coverage", 0.94, 1000, EXACT).is_within  # the simulation's own error


def test_the_table_says_what_is_outside():
    text = markdown([Line("m", "s", "coverage", 0.90, 1000, EXACT)])
    assert text.endswith("| m | s | coverage | 90.00 | 95–100 | 1000 | **no** |")
