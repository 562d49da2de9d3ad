"""`samsyn analyse survey`: shares, means, totals and ratios of a survey, with errors that know how it was drawn."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from samsyn.cli.analyses import survey_files as files
from samsyn.cli.analyses import tables, words

NAME = "survey"
HELP = "Skattar andelar, medelvärden, summor och kvoter ur en enkät, med vikter, strata och kluster."
EXAMPLE = (
    "samsyn analyse survey svar.csv --variable trygg --value ja --weight vikt --strata stad --hide-under 5 "
    "--by stad"
)
FILE = (
    "svar.csv",
    "trygg,vikt,stad\nja,10,norr\nnej,10,norr\nja,10,norr\nja,10,norr\nnej,10,norr\n"
    "ja,20,söder\nja,20,söder\nnej,20,söder\nja,20,söder\nja,20,söder\n",
)
KEYS = {
    "kind": "vad som skattas: share, mean, total eller ratio",
    "se": "medelfel efter hur urvalet är draget",
    "df": "frihetsgrader: kluster minus strata med svar",
    "interval": "intervallet: logit, beta (Korn och Graubard) eller plain (value ± t · se)",
    "variable": "kolumnen",
    "answers": "svaren som räknas i andelen eller summan",
    "where": "villkoren",
    "by": "kolumnerna för grupperna",
    "table": "en rad per grupp: gruppen, value, se, low, high, n, df, interval, caveats, reason",
    "lonely_strata": "strata med bara en enhet",
    "nested_clusters": "klusternummer som finns i flera strata räknades som skilda kluster",
    "hide_under": "färre svar döljs",
    "mark_under": "färre svar märks",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
_COUNT_NAMES = ("freq", "count", "n", "antal", "population", "befolkning", "total")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL")
    files.measure_options(parser)
    parser.add_argument(
        "--poststrata",
        type=files.condition,
        metavar="KOLUMN=FIL",
        help="räkna upp svaren till befolkningen i grupper: filen har kolumnen och en kolumn med antal",
    )
    parser.add_argument(
        "--interval",
        choices=("logit", "beta", "plain"),
        default="logit",
        help="andelens intervall: logit (förval), beta (Korn och Graubard), plain",
    )
    files.design_options(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    import numpy as np

    kind = files.kind_of(
        options, {"mean": options.mean, "total": options.total, "ratio-to": options.ratio_to}
    ).replace("-to", "")
    post_name = options.poststrata[0] if options.poststrata else None
    rows = files.read(options, options.variable, options.ratio_to, post_name)
    populations = _populations(rows, options.poststrata)
    values = files.values_of(rows, options)
    per = rows.numbers(options.ratio_to) if options.ratio_to else None
    design = rows.design(poststrata=populations)
    kept = files.where(rows, options)
    has_answer = ~np.isnan(values) if per is None else ~np.isnan(values) & ~np.isnan(per)
    whole = _estimates(options, kind, design, values, per, kept.astype(np.int64) - 1, 1).one()
    table = []
    dropped = {
        **rows.dropped,
        "outside_where": int((~kept).sum()),
        "no_answer": int((kept & ~has_answer).sum()),
    }
    if options.by:
        found, domain = files.groups(rows, options.by, kept)
        dropped["no_group"] = int((kept & (domain < 0)).sum())
        if found:
            batch = _estimates(options, kind, design, values, per, domain, len(found))
            table = [_row(options.by, group, batch.one(place)) for place, group in enumerate(found)]
    return words.answer(
        NAME,
        whole,
        kind=kind,
        se=whole.se,
        df=whole.df,
        interval=whole.interval,
        variable=options.variable,
        answers=options.value or [],
        where=[f"{name}={value}" for name, value in options.where],
        by=options.by,
        table=table,
        lonely_strata=design.lonely,
        nested_clusters=design.is_nested,
        hide_under=options.hide_under,
        mark_under=options.mark_under,
        dropped=dropped,
    )


def _estimates(
    options: argparse.Namespace, kind: Any, design: Any, values: Any, per: Any, domain: Any, domains: int
) -> Any:
    from samsyn.analysis.survey import survey_batch

    return survey_batch(
        design,
        values,
        kind=kind,
        per=per,
        domain=domain,
        domains=domains,
        interval=options.interval,
        level=options.level,
        hide_under=options.hide_under,
        mark_under=options.mark_under,
    )


def _row(by: list[str], group: tuple[str, ...], found: Any) -> dict[str, Any]:
    keys = ("value", "se", "low", "high", "n", "df", "interval")
    return {
        **dict(zip(by, group, strict=True)),
        **{key: getattr(found, key) for key in keys},
        "caveats": [str(code) for code in found.caveats],
        "reason": None if found.reason is None else str(found.reason),
    }


# Post-strata


def _populations(rows: files.Rows, wanted: tuple[str, str] | None) -> tuple[Any, Any] | None:
    """Return each row's post-stratum and the populations; rows without a post-stratum are taken out of `rows`."""
    import numpy as np

    if wanted is None:
        return None
    name, file = wanted[0], Path(wanted[1])
    known = _read_populations(file, name)
    missing = files.is_missing(rows.text(name))
    if missing.any():
        rows.dropped["no_design"] += int(missing.sum())
        rows.keep = rows.keep[~missing]
        rows.weight = None if rows.weight is None else rows.weight[~missing]
        for columns in (rows.strata, rows.clusters, rows.fpc):
            columns[:] = [column[~missing] for column in columns]
    column = rows.text(name)
    there, here = set(known), set(column)
    if there != here:
        odd = sorted(here - there) or sorted(there - here)
        side = f"enkäten men inte i {file.name}" if here - there else f"{file.name} men inte i enkäten"
        raise words.UsageError(
            f"Grupperna i --poststrata stämmer inte. ”{odd[0]}” finns i {side}. "
            "Ge varje grupp en rad i befolkningens fil, och slå ihop grupper som ingen har svarat i."
        )
    order = {group: place for place, group in enumerate(known)}
    return np.array([order[text] for text in column], dtype=np.int64), np.array(list(known.values()))


def _read_populations(file: Path, name: str) -> dict[str, float]:
    """Return the population of each group. Raises UsageError."""
    heading = _heading(file, name)
    others = [column for column in heading if column != name]
    counts = [column for column in others if column.strip().lower() in _COUNT_NAMES] or others
    if name not in heading or len(counts) != 1:
        raise words.UsageError(
            f"Filen {file.name} med befolkningen går inte att läsa. Kolumnerna i filen är: {', '.join(heading)}. "
            f"Ge den kolumnen ”{name}” och en kolumn ”antal”."
        )
    table = tables.read(file, [name, counts[0]])
    groups = [text.strip() for text in table.columns[name].to_pylist()]
    if twice := next((group for place, group in enumerate(groups) if group in groups[:place]), None):
        raise words.UsageError(
            f"Gruppen ”{twice}” står på flera rader i filen {file.name}. Varje grupp har ett antal. "
            "Räkna ihop raderna till en."
        )
    return dict(zip(groups, tables.every_number(table, counts[0]), strict=True))


def _heading(file: Path, name: str) -> list[str]:
    if not file.is_file():
        raise words.UsageError(
            f"Filen {file} finns inte. Vi letade där du sa i --poststrata. Skriv --poststrata {name}=FIL."
        )
    return [str(one).strip() for one in tables.heading(file)]
