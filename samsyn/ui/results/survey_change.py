"""The change between two waves of a survey in words and as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from samsyn.charts.changes import Change, changes
from samsyn.charts.picture import Picture
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, area_words, codes, survey_words, words


def say(found: Found) -> list[str]:
    is_share, level = found["kind"] == "share", found["level"]
    lines = [
        f"{wave['wave']}: {survey_words.shown(wave, level, is_share=is_share)}, {survey_words.answers(wave['n'])}."
        for wave in found["waves"]
    ]
    lines.append(_("Förändring: %(change)s.") % {"change": _change(found, level, is_share=is_share)})
    if found["value"] is not None and found["low"] is not None:
        told = (
            _("Det är mer än vad urvalens slump brukar ge (%(p)s).")
            if found["more_than_chance"]
            else _("Det kan vara slumpen i urvalen (%(p)s). Det visar inte att inget har ändrats.")
        )
        lines.append(told % {"p": words.chance(found["p"])})
    for row in found["table"]:
        told = f"{survey_words.group(row, found['by'])}: {_change(row, level, is_share=is_share)}"
        lines.append(
            _("%(change)s; mer än slumpen.") % {"change": told} if _is_sure(row, level) else f"{told}."
        )
    if any(row["p_adjusted"] is not None for row in found["table"]):
        lines.append(
            _("Flera grupper prövas på en gång. ”Mer än slumpen” tar hänsyn till det (Benjamini–Hochberg).")
        )
    lines += codes.caveats(found["caveats"])
    lines.append(
        _("Omgångarna har %(shared)s kluster eller svarande gemensamt, och det är räknat med.")
        % {"shared": words.number(found["shared"])}
        if found["shared"]
        else _("Omgångarna räknas som dragna oberoende av varandra.")
    )
    lines.append(
        _(
            "Ändrades frågan eller sättet att fråga går omgångarna inte att jämföra, och det syns inte i siffrorna."
        )
    )
    return lines + survey_words.left_out(found["dropped"])


def _change(row: Mapping[str, Any], level: float, *, is_share: bool) -> str:
    return survey_words.shown(row, level, is_share=is_share, unit=_("procentenheter"))


def _is_sure(row: Mapping[str, Any], level: float) -> bool:
    return row["p_adjusted"] is not None and row["p_adjusted"] <= 1 - level


def draw(found: Found) -> Picture:
    """Draw all answers first, then the groups, in their order."""
    level = found["level"]
    first, second = found["waves"]
    name = _("Alla svarande") if found["table"] else survey_words.subject(found)
    rows = [_row(name, found, first["value"], second["value"], is_sure=found["more_than_chance"])]
    groups = _groups(found)
    rows += [
        _row(
            survey_words.group(row, found["by"]),
            row,
            row["first"],
            row["second"],
            is_sure=_is_sure(row, level),
        )
        for row in groups
    ]
    return changes(
        rows,
        first=str(first["wave"]),
        second=str(second["wave"]),
        title=_title(found),
        description=_(
            "%(what)s. Ihålig prick är %(first)s, fylld är %(second)s. Bandet är osäkerheten för ändringen (%(level)s %%): når det "
            "inte den ihåliga pricken är ändringen mer än slumpen. Fetstil: mer än slumpen."
        )
        % {
            "what": survey_words.subject(found),
            "first": first["wave"],
            "second": second["wave"],
            "level": words.number(100 * level, 1),
        }
        + area_words.only(groups, len(found["table"])),
        source=words.source(found),
        name_label=_("Grupp"),
        change_label=_("Ändring"),
        is_share=found["kind"] == "share",
        words=picture_words(found["level"]),
    )


def _groups(found: Found) -> list[Any]:
    """Return the groups in their order; of very many, those whose change is least likely to be chance."""
    table: list[Any] = found["table"]
    if len(table) <= area_words.ROOM:
        return table
    places = sorted(range(len(table)), key=lambda at: 2.0 if table[at]["p"] is None else table[at]["p"])
    return [table[at] for at in sorted(places[: area_words.ROOM])]


def _row(
    name: str, row: Mapping[str, Any], first: float | None, second: float | None, *, is_sure: bool
) -> Change:
    if row["value"] is None:
        missing = survey_words.shown(row, 0.95, is_share=True)
        return Change(name, None, None, missing=missing)
    return Change(name, first, second, row["low"], row["high"], is_sure=is_sure)


def _title(found: Found) -> str:
    if found["value"] is None:
        return _("Ändringen går inte att beräkna")
    is_share = found["kind"] == "share"
    value = 100 * found["value"] if is_share else found["value"]
    told = {
        "what": survey_words.subject(found),
        "amount": words.number(abs(value), 1 if abs(value) < 100 else 0),
    }
    if found["table"] and (groups := _sure_groups(found)):
        return groups
    if not found["more_than_chance"]:
        return _("%(what)s: ändringen går inte att skilja från slumpen") % told
    if is_share and value > 0:
        return _("%(what)s: upp %(amount)s procentenheter") % told
    if is_share:
        return _("%(what)s: ned %(amount)s procentenheter") % told
    if value > 0:
        return _("%(what)s: upp %(amount)s") % told
    return _("%(what)s: ned %(amount)s") % told


def _sure_groups(found: Found) -> str:
    """Return in which groups the answers surely changed; nothing when they did in none."""
    sure = [row for row in found["table"] if _is_sure(row, found["level"])]
    up, down = (
        area_words.listed([survey_words.group(row, found["by"]) for row in sure if row["value"] * way > 0], 2)
        for way in (1, -1)
    )
    told = {"what": survey_words.subject(found), "up": up, "down": down}
    if up and down:
        return _("%(what)s: upp i %(up)s, ned i %(down)s") % told
    if up:
        return _("%(what)s: upp i %(up)s") % told
    return _("%(what)s: ned i %(down)s") % told if down else ""
