"""Hot cells in words and as a map: where do more events lie close together than chance gives?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.charts.cell_key import CellClass
from samsyn.charts.cell_map import CellWords, MapCell, MapLabel, cell_map
from samsyn.charts.picture import HUE, Column, Picture
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, codes, points_words, words

LIMITS = (0.001, 0.01, 0.05)
_SHOWN, _ROWS, _NUMBERED = 10, 25, 5

Row = dict[str, Any]


def say(found: Found) -> list[str]:
    facts = {
        "events": words.events(found["n"]),
        "cells": points_words.cells(found["cells"]),
        "size": points_words.size(found["cell"]),
    }
    if found["reason"]:
        return [
            _(
                "Heta rutor går inte att beräkna: %(events)s på %(cells)s om %(size)s, och alla rutor har lika många. Välj "
                "mindre rutor med --cell."
            )
            % facts,
            *points_words.left_out(found["dropped"]),
        ]
    hot = _hot(found)
    told = ngettext(
        "%(shown)s ruta är het, alltså har med sina grannar fler händelser än slumpen ger: %(events)s på %(cells)s om "
        "%(size)s.",
        "%(shown)s rutor är heta, alltså har med sina grannar fler händelser än slumpen ger: %(events)s på %(cells)s om "
        "%(size)s.",
        len(hot),
    )
    none = _(
        "Ingen ruta har med sina grannar fler händelser än vad som kan vara slumpen: %(events)s på %(cells)s om %(size)s."
    )
    lines = [(told if hot else none) % {**facts, "shown": words.number(len(hot))}]
    lines += [_cell(row) for row in hot[:_SHOWN]]
    if len(hot) > _SHOWN:
        left = {"shown": words.number(len(hot) - _SHOWN)}
        lines.append("  " + _("… och %(shown)s till; alla finns med --json.") % left)
    lines.append(
        _(
            "Varje ruta prövas mot att händelsernas antal hade hamnat slumpvis på rutorna, och hänsyn är tagen till att många "
            "rutor prövas på en gång: högst var tjugonde het ruta väntas vara slump."
        )
    )
    lines.append(
        _(
            "Rektangeln av rutor rymmer också vatten och platser utanför området, där inget kan hända. De räknas som tomma, "
            "och det gör att fler av de andra rutorna ser heta ut."
        )
    )
    lines.append(
        _(
            "Det säger inte varför det är hett, och inte att risken är hög för den som bor där: där många rör sig händer mer."
        )
    )
    return lines + points_words.left_out(found["dropped"]) + codes.caveats(found["caveats"])


def _hot(found: Found) -> list[Row]:
    return sorted((row for row in found["table"] if row["hot"]), key=lambda row: -row["z"])


def _cell(row: Row) -> str:
    return "  " + _("%(place)s: %(events)s, z = %(z)s, justerat %(p)s") % {
        "place": points_words.place(row["x"], row["y"]),
        "events": words.events(row["count"]),
        "z": words.number(row["z"]),
        "p": words.chance(row["p_adjusted"]),
    }


def draw(found: Found) -> Picture:
    hot = _hot(found)
    kinds = [next(at for at, limit in enumerate(LIMITS) if row["p_adjusted"] <= limit) for row in hot]
    squares = [MapCell(row["x"], row["y"], kind) for row, kind in zip(hot, kinds, strict=True)]
    quiet = [row for row in found["table"] if row["count"] and not row["hot"]]
    squares += [MapCell(row["x"], row["y"], len(LIMITS)) for row in quiet]
    shown = hot[:_ROWS]
    return cell_map(
        [] if found["reason"] else squares,
        side=found["cell"],
        classes=_classes([kinds.count(at) for at in range(len(LIMITS))], len(quiet)),
        labels=[MapLabel(row["x"], row["y"], str(at)) for at, row in enumerate(shown[:_NUMBERED], 1)],
        columns=(
            Column(_("Nr"), "number"),
            Column(_("Öst"), "number"),
            Column(_("Nord"), "number"),
            Column(_("Händelser"), "number"),
            Column("z", "number", 2),
            Column(_("Justerat p"), "number", 4),
        ),
        rows=tuple(
            (at, row["x"], row["y"], row["count"], row["z"], row["p_adjusted"])
            for at, row in enumerate(shown, 1)
        ),
        title=_title(found, len(hot)),
        description=_description(found, hot),
        source=words.source(found),
        words=picture_words(found["level"]),
        said=CellWords(north=_("N"), blocks=_("ritat i block om {side} m")),
    )


def _classes(many: list[int], quiet: int) -> list[CellClass]:
    names = (_("Het, så gott som säkert"), _("Het, mycket säkert"), _("Het, ganska säkert"))
    drawn = [
        CellClass(
            name,
            _("p högst %(limit)s: %(cells)s") % {"limit": words.number(limit, 3), "cells": points_words.cells(count)},
            fill,
            "circle",
            scale=scale,
        )
        for name, limit, count, fill, scale in zip(
            names, LIMITS, many, (HUE[4], HUE[3], HUE[2]), (1.0, 0.5, 0.2), strict=True
        )
    ]  # fmt: skip
    told = _("Händelser, men kan vara slumpen")
    return [*drawn, CellClass(told, points_words.cells(quiet), HUE[0], is_quiet=True)]


def _title(found: Found, hot: int) -> str:
    if found["reason"]:
        return _("Heta rutor går inte att beräkna")
    if not hot:
        return _("Ingen ruta har fler händelser än slumpen kan ge")
    told = ngettext(
        "%(shown)s ruta har fler händelser än slumpen ger",
        "%(shown)s rutor har fler händelser än slumpen ger",
        hot,
    )
    return told % {"shown": words.number(hot)}


def _description(found: Found, hot: list[Row]) -> str:
    if found["reason"]:
        return codes.not_estimable(found["reason"])
    lines = [
        _("Rutor om %(size)s; varje ruta prövas tillsammans med sina grannar.")
        % {"size": points_words.size(found["cell"])}
    ]
    if hot and found["n"]:
        share = 100 * sum(row["count"] for row in hot) / found["n"]
        told = _("I de heta rutorna hände %(share)s %% av allt, i %(cells)s av %(all)s.")
        lines.append(
            told
            % {
                "share": words.number(share, 0),
                "cells": words.number(len(hot)),
                "all": points_words.cells(found["cells"]),
            }
        )
        lines.append(
            _(
                "Siffrorna är nummer i tabellen; de står på de hetaste rutorna, där det finns plats. Vita rutor har inga "
                "händelser."
            )
        )
    if len(hot) > _ROWS:
        lines.append(
            _("Tabellen har de %(shown)s första av %(all)s.")
            % {"shown": words.number(_ROWS), "all": words.number(len(hot))}
        )
    return " ".join(lines)
