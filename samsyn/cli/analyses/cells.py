"""A grid of squares around the points of a file. Not a method: what gistar, kde and hotspots share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samsyn.cli.analyses import words

if TYPE_CHECKING:
    from samsyn.analysis.grid import Grid
    from samsyn.cli.analyses.points import Points


def grid_of(points: Points, cell: float) -> Grid:
    """Return the grid that holds all points. Raises UsageError when it would have too many cells."""
    from samsyn.analysis import grid
    from samsyn.analysis.result import AnalysisError

    try:
        return grid.around(points.x, points.y, cell)
    except AnalysisError as error:
        across, up = float(points.x.max() - points.x.min()), float(points.y.max() - points.y.min())
        raise words.UsageError(
            f"Punkterna i filen {points.path.name} ligger för långt isär för rutor om {words.number(cell)} meter. "
            f"De breder ut sig över {words.number(across / 1000, 1)} × {words.number(up / 1000, 1)} kilometer och skulle ge "
            f"över {words.number(grid.MOST)} rutor. Välj större rutor med --cell, eller ta bort de punkter som ligger fel."
        ) from error


def known(value: float) -> float | None:
    """Return a number of the table; None for what is not known."""
    return None if value != value else float(value)
