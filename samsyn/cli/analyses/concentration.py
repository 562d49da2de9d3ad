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
    "cell": "rutans sida i meter, null när platsen står i filen",
    "project": "koordinatsystemet som rutorna ligger i",
    "permutations": "så många gånger slumpen prövades",
    "seed": "slumpens frö",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
CURVE = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL")
    parser.add_argument("--x", metavar="KOLUMN", help="öst eller longitud")
    parser.add_argument("--y", metavar="KOLUMN", help="nord eller latitud")
    parser.add_argument(
        "--crs", default="EPSG:4326", metavar="KOD", help="filens koordinatsystem (EPSG:4326)"
    )
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

    from samsyn.analysis.concentration import concentration, lorenz

    counts, about = _of_places(options) if options.place else _of_cells(options)
    found = concentration(
        counts, permutations=options.permutations, rng=np.random.default_rng(options.seed)
    )  # fmt: skip
    curve = [] if found.value is None else lorenz(counts, CURVE).tolist()
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
        cell=about["cell"],
        project=about["project"],
        permutations=options.permutations,
        seed=options.seed,
        dropped=about["dropped"],
    )
    return {**answer, "level": None, "caveats": [*answer["caveats"], *about["caveats"]]}


def _of_cells(options: argparse.Namespace) -> tuple[Any, dict[str, Any]]:
    import numpy as np

    if options.x is None or options.y is None:
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


def say(found: dict[str, Any]) -> list[str]:
    what = ("plats", "platser") if found["cell"] is None else ("ruta", "rutor")
    the = "platserna" if found["cell"] is None else "rutorna"
    if found["value"] is None:
        return ["Hur samlade händelserna är går inte att beräkna, för det finns inga händelser.", *points.say(found["dropped"])]  # fmt: skip
    percent = words.number(100 * found["top"], 1)
    lines = [
        f"{words.number(100 * found['top_share'], 1)} % av händelserna ligger på de {percent} % av {the} som har flest. "
        f"Hälften ligger på {words.number(100 * found['half_share'], 1)} % av {the}.",
        f"Gini {words.number(found['value'], 3)} (0 = så jämnt det går, 1 = allt på ett ställe); utan rättning "
        f"{words.number(found['gini'], 3)}.",
    ]
    if found["places"] > found["n"]:
        lines.append(
            f"{the.capitalize()} är fler än händelserna. Då är några tomma hur jämnt det än är, och det är borträknat i det "
            "första talet."
        )
    if found["p"] is not None:
        is_more = found["p"] <= 0.05
        lines.append(
            f"Slumpen ensam ger Gini {words.number(found['chance'], 3)} och {words.number(100 * found['chance_top'], 1)} % av "
            f"händelserna på de {percent} procenten. Händelserna är "
            f"{'mer samlade än' if is_more else 'inte mer samlade än vad som kan vara'} slumpen ({words.chance(found['p'])})."
        )
    size = (
        ""
        if found["cell"] is None
        else f" om {words.number(found['cell'])} × {words.number(found['cell'])} meter"
    )
    lines.append(
        f"{words.many(found['n'], 'händelse', 'händelser')} på {words.many(found['places'], *what)}{size}, "
        f"{words.number(found['used'])} med minst en händelse."
    )
    lines.append(
        f"Det säger inte att samma platser har flest nästa år, och {'platser' if found['cell'] is None else 'rutor'} som är "
        "olika stora eller där ingen kan vara gör att det ser mer samlat ut."
    )
    return lines + points.say(found["dropped"]) + words.caveats(found)
