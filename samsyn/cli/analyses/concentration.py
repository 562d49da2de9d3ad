"""`samsyn analyse concentration`: how concentrated are events at few places?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from samsyn.cli.analyses import cells, points, tables, words

NAME = "concentration"
HELP = (
    "Räknar hur samlade händelserna är till få platser (Gini, rättad när platserna är fler än händelserna)."
)
EXAMPLE = (
    "samsyn analyse concentration inbrott.csv --x öst --y nord --crs EPSG:3006 --project EPSG:3006 --cell 500"
)
FILE = (
    "inbrott.csv",
    "öst,nord\n319100,6399100\n319110,6399140\n319120,6399160\n319150,6399200\n320700,6399100\n319100,6400700\n",
)
KEYS = {
    "gini": "Gini som den är; value är den rättade",
    "places": "platser, även de utan händelser",
    "used": "platser med minst en händelse",
    "top": "den del av platserna som top_share gäller, 0.05",
    "top_share": "andelen av händelserna på den delen av platserna",
    "half_share": "den minsta delen av platserna som har hälften av händelserna",
    "chance": "medelvärdet av value när varje händelse hamnar på vilken plats som helst",
    "chance_top": "medelvärdet av top_share då",
    "table": "Lorenzkurvan, flest först: objekt med share_places och share_events",
    "chance_curve": "andelen av händelserna på samma delar av platserna när slumpen fördelar dem, null utan permutationer",
    "cell": "rutans sida i meter, null när platsen står i filen",
    "project": "koordinatsystemet som rutorna ligger i",
    "permutations": "så många gånger slumpen prövades",
    "seed": "slumpens frö",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
_CURVES = 99  # the most times that the curve of chance is drawn
CURVE = (0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.75, 1.0)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL")
    points.place_options(parser)
    parser.add_argument("--project", metavar="KOD", help="koordinatsystem i meter att räkna i")
    parser.add_argument(
        "--cell", type=words.positive, default=500.0, metavar="METER", help="rutans sida (500)"
    )
    parser.add_argument("--place", metavar="KOLUMN", help="platsens namn eller kod, i stället för rutor")
    parser.add_argument(
        "--count", metavar="KOLUMN", help="antal händelser på raden, med --place; annars är varje rad en händelse"
    )  # fmt: skip
    parser.add_argument(
        "--places", type=words.count, metavar="ANTAL", help="så många platser finns, även de utan händelser"
    )  # fmt: skip
    parser.add_argument(
        "--permutations", type=words.count, default=199, metavar="ANTAL",
        help="så många gånger slumpen prövas (199); 0 ger inget p",
    )  # fmt: skip
    parser.add_argument("--seed", type=words.count, default=1, metavar="TAL", help="slumpens frö (1)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    import numpy as np

    from samsyn.analysis.concentration import concentration, lorenz, lorenz_of_chance

    counts, about = _of_places(options) if options.place else _of_cells(options)
    found = concentration(
        counts, permutations=options.permutations, rng=np.random.default_rng(options.seed)
    )  # fmt: skip
    curve = [] if found.value is None else lorenz(counts, CURVE).tolist()
    chance = None
    if curve and options.permutations:
        rng = np.random.default_rng(options.seed)
        turns = min(options.permutations, _CURVES)
        chance = lorenz_of_chance(found.places, found.n or 0, CURVE, permutations=turns, rng=rng).tolist()
    answer = words.answer(
        NAME,
        found,
        **{
            name: getattr(found, name)
            for name in ("gini", "places", "used", "top", "top_share", "half_share", "chance", "chance_top")
        },
        table=[
            {"share_places": part, "share_events": share} for part, share in zip(CURVE, curve, strict=False)
        ],
        chance_curve=chance,
        cell=about["cell"],
        project=about["project"],
        permutations=options.permutations,
        seed=options.seed,
        dropped=about["dropped"],
    )
    return {**answer, "level": None, "caveats": [*answer["caveats"], *about["caveats"]]}


def _of_cells(options: argparse.Namespace) -> tuple[Any, dict[str, Any]]:
    import numpy as np

    if (options.x is None or options.y is None) and tables.form_of(options.file) != "layers":
        raise words.UsageError(
            "Kommandot vet inte var händelserna är. Det fick varken --x och --y eller --place. "
            "Ge kolumnerna med koordinater, eller kolumnen med platsens namn."
        )
    if options.count:
        raise words.UsageError(
            "Valet --count går bara att använda tillsammans med --place. Kommandot fick rutor. "
            "Låt varje rad vara en händelse, eller ge --place."
        )
    found = points.read(options)
    counts = cells.grid_of(found, options.cell).counts(found.x, found.y)[0].ravel()
    if options.places is not None:
        counts = _with_empty(counts[counts > 0], options.places)
    caveats = list(found.caveats)
    about = {"cell": options.cell, "project": found.project, "dropped": found.dropped, "caveats": caveats}
    return np.asarray(counts, dtype=np.int64), about


def _of_places(options: argparse.Namespace) -> tuple[Any, dict[str, Any]]:
    import numpy as np
    import pyarrow.compute as pc

    table = tables.read(options.file, [options.place, *([options.count] if options.count else [])])
    names = pc.utf8_trim_whitespace(table.columns[options.place])
    kinds = names.dictionary_encode()
    which, spelled = kinds.indices.to_numpy(zero_copy_only=False), kinds.dictionary.to_pylist()
    known = np.array([name != "" for name in spelled], dtype=bool)
    if options.count:
        numbers = np.array(tables.every_number(table, options.count, is_count=True), dtype=np.float64)
    else:
        numbers = np.ones(len(which))
    counts = np.bincount(which, weights=numbers, minlength=len(spelled))[known]
    if options.places is not None:
        counts = _with_empty(counts, options.places)
    lost = int(np.count_nonzero(~known[which])) if len(which) else 0
    dropped = {"no_place": lost, "wrong_width": table.cut}
    return counts, {"cell": None, "project": None, "dropped": dropped, "caveats": []}


def _with_empty(counts: Any, places: int) -> Any:
    import numpy as np

    if places < len(counts):
        raise words.UsageError(
            f"Antalet platser går inte ihop. Det ska vara {words.number(places)}, men händelserna ligger på "
            f"{words.number(len(counts))} platser. Rätta --places."
        )
    return np.concatenate([counts, np.zeros(places - len(counts))])
