"""The classes of places over time, in words and as a grid of places by periods."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.analysis.classes import HotSpot
from samsyn.charts.class_grid import MOST_PERIODS, GridRow, GridWords, class_grid
from samsyn.charts.picture import Picture
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, codes, points_words, words
from samsyn.ui.results.hotspots import KINDS, latest, name

_SHOWN, _ROWS = 10, 25

Row = dict[str, Any]


def _places(many: int) -> str:
    return ngettext("%(shown)s plats", "%(shown)s platser", many) % {"shown": words.number(many)}


def say(found: Found) -> list[str]:
    facts = {
        "places": _places(len(found["table"])),
        "periods": points_words.periods(found["periods"]),
        "events": words.events(found["n"]),
    }
    if found["reason"]:
        return [
            _(
                "Klasser går inte att beräkna: %(places)s, %(periods)s, %(events)s. Det behövs minst två platser som har alla "
                "perioder, minst två perioder och någon händelse."
            )
            % facts,
            *_left_out(found),
        ]
    recent = latest(found["recent"])
    lines = [_("%(places)s, %(periods)s, %(events)s; %(latest)s.") % {**facts, "latest": recent}]
    for kind in KINDS:
        if rows := _sorted(found, kind):
            lines.append(f"{_are(kind, len(rows))}: {_named(rows)}.")
    if len(lines) == 1:
        lines.append(_("Ingen plats har varit het i så många perioder att det syns ett mönster."))
    lines.append(
        _(
            "Het betyder fler av periodens händelser än om de hade fallit jämnt på alla platser, med hänsyn till att många "
            "prövas på en gång. Det tar ingen hänsyn till hur stor platsen är eller hur många som rör sig där, och säger "
            "inte varför."
        )
    )
    return lines + _left_out(found)


def _sorted(found: Found, kind: str) -> list[Row]:
    rows = [row for row in found["table"] if row["class"] == kind]
    return sorted(rows, key=lambda row: (-row["hot_periods"], -row["count"]))


def _named(rows: list[Row]) -> str:
    told = ", ".join(
        _("%(place)s (het i %(periods)s)")
        % {"place": row["place"], "periods": words.number(row["hot_periods"])}
        for row in rows[:_SHOWN]
    )
    if len(rows) <= _SHOWN:
        return told
    return _("%(named)s och %(shown)s till") % {"named": told, "shown": words.number(len(rows) - _SHOWN)}


def _are(kind: HotSpot, many: int) -> str:
    texts = {
        HotSpot.PERSISTENT: ngettext(
            "%(shown)s plats är bestående het", "%(shown)s platser är bestående heta", many
        ),
        HotSpot.EMERGING: ngettext(
            "%(shown)s plats är nyligen het", "%(shown)s platser är nyligen heta", many
        ),
        HotSpot.INTERMITTENT: ngettext(
            "%(shown)s plats är het då och då", "%(shown)s platser är heta då och då", many
        ),
        HotSpot.FORMER: ngettext(
            "%(shown)s plats är tidigare het", "%(shown)s platser är tidigare heta", many
        ),
    }
    return texts[kind] % {"shown": words.number(many)}


def _left_out(found: Found) -> list[str]:
    lines = []
    if found["incomplete"]:
        lines.append(
            ngettext(
                "%(shown)s plats klassas inte, för någon period saknas: %(places)s.",
                "%(shown)s platser klassas inte, för någon period saknas: %(places)s.",
                len(found["incomplete"]),
            )
            % {
                "shown": words.number(len(found["incomplete"])),
                "places": ", ".join(found["incomplete"][:_SHOWN]),
            }
        )
    left = sum(found["dropped"].values()) - found["dropped"]["incomplete"]
    if left:
        lines.append(
            _("%(rows)s räknades inte: plats, tid eller antal saknas, eller fel antal celler.")
            % {"rows": words.rows(left)}
        )
    return lines


def draw(found: Found) -> Picture:
    every = [row for kind in (*KINDS, HotSpot.NONE) for row in _sorted(found, kind)]
    drawn = [] if found["reason"] else every[:_ROWS]
    return class_grid(
        [
            GridRow(
                row["place"],
                tuple(row["counts"]),
                tuple(row["hot"]),
                name(row["class"]),
                is_none=row["class"] == HotSpot.NONE,
            )
            for row in drawn
        ],
        periods=found["times"],
        recent=found["recent"],
        title=_title(found),
        description=_description(found, len(every)),
        source=words.source(found),
        words=picture_words(found["level"]),
        said=GridWords(
            place=_("Plats"),
            kind=_("Klass"),
            hot_periods=_("Heta perioder"),
            total=_("Händelser"),
            hot=_("het: fler än slumpen ger"),
            not_hot=_("inte het"),
            recent=_("de senaste") if found["recent"] > 1 else _("den senaste"),
        ),
    )


def _title(found: Found) -> str:
    if found["reason"]:
        return _("Klasser går inte att beräkna")
    told = []
    for kind in KINDS:
        rows = _sorted(found, kind)
        if len(rows) == 1:
            told.append(_one(kind) % {"place": rows[0]["place"]})
        elif rows:
            told.append(_are(kind, len(rows)))
    return ", ".join(told[:2]) or _("Ingen plats har ett mönster över tiden")


def _one(kind: HotSpot) -> str:
    return {
        HotSpot.PERSISTENT: _("%(place)s är bestående het"),
        HotSpot.EMERGING: _("%(place)s är nyligen het"),
        HotSpot.INTERMITTENT: _("%(place)s är het då och då"),
        HotSpot.FORMER: _("%(place)s är tidigare het"),
    }[kind]


def _description(found: Found, many: int) -> str:
    if found["reason"]:
        return codes.not_estimable(found["reason"])
    lines = [
        _("Antal händelser per plats och period. Mörka rutor är heta: fler än om allt hade fallit jämnt på platserna.")
    ]  # fmt: skip
    if many > _ROWS:
        lines.append(
            _("De %(shown)s första av %(all)s visas.")
            % {"shown": words.number(_ROWS), "all": words.number(many)}
        )
    if found["periods"] > MOST_PERIODS:
        lines.append(_("De %(shown)s sista perioderna visas.") % {"shown": words.number(MOST_PERIODS)})
    return " ".join(lines)
