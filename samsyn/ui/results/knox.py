"""Knox's test in words and as a picture: do events come back, in the same place or near it?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.charts.near_repeat import MOST_DISTANCES, MOST_TIMES, NearCell, NearWords, near_repeat
from samsyn.charts.picture import Picture
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, codes, points_words, words

Row = dict[str, Any]
LIMIT = 0.05  # of the adjusted p


def say(found: Found) -> list[str]:
    if found["n"] < 2:
        return [
            _("Det går inte att pröva om händelser kommer tillbaka: det behövs minst två händelser."),
            *points_words.left_out(found["dropped"]),
        ]
    rows = _with_first(found["table"])
    sure = [row for row in rows if _is_more(row)]
    lines = [_more(row, found["time_kind"]) for row in sure]
    if sure:
        lines.append(_("Hänsyn är tagen till att flera band prövades (högst 5 % väntas vara falska)."))
    elif found["permutations"]:
        lines.append(
            _(
                "Inget band har fler par än vad som kan vara slumpen, när hänsyn tagits till att flera band prövades."
            )
        )
    else:
        lines.append(_("Slumpen är inte prövad: kommandot fick --permutations 0."))
    lines += _too_few(found, rows)
    lines.append(_("meter, dygn: par (väntat av slumpen), kvot, p och justerat p"))
    lines += [_row(row, found["time_kind"]) for row in rows]
    lines.append(
        _("%(events)s, %(pairs)s par; avstånd %(way)s, %(time)s.")
        % {
            "events": words.events(found["n"]),
            "pairs": words.number(found["pairs"]),
            "way": _("fågelvägen") if found["metric"] == "euclidean" else _("längs kvarteren"),
            "time": _("förfluten tid") if found["time_kind"] == "elapsed" else _("hela dygn"),
        }
    )
    lines.append(
        _(
            "Fler par än väntat betyder att händelser följer på varandra på nära håll, inte att samma person gjort dem."
        )
    )
    return lines + points_words.left_out(found["dropped"]) + codes.caveats(found["caveats"])


def needed(bands: int) -> int:
    """Return how many permutations let a band that is alone in being unusual be found among so many.

    No p is under 1 / (permutations + 1), and the smallest of them is adjusted by Benjamini and Hochberg to p times bands.
    Bands that share the smallest p divide that between them: fewer permutations find them only together.

    >>> needed(1), needed(4), needed(16)
    (19, 79, 319)
    """
    return round(bands / LIMIT) - 1


def _too_few(found: Found, rows: Sequence[Row]) -> list[str]:
    """Say when so few permutations were made that no band can be found alone."""
    bands = sum(row["p_adjusted"] is not None for row in rows)
    if not 0 < found["permutations"] < needed(bands):
        return []
    return [
        _(
            "Tiderna blandades %(permutations)s gånger. Det är för få för att ett ensamt band ska kunna pekas ut bland "
            "%(bands)s: dess justerade p kan inte bli lägre än %(least)s. Kör om med --permutations %(needed)s eller fler."
        )
        % {
            "permutations": words.number(found["permutations"]),
            "bands": words.number(bands),
            "least": words.number(min(bands / (found["permutations"] + 1), 1.0), 2),
            "needed": needed(bands),
        }
    ]


def _with_first(table: Sequence[Row]) -> list[Row]:
    """Mark the first band of each way: it alone holds 0, also when another begins at 0."""
    ends = {name: [row[f"{name}_to"] for row in table] for name in ("distance", "days")}
    return [
        {**row, **{f"{name}_first": row[f"{name}_to"] == ends[name][0] for name in ends}} for row in table
    ]


def _is_open(row: Row) -> bool:
    return row["distance_to"] is None or row["days_to"] is None


def _is_more(row: Row) -> bool:
    return not _is_open(row) and row["p_adjusted"] is not None and row["p_adjusted"] <= LIMIT + 1e-12


def _more(row: Row, kind: str) -> str:
    return _(
        "%(ratio)s gånger så många par som slumpen ger på %(distance)s meters håll med %(days)s dygn emellan: "
        "%(observed)s mot väntade %(expected)s (%(p)s, justerat %(adjusted)s)."
    ) % {
        "ratio": words.number(row["ratio"]),
        "distance": _band(row, "distance"),
        "days": _band(row, "days", kind),
        "observed": words.number(row["observed"]),
        "expected": words.number(row["expected"], 1),
        "p": words.chance(row["p"]),
        "adjusted": words.chance(row["p_adjusted"]),
    }


def _row(row: Row, kind: str) -> str:
    told = (
        f"{_band(row, 'distance')}, {_band(row, 'days', kind)}: {words.number(row['observed'])} "
        f"({words.number(row['expected'], 1)}), {words.number(row['ratio'])}, {words.chance(row['p'])}"
    )
    if row["p_adjusted"] is None:  # an open band, or nothing was tested
        return told
    return told + ", " + _("justerat %(p)s") % {"p": words.chance(row["p_adjusted"])}


def _band(row: Row, name: str, kind: str = "") -> str:
    """The first 0–7; then whole days 8–14, else över 7 till 14; the open one över 14. After a band of 0 alone: över 0 till 7."""
    low, high = row[f"{name}_from"], row[f"{name}_to"]
    if high is None:
        return _("över %(low)s") % {"low": words.number(low)}
    if high == 0:
        return "0"
    if row[f"{name}_first"]:
        return f"0–{words.number(high)}"
    if kind == "days" and low == int(low) and high == int(high):
        return words.number(high) if high == low + 1 else f"{words.number(low + 1)}–{words.number(high)}"
    return _("över %(low)s till %(high)s") % {"low": words.number(low), "high": words.number(high)}


def _short(row: Row, name: str, kind: str = "") -> str:
    """The same where there is little room: 200–400."""
    low, high = row[f"{name}_from"], row[f"{name}_to"]
    if kind == "days" or row[f"{name}_first"] or not high:
        return _band(row, name, kind)
    return f"{words.number(low)}–{words.number(high)}"


def draw(found: Found) -> Picture:
    kind = found["time_kind"]
    rows = _with_first(found["table"]) if found["n"] >= 2 else []
    closed = [row for row in rows if not _is_open(row)]
    distances = list(dict.fromkeys(_short(row, "distance") for row in closed))
    times = list(dict.fromkeys(_short(row, "days", kind) for row in closed))
    return near_repeat(
        [
            NearCell(
                _band(row, "distance"), _band(row, "days", kind), row["observed"], row["expected"], row["ratio"],
                _is_more(row), _is_open(row),
            )
            for row in rows
        ],
        distances=distances,
        times=times,
        title=_title(found, rows),
        description=_description(found, distances, times),
        source=words.source(found),
        words=picture_words(found["level"]),
        said=_said(),
    )  # fmt: skip


def _title(found: Found, rows: Sequence[Row]) -> str:
    if found["n"] < 2:
        return _("Det går inte att pröva om händelser kommer tillbaka")
    sure = [row for row in rows if _is_more(row)]
    if sure:
        row = sure[0]
        return _(
            "Händelser kommer tillbaka: %(ratio)s gånger så många par på %(distance)s meter och %(days)s dygn"
        ) % {
            "ratio": words.number(row["ratio"], 1),
            "distance": _short(row, "distance"),
            "days": _short(row, "days", found["time_kind"]),
        }
    if found["permutations"]:
        return _("Inget band har fler par än slumpen kan ge")
    return _("Par av händelser som ligger nära i både avstånd och tid")


def _description(found: Found, distances: Sequence[str], times: Sequence[str]) -> str:
    lines = [
        _(
            "Talet i varje ruta är par av händelser delat med hur många slumpen väntas ge: 2 är dubbelt så många. Under "
            "det står antalet mot det väntade."
        )
    ]
    if not found["permutations"]:
        lines.append(_("Slumpen är inte prövad, så ingen ruta är färgad."))
    else:
        lines.append(
            _("Färg och ram har de rutor som har fler än slumpen, när flera band prövas på en gång.")
        )
    hidden = max(len(distances) - MOST_DISTANCES, 0) + max(len(times) - MOST_TIMES, 0)
    if hidden:
        lines.append(
            ngettext(
                "%(shown)s band längre bort står bara i tabellen.",
                "%(shown)s band längre bort står bara i tabellen.",
                hidden,
            )
            % {"shown": words.number(hidden)}
        )
    return " ".join(lines)


def _said() -> NearWords:
    return NearWords(
        distance=_("Meter emellan"),
        time=_("Dygn emellan"),
        observed=_("Antal par"),
        expected=_("Väntat"),
        ratio=_("Gånger det väntade"),
        more=_("Fler än slumpen"),
        yes=_("ja"),
        no=_("nej"),
        counts=_("{observed} mot {expected}"),
        chance=_("kan vara slumpen"),
        key=_("Fler par än slumpen ger, inramat:"),
        under=_("under {limit} gånger"),
        between=_("{low} till under {high}"),
        at_least=_("minst {limit}"),
    )
