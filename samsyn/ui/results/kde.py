"""A smooth surface of events in words and as a map of five steps."""

from __future__ import annotations

from math import floor, log10
from typing import Any

from django.utils.translation import gettext as _

from samsyn.charts.cell_key import CellClass
from samsyn.charts.cell_map import CellWords, MapCell, MapLabel, cell_map
from samsyn.charts.picture import HUE, Column, Picture
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, codes, points_words, words

STEPS = 5
_LEAST = 0.02  # of the top: under it the surface is not drawn
_PER = 1e6  # square metres in a square kilometre
_ROWS = 25

Row = dict[str, Any]


def say(found: Found) -> list[str]:
    seen = words.events(found["n"])
    if found["reason"]:
        return [
            _(
                "Ytan går inte att beräkna: %(events)s, alla på samma plats, så ingen bandbredd går att räkna ut. Ange den med "
                "--bandwidth."
            )
            % {"events": seen},
            *points_words.left_out(found["dropped"]),
        ]
    lines = [
        _("%(events)s, bandbredd %(width)s meter (%(why)s).")
        % {"events": seen, "width": words.number(found["bandwidth"], 0), "why": _why(found)}
    ]
    lines += [_densest(name, count, found) for name, count in found["counts"].items()]
    lines.append(
        _(
            "Ytan jämnar ut var händelserna ligger, och räknar upp dem som ligger nära kanten så att ingen går förlorad. En "
            "större bandbredd ger en jämnare yta. Ytan är ingen prövning: en topp kan vara slump, pröva den med gistar."
        )
    )
    return lines + points_words.left_out(found["dropped"]) + codes.caveats(found["caveats"])


def _why(found: Found) -> str:
    rule = _("vald") if found["bandwidth_rule"] == "given" else _("Scotts regel")
    return _("%(rule)s, gemensam för alla slag") % {"rule": rule} if len(found["counts"]) > 1 else rule


def _surface(found: Found, name: str) -> list[Row]:
    return [row for row in found["table"] if row.get("category", "") == name]


def _top(rows: list[Row]) -> Row:
    return max(rows, key=lambda row: row["density"])


def _name(name: str) -> str:
    return name or _("utan namn")


def _densest(name: str, count: int, found: Found) -> str:
    top = _top(_surface(found, name))
    facts = {
        "name": _name(name),
        "events": words.events(count),
        "place": points_words.place(top["x"], top["y"]),
        "density": words.number(_PER * top["density"], 1),
    }
    told = (
        _("%(name)s, %(events)s: tätast vid %(place)s, %(density)s händelser per kvadratkilometer.")
        if "category" in top
        else _("%(events)s: tätast vid %(place)s, %(density)s händelser per kvadratkilometer.")
    )
    return "  " + told % facts


def draw(found: Found) -> Picture:
    """The surface of all, or of the kind that has most events; the others stand in the table."""
    counts = dict(sorted(found["counts"].items(), key=lambda pair: (-pair[1], pair[0])))
    name = next(iter(counts), "")
    rows = [] if found["reason"] else _surface(found, name)
    limits = _limits(_PER * _top(rows)["density"]) if rows else []
    squares, many = _squares(rows, limits)
    tops = (
        [] if found["reason"] else [(_name(key), counts[key], _top(_surface(found, key))) for key in counts]
    )
    has_kinds = any("category" in top for _key, _count, top in tops)
    return cell_map(
        squares,
        side=found["cell"],
        classes=_classes(limits, many),
        labels=_labels(rows),
        columns=(
            *((Column(_("Slag")),) if has_kinds else ()),
            Column(_("Händelser"), "number"),
            Column(_("Tätast, öst"), "number"),
            Column(_("Tätast, nord"), "number"),
            Column(_("Händelser per km²"), "number", 1),
        ),
        rows=tuple(
            (*((key,) if has_kinds else ()), count, top["x"], top["y"], _PER * top["density"])
            for key, count, top in tops[:_ROWS]
        ),
        title=_title(found, rows, name),
        description=_description(found, name, len(counts)),
        source=words.source(found),
        words=picture_words(found["level"]),
        said=CellWords(north=_("N"), blocks=_("ritat i block om {side} m")),
    )  # fmt: skip


def _limits(top: float) -> list[float]:
    """Return the lower limits of the steps in events per square kilometre, rounded to two figures, the densest first."""
    limits = []
    for step in range(STEPS - 1, -1, -1):
        limit = top * (step / STEPS if step else _LEAST)
        digits = 1 - floor(log10(limit)) if limit > 0 else 0
        limits.append(round(limit, digits))
    return limits


def _squares(rows: list[Row], limits: list[float]) -> tuple[list[MapCell], list[int]]:
    found, many = [], [0] * len(limits)
    for row in rows:
        density = _PER * row["density"]
        kind = next((at for at, limit in enumerate(limits) if density >= limit), None)
        if kind is not None:
            found.append(MapCell(row["x"], row["y"], kind))
            many[kind] += 1
    return found, many


def _labels(rows: list[Row]) -> list[MapLabel]:
    if not rows:
        return []
    top = _top(rows)
    text = _("%(density)s per km²") % {"density": words.number(_PER * top["density"], 0)}
    return [MapLabel(top["x"], top["y"], text)]


def _classes(limits: list[float], many: list[int]) -> list[CellClass]:
    classes = []
    for at, limit in enumerate(limits):
        low = words.number(limit, 4)
        name = (
            _("%(step)s. Minst %(low)s per km²") % {"step": STEPS - at, "low": low}
            if at == 0
            else _("%(step)s. %(low)s till under %(high)s")
            % {"step": STEPS - at, "low": low, "high": words.number(limits[at - 1], 4)}
        )
        note = points_words.cells(many[at])
        classes.append(CellClass(name, note, HUE[STEPS - 1 - at], letter=str(STEPS - at)))
    return classes


def _title(found: Found, rows: list[Row], name: str) -> str:
    if not rows:
        return _("Ytan går inte att beräkna")
    density = words.number(_PER * _top(rows)["density"], 0)
    if "category" in rows[0]:
        return _("%(name)s: som tätast %(density)s händelser per kvadratkilometer") % {
            "name": _name(name),
            "density": density,
        }
    return _("Som tätast %(density)s händelser per kvadratkilometer") % {"density": density}


def _description(found: Found, name: str, kinds: int) -> str:
    if found["reason"]:
        return codes.not_estimable(found["reason"])
    lines = [
        _("Utjämnad yta i fem steg, bandbredd %(width)s meter, rutor om %(size)s. En topp kan vara slump.")
        % {"width": words.number(found["bandwidth"], 0), "size": points_words.size(found["cell"])}
    ]
    limits = _limits(_PER * _top(_surface(found, name))["density"])
    lines.append(_("Vitt är under %(limit)s per km².") % {"limit": words.number(limits[-1], 4)})
    if kinds > 1:
        lines.append(
            _("Kartan visar %(name)s, som har flest; alla slag står i tabellen.") % {"name": _name(name)}
        )
    return " ".join(lines)
