"""`samsyn analyse survey-change`: did the answers change between two waves, more than the samples may have by chance?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from samsyn.cli.analyses import survey_files as files
from samsyn.cli.analyses import words

NAME = "survey-change"
HELP = "Prövar om svaren ändrades mellan två omgångar av en enkät."
EXAMPLE = (
    "samsyn analyse survey-change svar.csv --wave år --variable trygg --value ja --weight vikt --respondent person "
    "--hide-under 5"
)
FILE = (
    "svar.csv",
    "person,år,trygg,vikt\n1,2021,ja,10\n2,2021,nej,10\n3,2021,nej,10\n4,2021,ja,10\n5,2021,nej,10\n6,2021,ja,20\n"
    "1,2024,ja,10\n2,2024,ja,10\n3,2024,nej,10\n4,2024,ja,10\n5,2024,ja,10\n7,2024,ja,20\n",
)
KEYS = {
    "kind": "vad som skattas: share, mean, total eller ratio",
    "se": "förändringens medelfel",
    "df": "frihetsgrader",
    "interval": "intervallet: plain (value ± t · se) eller mover (av andelarnas egna ändar)",
    "waves": "de två omgångarna: wave, value, se, low, high, n, df, caveats, reason",
    "more_than_chance": "intervallet har inte 0 i sig",
    "shared": "kluster eller svarande som finns i båda omgångarna",
    "covariance": "omgångarnas samvariation, 0 när de är oberoende",
    "variable": "kolumnen",
    "answers": "svaren som räknas i andelen eller summan",
    "where": "villkoren",
    "by": "kolumnerna för grupperna",
    "table": "en rad per grupp: gruppen, first, second, value, se, low, high, n, p, p_adjusted, shared, caveats, reason",
    "hide_under": "färre svar döljs",
    "dropped": "rader som inte kunde räknas, efter orsak",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL", help="en rad per svar, båda omgångarna i samma fil")
    parser.add_argument("--wave", required=True, metavar="KOLUMN", help="omgången, till exempel år")
    parser.add_argument(
        "--first", metavar="VÄRDE", help="den tidigare omgången; behövs när filen har fler än två"
    )
    parser.add_argument("--second", metavar="VÄRDE", help="den senare omgången")
    files.measure_options(parser)
    parser.add_argument(
        "--respondent",
        metavar="KOLUMN",
        help="den svarandes nummer, när samma personer kan ha svarat i båda omgångarna; inte med --cluster",
    )
    parser.add_argument(
        "--independent",
        action="store_true",
        help="klustren är dragna på nytt: samma nummer i båda omgångarna är inte samma kluster",
    )
    files.design_options(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    import numpy as np

    kind = files.kind_of(
        options, {"mean": options.mean, "total": options.total, "ratio-to": options.ratio_to}
    ).replace("-to", "")
    if options.respondent and options.cluster:
        raise words.UsageError(
            "Kommandot fick både --respondent och --cluster. Den svarande hör då till ett kluster, och det är klustren som "
            "ger osäkerheten. Ge bara --cluster."
        )
    if options.respondent:
        options.cluster = [options.respondent]
    rows = files.read(options, options.variable, options.ratio_to, options.wave)
    waves = _waves(rows, options)
    masks = [_is(rows.text(options.wave), wave) for wave in waves]
    values = files.values_of(rows, options)
    per = rows.numbers(options.ratio_to) if options.ratio_to else None
    kept = files.where(rows, options)
    pairs = _Pairs(options, kind, rows, masks, values, per)
    whole = pairs.change(kept)
    other = ~(masks[0] | masks[1])
    has_answer = ~np.isnan(values) if per is None else ~np.isnan(values) & ~np.isnan(per)
    dropped = {
        **rows.dropped,
        "other_wave": int(other.sum()),
        "outside_where": int((~kept & ~other).sum()),
        "no_answer": int((kept & ~other & ~has_answer).sum()),
    }
    table = []
    if options.by:
        found, domain = files.groups(rows, options.by, kept & ~other)
        dropped["no_group"] = int((kept & ~other & (domain < 0)).sum())
        table = _table(options.by, found, [pairs.change(domain == place) for place in range(len(found))])
    return words.answer(
        NAME,
        whole,
        kind=kind,
        se=whole.se,
        df=whole.df,
        interval=whole.interval,
        waves=[
            {"wave": wave, **_wave(estimate)}
            for wave, estimate in zip(waves, (whole.first, whole.second), strict=True)
        ],
        more_than_chance=whole.is_more_than_chance,
        shared=whole.shared,
        covariance=whole.covariance,
        variable=options.variable,
        answers=options.value or [],
        where=[f"{name}={value}" for name, value in options.where],
        by=options.by,
        table=table,
        hide_under=options.hide_under,
        dropped=dropped,
    )


class _Pairs:
    """The two waves of a file: their designs, values and units, ready for any domain."""

    def __init__(
        self,
        options: argparse.Namespace,
        kind: Any,
        rows: files.Rows,
        masks: list[Any],
        values: Any,
        per: Any,
    ) -> None:
        self.options, self.kind, self.masks = options, kind, masks
        self.designs = [rows.design(mask) for mask in masks]
        self.values = (values[masks[0]], values[masks[1]])
        self.per = None if per is None else (per[masks[0]], per[masks[1]])
        self.units = None if options.independent or not rows.clusters else self._units(rows)

    def _units(self, rows: files.Rows) -> Any:
        """Return each row's cluster, within its stratum, numbered alike in both waves."""
        import numpy as np

        columns = [*rows.strata[:1], rows.clusters[0]]
        codes = np.unique(np.stack(columns), axis=1, return_inverse=True)[1].ravel()
        return codes[self.masks[0]], codes[self.masks[1]]

    def change(self, kept: Any) -> Any:
        from samsyn.analysis.survey_change import survey_change

        return survey_change(
            self.designs[0],
            self.designs[1],
            self.values,
            kind=self.kind,
            per=self.per,
            keep=(kept[self.masks[0]], kept[self.masks[1]]),
            units=self.units,
            level=self.options.level,
            hide_under=self.options.hide_under,
            mark_under=self.options.mark_under,
        )


def _is(column: Any, wave: str) -> Any:
    import numpy as np

    return np.array([text == wave for text in column], dtype=bool)


def _waves(rows: files.Rows, options: argparse.Namespace) -> list[str]:
    """Return the earlier and the later wave. Raises UsageError."""
    column = rows.text(options.wave)
    there = sorted({text for text in column if text} - files.MISSING, key=files.order)
    said = f"I kolumnen ”{options.wave}” står: {', '.join(there[:8]) or 'ingenting'}"
    if (options.first is None) != (options.second is None) or (options.first is None and len(there) != 2):
        raise words.UsageError(
            f"Kommandot behöver veta vilka två omgångar som ska jämföras. {said}. Ge både --first och --second."
        )
    waves = there if options.first is None else [options.first, options.second]
    if waves[0] == waves[1] or not set(waves) <= set(there):
        raise words.UsageError(
            f"Omgångarna {waves[0]} och {waves[1]} går inte att jämföra. {said}. Ge två olika av dem."
        )
    return waves


def _wave(estimate: Any) -> dict[str, Any]:
    keys = ("value", "se", "low", "high", "n", "df")
    return {
        **{key: getattr(estimate, key) for key in keys},
        "caveats": [str(code) for code in estimate.caveats],
        "reason": None if estimate.reason is None else str(estimate.reason),
    }


def _table(by: list[str], groups: list[tuple[str, ...]], found: list[Any]) -> list[dict[str, Any]]:
    """Return a row for each group; many are tested at once, so p is adjusted for that."""
    from samsyn.analysis.counts import adjusted

    tested = [place for place, one in enumerate(found) if one.p is not None]
    corrected = dict(zip(tested, map(float, adjusted([found[place].p for place in tested])), strict=True))
    keys = ("value", "se", "low", "high", "n", "p")
    return [
        {
            **dict(zip(by, group, strict=True)),
            "first": None if one.value is None else one.first.value,
            "second": None if one.value is None else one.second.value,
            **{key: getattr(one, key) for key in keys},
            "p_adjusted": corrected.get(place),
            "shared": one.shared,
            "caveats": [str(code) for code in one.caveats],
            "reason": None if one.reason is None else str(one.reason),
        }
        for place, (group, one) in enumerate(zip(groups, found, strict=True))
    ]
