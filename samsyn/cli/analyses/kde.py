"""`samsyn analyse kde`: a smooth surface of where events lie, for each category."""

from __future__ import annotations

import argparse
from typing import Any

from samsyn.cli.analyses import cells, points, words

NAME = "kde"
HELP = "Räknar en jämn yta över var händelserna ligger, en för varje slag (kärntäthet)."
EXAMPLE = "samsyn analyse kde händelser.csv --x öst --y nord --crs EPSG:3006 --by slag --bandwidth 200"
FILE = (
    "händelser.csv",
    "öst,nord,slag\n319250,6400250,rån\n319300,6400310,rån\n319800,6400900,klotter\n319700,6400800,klotter\n"
    "319900,6400950,klotter\n",
)
KEYS = {
    "table": "ett objekt per ruta: x, y (mitten), density (händelser per kvadratmeter); med --by också category",
    "cell": "rutans sida i meter",
    "project": "koordinatsystemet för x och y",
    "bandwidth": "kärnans standardavvikelse i meter",
    "bandwidth_rule": "given (--bandwidth) eller scott: n^(−1/6) gånger spridningen, minst rutans sida, gemensam för alla slag",
    "counts": "antal händelser för varje slag; ytan gånger rutans yta summerar till det",
    "kind": "exact (varje händelse på sin plats) eller shared (delad mellan de fyra närmaste noderna)",
    "dropped": "rader som inte kunde räknas, efter orsak",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    points.arguments(parser)
    parser.add_argument("--cell", type=words.positive, default=50.0, metavar="METER", help="rutans sida (50)")
    parser.add_argument(
        "--bandwidth",
        type=words.positive,
        metavar="METER",
        help="kärnans standardavvikelse, minst en halv ruta. Utan valet gäller Scotts regel, n^(−1/6) gånger händelsernas "
        "spridning, men minst rutans sida",
    )
    parser.add_argument("--by", metavar="KOLUMN", help="en yta för varje värde i kolumnen")


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.kde import kde

    if options.bandwidth is not None and options.bandwidth < options.cell / 2:
        raise words.UsageError(
            "Bandbredden är för liten för rutorna. "
            f"Den är {words.number(options.bandwidth)} meter och rutans sida {words.number(options.cell)} meter. "
            "Välj en bandbredd på minst en halv ruta, eller mindre rutor med --cell."
        )
    read = points.read(options, others=[options.by] if options.by else [])
    grid = cells.grid_of(read, options.cell)
    names, codes = _categories(read, options.by)
    _check_size(read, grid, names)
    found = kde(read.x, read.y, grid, bandwidth=options.bandwidth, category=codes, categories=len(names))
    answer = words.answer(
        NAME,
        found,
        table=_table(grid, found.density, names, options.by),
        cell=options.cell,
        project=read.project,
        bandwidth=found.bandwidth,
        bandwidth_rule="scott" if options.bandwidth is None else "given",
        counts=dict(zip(names, found.n.tolist(), strict=True)) if options.by else {"": len(read)},
        kind="exact" if found.is_exact else "shared",
        dropped=read.dropped,
    )
    return {**answer, "n": int(found.n.sum()), "caveats": [*read.caveats, *points.snapped(read)]}


def _categories(read: points.Points, by: str | None) -> tuple[list[str], Any]:
    import numpy as np

    if by is None:
        return [""], np.zeros(len(read), np.int64)
    coded = read.others[by].dictionary_encode()
    names = coded.dictionary.to_pylist()
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), np.int64)
    rank[order] = np.arange(len(names))
    return [names[place] for place in order], rank[coded.indices.to_numpy(zero_copy_only=False)]


def _check_size(read: points.Points, grid: Any, names: list[str]) -> None:
    from samsyn.analysis.grid import MOST

    size = grid.rows * grid.columns
    if size * len(names) > MOST:
        raise words.UsageError(
            f"Filen {read.path.name} skulle ge för många värden. {words.many(len(names), 'slag', 'slag')} gånger "
            f"{words.many(size, 'ruta', 'rutor')} är över {words.number(MOST)}. "
            "Välj större rutor med --cell, eller kontrollera kolumnen i --by."
        )


def _table(grid: Any, density: Any, names: list[str], by: str | None) -> list[dict[str, Any]]:
    import numpy as np

    if density is None:
        return []
    north, east = (axis.ravel().tolist() for axis in np.meshgrid(grid.y, grid.x, indexing="ij"))
    table: list[dict[str, Any]] = []
    for name, surface in zip(names, density, strict=True):
        extra = {"category": name} if by else {}
        rows = zip(east, north, surface.ravel().tolist(), strict=True)
        table += [{"x": x, "y": y, "density": value, **extra} for x, y, value in rows]
    return table
