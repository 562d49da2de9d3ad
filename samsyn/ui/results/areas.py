"""The method `areas`: how many in each area, in words and as bars."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.charts.bars import Bar, bars
from samsyn.charts.picture import Picture
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, points_words, words

OWN = {"area", "count", "rate", "population", "low", "high"}
_SHOWN, _BARS = 30, 25

Row = dict[str, Any]


def say(found: Found) -> list[str]:
    many = ngettext("%(shown)s område", "%(shown)s områden", found["areas"])
    lines = [
        _("%(events)s i %(areas)s.")
        % {"events": words.events(found["n"]), "areas": many % {"shown": words.number(found["areas"])}}
    ]
    shown = sorted(found["table"], key=lambda row: -row["count"])[:_SHOWN]
    lines += [_line(row, found) for row in shown]
    if left := len(found["table"]) - len(shown):
        more = ngettext(
            "… och %(shown)s rad till; alla finns med --json.",
            "… och %(shown)s rader till; alla finns med --json.",
            left,
        )
        lines.append(more % {"shown": words.number(left)})
    if found["per"]:
        lines.append(
            _(
                "Tal per invånare i små områden styrs mest av slumpen: se intervallet, och rangordna dem inte. Där många "
                "vistas som inte bor där blir talet för högt."
            )
        )
    return (
        lines + _without(found) + _overlaps(found) + points_words.left_out(found["dropped"]) + _outside(found)
    )


def _without(found: Found) -> list[str]:
    told = (
        ("repaired", _("Gränsen korsade sig själv eller var delvis tom, och lagades: %(areas)s.")),
        ("left_out", _("Utan yta i filen, och därför inte med: %(areas)s.")),
        (
            "no_population",
            _("Folkmängd saknas eller är 0, så tal per invånare går inte att beräkna: %(areas)s."),
        ),
    )
    return [text % {"areas": ", ".join(found[key][:_SHOWN])} for key, text in told if found[key]]


def _overlaps(found: Found) -> list[str]:
    pairs = [_("%(one)s och %(other)s") % {"one": one, "other": other} for one, other in found["overlaps"]]
    if not pairs:
        return []
    return [
        _("Täcker samma mark: %(areas)s. En händelse där räknas i det område som står först i filen.")
        % {"areas": ", ".join(pairs[:_SHOWN])}
    ]


def _outside(found: Found) -> list[str]:
    outside = found["dropped"]["outside"]
    if not outside:
        return []
    return [
        ngettext(
            "%(shown)s händelse ligger inte i något område.",
            "%(shown)s händelser ligger inte i något område.",
            outside,
        )
        % {"shown": words.number(outside)}
    ]


def _line(row: Row, found: Found) -> str:
    name = ", ".join([row["area"], *(str(value) for key, value in row.items() if key not in OWN)])
    text = f"  {name}: {words.number(row['count'])}"
    if not found["per"]:
        return text
    if row["rate"] is None:
        return _("%(text)s; per invånare går inte att beräkna") % {"text": text}
    return _("%(text)s; %(rate)s per %(per)s (%(interval)s)") % {
        "text": text,
        "rate": words.number(row["rate"], 1),
        "per": words.number(found["per"]),
        "interval": words.span(row["low"], row["high"], found["level"], 1),
    }


def draw(found: Found) -> Picture:
    rows = _totals(found)
    has_rates = bool(found["per"])
    key = "rate" if has_rates else "count"
    rows.sort(key=lambda row: (row[key] is None, -(row[key] or 0), row["area"]))
    shown = rows[:_BARS] if found["n"] else []
    is_first = _stands_out(rows, key)
    per = words.number(found["per"]) if has_rates else ""
    return bars(
        [
            Bar(row["area"], row[key], row.get("low"), row.get("high"), is_marked=at == 0 and is_first)
            for at, row in enumerate(shown)
        ],
        title=_title(found, rows, key),
        description=_description(found, len(rows), has_rates=has_rates),
        source=words.source(found),
        name_label=_("Område"),
        value_label=_("Händelser per %(per)s invånare") % {"per": per} if has_rates else _("Händelser"),
        digits=1 if has_rates else 0,
        words=picture_words(found["level"]),
    )


def _totals(found: Found) -> list[Row]:
    """One row an area: all groups of it together, with the interval of their sum."""
    counts: dict[str, int] = {}
    people: dict[str, float | None] = {}
    for row in found["table"]:
        counts[row["area"]] = counts.get(row["area"], 0) + row["count"]
        people[row["area"]] = row.get("population")
    if len(counts) == len(found["table"]):
        return [dict(row) for row in found["table"]]
    return [
        {"area": area, "count": count, **_rate(count, people[area], found)} for area, count in counts.items()
    ]


def _rate(count: int, population: float | None, found: Found) -> Row:
    from samsyn.analysis.rates import rate

    if not found["per"] or not population:
        return {"rate": None}
    told = rate(count, population, per=found["per"], level=found["level"])
    return {"rate": told.value, "low": told.low, "high": told.high}


def _stands_out(rows: list[Row], key: str) -> bool:
    """Whether the first is more than any other: of rates, its interval lies above all the others'."""
    if len(rows) < 2 or rows[0][key] is None:
        return False
    if key == "count":
        return bool(rows[0][key] > rows[1][key])
    return all(row["rate"] is None or row["high"] < rows[0]["low"] for row in rows[1:])


def _title(found: Found, rows: list[Row], key: str) -> str:
    if not found["n"]:
        return _("Inga händelser i områdena")
    first = rows[0]
    if key == "count":
        return _("Flest i %(area)s: %(count)s av %(events)s") % {
            "area": first["area"],
            "count": words.number(first["count"]),
            "events": words.events(found["n"]),
        }
    if first["rate"] is None:
        return _("Tal per invånare går inte att beräkna")
    if not _stands_out(rows, key) and len(rows) > 1:
        return _("Flera områden kan ha flest per invånare: intervallen går om varandra")
    return _("%(area)s har flest per invånare: %(rate)s per %(per)s") % {
        "area": first["area"],
        "rate": words.number(first["rate"], 1),
        "per": words.number(found["per"]),
    }


def _description(found: Found, many: int, *, has_rates: bool) -> str:
    lines = []
    if has_rates:
        lines.append(
            _("Händelser per %(per)s invånare. Strecket är osäkerheten (%(level)s %%).")
            % {"per": words.number(found["per"]), "level": words.number(100 * found["level"], 1)}
        )
    else:
        lines.append(_("Antal händelser i varje område."))
    if many > _BARS:
        lines.append(
            _("De %(shown)s högsta av %(all)s visas.")
            % {"shown": words.number(_BARS), "all": words.number(many)}
        )
    return " ".join(lines + _outside(found))
