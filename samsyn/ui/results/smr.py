"""Observed beside expected events in words and as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.analysis.result import Caveat
from samsyn.charts.forest import Line, forest
from samsyn.charts.picture import Picture
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, area_words, codes, words


def say(found: Found) -> list[str]:
    table = found["table"]
    known = [row for row in table if row["ratio"] is not None]
    surest = sorted(known, key=lambda row: row["p"])[: area_words.SAID]
    lines = [_said(row, found["level"]) for row in sorted(surest, key=lambda row: -row["ratio"])]
    lines += area_words.others(len(known) - len(surest))
    if known:
        lines += _said_classes(known)
    else:
        lines.append(_("Kvoten går inte att beräkna för något område."))
    if found["value"] is not None:
        lines.append(
            _("Alla områden tillsammans: %(ratio)s gånger det väntade (%(interval)s).")
            % {"ratio": words.number(found["value"]), "interval": words.interval(found)}
        )
    if found["left_out"]:
        lines.append(
            _("%(events)s hör till rader där ingen bor och räknades inte.")
            % {"events": words.events(found["left_out"])}
        )
    why = _("område, grupp, antal, folkmängd eller väntat antal saknas, eller fel antal celler")
    return [*lines, *area_words.not_estimable(table), *area_words.left_out(found["dropped"], why)]


def _said(row: Mapping[str, Any], level: float) -> str:
    told = _(
        "%(area)s: %(ratio)s gånger det väntade (%(interval)s), %(events)s mot %(expected)s väntade."
    ) % {
        "area": row["area"],
        "ratio": words.number(row["ratio"]),
        "interval": words.span(row["low"], row["high"], level),
        "events": words.events(row["count"]),
        "expected": words.number(row["expected"], 1),
    }
    doubts = [codes.caveat(Caveat.FEW_EVENTS)] if Caveat.FEW_EVENTS in row["caveats"] else []
    doubts += [_("Någon rad saknas.")] if Caveat.INCOMPLETE in row["caveats"] else []
    return " ".join([told, *doubts])


def _said_classes(known: list[Any]) -> list[str]:
    lines = []
    for kind, told in (
        ("higher", _("Fler än väntat, mer än slumpen: %(areas)s.")),
        ("lower", _("Färre än väntat, mer än slumpen: %(areas)s.")),
    ):
        if areas := _of(known, kind):
            lines.append(told % {"areas": ", ".join(areas)})
    if not lines:
        lines.append(_("Inget område skiljer sig från det väntade mer än vad som kan vara slumpen."))
    return [
        *lines,
        _(
            "Det är inräknat att %(areas)s prövas samtidigt, så ett område kan ha ett intervall som utesluter 1 utan "
            "att räknas som mer än slumpen."
        )
        % {"areas": area_words.areas(len(known))},
        _(
            "Kvoten säger inte varför ett område skiljer sig, och två områdens kvoter ska inte jämföras med varandra."
        ),
    ]


def _of(known: list[Any], kind: str) -> list[str]:
    return [row["area"] for row in known if row["class"] == kind]


def draw(found: Found) -> Picture:
    """Draw the areas from the highest ratio to the lowest; of very many, those that differ most surely."""
    known = [row for row in found["table"] if row["ratio"] is not None]
    chosen = sorted(known, key=lambda row: row["p"])[: area_words.ROOM]
    marks = {"higher": _("%(area)s (fler)"), "lower": _("%(area)s (färre)")}
    rows = [
        Line(
            marks.get(row["class"], "%(area)s") % {"area": row["area"]}, row["ratio"], row["low"], row["high"],
            weight=0.5 if row["class"] in marks else None,
        )
        for row in sorted(chosen, key=lambda row: -row["ratio"])
    ]  # fmt: skip
    if len(chosen) < len(known):
        rows.insert(
            sum(row.value is not None and row.value >= 1 for row in rows), _gap(len(known) - len(chosen))
        )
    rows += [
        Line(row["area"], None, missing=codes.reason(row["reason"]))
        for row in found["table"]
        if row["reason"] and len(known) < area_words.ROOM
    ][: area_words.ROOM - len(rows)]
    return forest(
        rows,
        title=_title(known),
        description=_(
            "Händelser delat med det väntade. Strecket är osäkerheten (%(level)s %%). Fyrkant: mer än slumpen, "
            "när det räknas in att många områden prövas samtidigt."
        )
        % {"level": words.number(100 * found["level"], 1)}
        + (" " + _("Pil vid kanten: inga händelser alls.") if any(row.value == 0 for row in rows) else "")
        + area_words.only([row for row in rows if not row.is_gap], len(found["table"])),
        source=words.source(found),
        none=1.0,
        none_name=_("som väntat"),
        is_log=True,
        name_label=_("Område"),
        value_label=_("Gånger det väntade"),
        words=picture_words(found["level"]),
    )


def _gap(many: int) -> Line:
    """The areas that are not drawn: those whose ratio says least."""
    told = ngettext(
        "… %(shown)s område skiljer sig mindre säkert", "… %(shown)s områden skiljer sig mindre säkert", many
    )
    return Line(told % {"shown": words.number(many)}, None, is_gap=True)


def _title(known: list[Any]) -> str:
    if not known:
        return _("Kvoten går inte att beräkna för något område")
    more, fewer = (
        [row["area"] for row in sorted(known, key=lambda row: row["p"]) if row["class"] == kind]
        for kind in ("higher", "lower")
    )
    told = {"more": area_words.listed(more, 2), "fewer": area_words.listed(fewer, 2)}
    if more and fewer:
        return _("Fler än väntat i %(more)s, färre i %(fewer)s") % told
    if more:
        return _("Fler än väntat i %(more)s") % told
    if fewer:
        return _("Färre än väntat i %(fewer)s") % told
    return _("Inget område skiljer sig säkert från det väntade")
