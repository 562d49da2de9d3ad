"""Hot spots over time, in words and as a map: what stays hot, becomes hot, comes back or was hot before?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.analysis.classes import HotSpot
from samsyn.charts.cell_key import CellClass
from samsyn.charts.cell_map import CellWords, MapCell, MapLabel, cell_map
from samsyn.charts.picture import DEEP, HUE, PAPER, POLICE, Column, Picture
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, codes, points_words, words

KINDS = (HotSpot.PERSISTENT, HotSpot.EMERGING, HotSpot.INTERMITTENT, HotSpot.FORMER)
_SIGNS = {
    HotSpot.PERSISTENT: (DEEP, "circle"),
    HotSpot.EMERGING: (POLICE, "triangle-up"),
    HotSpot.INTERMITTENT: (HUE[2], "diamond"),
    HotSpot.FORMER: (PAPER, "circle"),
}
_SHOWN, _ROWS = 5, 25

Row = dict[str, Any]


def name(kind: str) -> str:
    """Return a class as a heading: Bestående het."""
    return {
        HotSpot.PERSISTENT: _("Bestående het"),
        HotSpot.EMERGING: _("Nyligen het"),
        HotSpot.INTERMITTENT: _("Het då och då"),
        HotSpot.FORMER: _("Tidigare het"),
        HotSpot.NONE: _("Inget mönster"),
    }[HotSpot(kind)]


def latest(recent: int) -> str:
    """2 -> de 2 sista perioderna räknas som de senaste"""
    if recent == 1:
        return _("den sista perioden räknas som den senaste")
    return _("de %(many)s sista perioderna räknas som de senaste") % {"many": words.number(recent)}


def say(found: Found) -> list[str]:
    facts = {
        "events": words.events(found["n"]),
        "periods": points_words.periods(found["periods"]),
        "first": found["first"],
        "last": found["last"],
    }
    if found["reason"]:
        return [
            _(
                "Klasser går inte att beräkna: %(events)s, %(periods)s (%(first)s till %(last)s). Minst två perioder behövs, "
                "för att något ska ligga före det senaste. Välj kortare perioder med --period."
            )
            % facts,
            *points_words.left_out(found["dropped"]),
        ]
    latest_ones = latest(found["recent"])
    lines = [
        _("%(events)s, %(periods)s (%(first)s till %(last)s); %(latest)s.")
        % {**facts, "latest": latest_ones}
    ]  # fmt: skip
    for kind in KINDS:
        if many := found["classes"][kind]:
            lines += [f"{_are(kind, many)}:", *_cells(found, kind, many)]
    if len(lines) == 1:
        lines.append(_("Ingen ruta har varit het i så många perioder att det syns ett mönster."))
    lines.append(
        _(
            "Het betyder att rutan med sina grannar hade fler händelser än slumpen ger i perioden, med hänsyn till att många "
            "rutor och perioder prövas på en gång. Klassen säger när det var hett, inte varför, och inte att en åtgärd hjälpt."
        )
    )
    if found["empty_periods"]:
        lines.append(
            _("I %(periods)s fanns ingen ruta att skilja ut. Kontrollera att inte uppgifter saknas.")
            % {"periods": points_words.periods(found["empty_periods"])}
        )
    return lines + points_words.left_out(found["dropped"]) + codes.caveats(found["caveats"])


def _are(kind: HotSpot, many: int) -> str:
    texts = {
        HotSpot.PERSISTENT: ngettext(
            "%(shown)s ruta är bestående het", "%(shown)s rutor är bestående heta", many
        ),
        HotSpot.EMERGING: ngettext("%(shown)s ruta är nyligen het", "%(shown)s rutor är nyligen heta", many),
        HotSpot.INTERMITTENT: ngettext(
            "%(shown)s ruta är het då och då", "%(shown)s rutor är heta då och då", many
        ),
        HotSpot.FORMER: ngettext("%(shown)s ruta är tidigare het", "%(shown)s rutor är tidigare heta", many),
    }
    return texts[kind] % {"shown": words.number(many)}


def _sorted(found: Found, kind: str) -> list[Row]:
    rows = [row for row in found["table"] if row["class"] == kind]
    return sorted(rows, key=lambda row: (-row["hot_periods"], -row["count"]))


def _cells(found: Found, kind: str, many: int) -> list[str]:
    lines = [
        "  "
        + _("%(place)s: het i %(hot)s av %(all)s, %(events)s")
        % {
            "place": points_words.place(row["x"], row["y"]),
            "hot": points_words.periods(row["hot_periods"]),
            "all": words.number(found["periods"]),
            "events": words.events(row["count"]),
        }
        for row in _sorted(found, kind)[:_SHOWN]
    ]
    if many > _SHOWN:
        left = {"shown": words.number(many - _SHOWN)}
        lines.append("  " + _("… och %(shown)s till; alla finns med --json.") % left)
    return lines


def draw(found: Found) -> Picture:
    rows = [row for kind in KINDS for row in _sorted(found, kind)][:_ROWS]
    return cell_map(
        [] if found["reason"] else _squares(found["table"]),
        side=found["cell"],
        classes=_classes(found["classes"], sum(row["count"] > 0 for row in found["table"])),
        labels=_numbers(rows),
        columns=(
            Column(_("Nr"), "number"),
            Column(_("Öst"), "number"),
            Column(_("Nord"), "number"),
            Column(_("Klass")),
            Column(_("Heta perioder"), "number"),
            Column(_("Händelser"), "number"),
        ),
        rows=tuple(
            (at, row["x"], row["y"], name(row["class"]), row["hot_periods"], row["count"])
            for at, row in enumerate(rows, 1)
        ),
        title=_title(found),
        description=_description(found, len(rows)),
        source=words.source(found),
        words=picture_words(found["level"]),
        said=CellWords(north=_("N"), blocks=_("ritat i block om {side} m")),
    )


def _numbers(rows: list[Row]) -> list[MapLabel]:
    """The number of the first row of each class."""
    firsts = {row["class"]: at for at, row in reversed(list(enumerate(rows)))}
    return [MapLabel(rows[at]["x"], rows[at]["y"], str(at + 1)) for at in firsts.values()]


def _squares(table: list[Row]) -> list[MapCell]:
    at = {kind: place for place, kind in enumerate(KINDS)}
    return [
        MapCell(row["x"], row["y"], at.get(row["class"], len(KINDS)))
        for row in table
        if row["class"] != HotSpot.NONE or row["count"]
    ]


def _classes(many: Mapping[str, int], with_events: int) -> list[CellClass]:
    drawn = [
        CellClass(name(kind), points_words.cells(many[kind]), fill, sign)
        for kind, (fill, sign) in _SIGNS.items()
    ]
    quiet = max(with_events - sum(many[kind] for kind in KINDS), 0)
    told = _("Händelser, men inget mönster")
    return [*drawn, CellClass(told, points_words.cells(quiet), HUE[0], is_quiet=True)]


def _title(found: Found) -> str:
    if found["reason"]:
        return _("Klasser går inte att beräkna")
    told = [_are(kind, found["classes"][kind]) for kind in KINDS if found["classes"][kind]]
    return ", ".join(told[:2]) or _("Ingen ruta har ett mönster över tiden")


def _description(found: Found, shown: int) -> str:
    if found["reason"]:
        return codes.not_estimable(found["reason"])
    lines = [
        _("Rutor om %(size)s, %(periods)s från %(first)s.")
        % {
            "size": points_words.size(found["cell"]),
            "periods": points_words.periods(found["periods"]),
            "first": found["first"],
        },
        _("Het är en ruta som med sina grannar har fler händelser än slumpen ger i perioden."),
    ]
    if shown:
        lines.append(
            _(
                "Siffrorna är nummer i tabellen; de står där det finns plats. Vita rutor utan tecken har inga händelser."
            )
        )
    many = sum(found["classes"][kind] for kind in KINDS)
    if many > shown:
        lines.append(
            _("Tabellen har de %(shown)s första av %(all)s.")
            % {"shown": words.number(shown), "all": words.number(many)}
        )
    return " ".join(lines)
