"""`samsyn analyse gistar`: where do more events lie close together than chance gives?"""

from __future__ import annotations

import argparse
from typing import Any

from samsyn.cli.analyses import cells, points, words

NAME = "gistar"
HELP = "Letar efter rutor där händelserna ligger tätare än slumpen ger (Getis–Ord Gi*)."
EXAMPLE = "samsyn analyse gistar inbrott.csv --x öst --y nord --crs EPSG:3006 --cell 500"
_PLACES = (
    (319100, 6400100),
    (323600, 6404600),
    *((x, y) for x in (320600, 321100) for y in (6401600, 6402100)),
)
FILE = ("inbrott.csv", "öst,nord\n" + "".join(f"{x},{y}\n" for x, y in _PLACES[:2] + 2 * _PLACES[2:]))
KEYS = {
    "table": "ett objekt per ruta: x, y (mitten), count, z, p, p_exact, p_adjusted, p_permutation, hot; p är tvåsidiga: p av z "
    "(normalfördelning), p_exact av summans exakta fördelning, p_adjusted är p_exact justerat för alla rutor "
    "(Benjamini–Hochberg), p_permutation av permutationer där rutan behåller sitt eget antal",
    "cell": "rutans sida i meter",
    "project": "koordinatsystemet för x och y",
    "cells": "antal rutor: den minsta rektangel av rutor som rymmer alla punkter",
    "hot": "samma som value: antal heta rutor (z över 0 och p_adjusted högst 0.05)",
    "permutations": "antal permutationer",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
MOST_PERMUTATIONS = 99_999


def permutations(text: str) -> int:
    value = words.count(text)
    if value > MOST_PERMUTATIONS:
        raise argparse.ArgumentTypeError(f"”{text}” är fler än {MOST_PERMUTATIONS}")
    return value


def arguments(parser: argparse.ArgumentParser) -> None:
    points.arguments(parser)
    parser.add_argument(
        "--cell", type=words.positive, default=500.0, metavar="METER", help="rutans sida (500)"
    )
    parser.add_argument(
        "--permutations",
        type=permutations,
        default=0,
        metavar="ANTAL",
        help="ge också p ur så många (0), t.ex. 999",
    )
    parser.add_argument("--seed", type=words.count, default=1, metavar="TAL", help="slumpens frö (1)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    import numpy as np

    from samsyn.analysis.gistar import g_star

    read = points.read(options)
    grid = cells.grid_of(read, options.cell)
    counts = grid.counts(read.x, read.y)[0]
    rng = np.random.default_rng(options.seed)
    found = g_star(counts, permutations=options.permutations, rng=rng)
    hot = int(np.count_nonzero(found.hot))
    answer = words.answer(
        NAME,
        found,
        table=_table(grid, counts, found),
        cell=options.cell,
        project=read.project,
        cells=int(counts.size),
        hot=None if found.reason else hot,
        permutations=options.permutations,
        dropped=read.dropped,
    )
    return {**answer, "value": answer["hot"], "p": None, "caveats": [*read.caveats, *points.snapped(read)]}


def _table(grid: Any, counts: Any, found: Any) -> list[dict[str, Any]]:
    """Return one object a cell, the lowest row first; nothing is said of what is not known."""
    import numpy as np

    north, east = np.meshgrid(grid.y, grid.x, indexing="ij")
    columns: dict[str, list[Any]] = {
        "x": east.ravel().tolist(),
        "y": north.ravel().tolist(),
        "count": counts.ravel().tolist(),
    }
    empty: list[None] = [None] * counts.size
    for name in ("z", "p", "p_exact", "p_adjusted", "p_permutation"):
        values = getattr(found, name)
        columns[name] = empty if values is None else [cells.known(value) for value in values.ravel().tolist()]
    columns["hot"] = found.hot.ravel().tolist()
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
