"""How gathered events are, in words and as a Lorenz curve."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.charts.lorenz import LorenzPoint, LorenzWords, lorenz
from samsyn.charts.picture import Picture
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, codes, points_words, words


def say(found: Found) -> list[str]:
    if found["value"] is None:
        return [
            _("Hur samlade händelserna är går inte att beräkna, för det finns inga händelser."),
            *points_words.left_out(found["dropped"]),
        ]
    is_cells = found["cell"] is not None
    lines = [_top(found), _gini(found)]
    if found["places"] > found["n"]:
        lines.append(
            _(
                "Rutorna är fler än händelserna. Då är några tomma hur jämnt det än är, och det är borträknat i det första "
                "talet."
            )
            if is_cells
            else _(
                "Platserna är fler än händelserna. Då är några tomma hur jämnt det än är, och det är borträknat i det första "
                "talet."
            )
        )
    if found["p"] is not None:
        lines.append(_beside_chance(found))
    lines.append(_base(found))
    lines.append(
        _(
            "Det säger inte att samma platser har flest nästa år, och rutor som är olika stora eller där ingen kan vara "
            "gör att det ser mer samlat ut."
        )
        if is_cells
        else _(
            "Det säger inte att samma platser har flest nästa år, och platser som är olika stora eller där ingen kan vara "
            "gör att det ser mer samlat ut."
        )
    )
    return lines + points_words.left_out(found["dropped"]) + codes.caveats(found["caveats"])


def _top(found: Found) -> str:
    facts = {
        "share": words.number(100 * found["top_share"], 1),
        "top": words.number(100 * found["top"], 1),
        "half": words.number(100 * found["half_share"], 1),
    }
    if found["cell"] is None:
        return (
            _(
                "%(share)s %% av händelserna ligger på de %(top)s %% av platserna som har flest. Hälften ligger på "
                "%(half)s %% av platserna."
            )
            % facts
        )
    return (
        _(
            "%(share)s %% av händelserna ligger på de %(top)s %% av rutorna som har flest. Hälften ligger på "
            "%(half)s %% av rutorna."
        )
        % facts
    )


def _gini(found: Found) -> str:
    return _(
        "Gini %(value)s (0 = så jämnt det går, 1 = allt på ett ställe); utan rättning %(plain)s."
    ) % {"value": words.number(found["value"], 3), "plain": words.number(found["gini"], 3)}  # fmt: skip


def _is_more(found: Found) -> bool:
    return found["p"] is not None and found["p"] <= 0.05


def _beside_chance(found: Found) -> str:
    alone = _(
        "Slumpen ensam ger Gini %(gini)s och %(share)s %% av händelserna på de %(top)s procenten."
    ) % {
        "gini": words.number(found["chance"], 3),
        "share": words.number(100 * found["chance_top"], 1),
        "top": words.number(100 * found["top"], 1),
    }  # fmt: skip
    told = (
        _("Händelserna är mer samlade än slumpen (%(p)s).")
        if _is_more(found)
        else _("Händelserna är inte mer samlade än vad som kan vara slumpen (%(p)s).")
    )
    return f"{alone} {told % {'p': words.chance(found['p'])}}"


def _base(found: Found) -> str:
    facts = {"events": words.events(found["n"]), "used": words.number(found["used"])}
    if found["cell"] is None:
        many = ngettext("%(shown)s plats", "%(shown)s platser", found["places"])
        places = many % {"shown": words.number(found["places"])}
        return _("%(events)s på %(places)s, %(used)s med minst en händelse.") % {**facts, "places": places}
    return _("%(events)s på %(cells)s om %(size)s, %(used)s med minst en händelse.") % {
        **facts,
        "cells": points_words.cells(found["places"]),
        "size": points_words.size(found["cell"]),
    }


def draw(found: Found) -> Picture:
    return lorenz(
        _curve(found),
        half=found["half_share"],
        title=_title(found),
        description=_description(found),
        source=words.source(found),
        words=picture_words(found["level"]),
        said=_said(found),
    )


def _curve(found: Found) -> list[LorenzPoint]:
    """The table, and the corner where every event is found: the last place with any."""
    chance = found.get("chance_curve") or [None] * len(found["table"])
    points = [
        LorenzPoint(row["share_places"], row["share_events"], by_chance)
        for row, by_chance in zip(found["table"], chance, strict=True)
    ]
    if not points or not found["places"]:
        return points
    full = found["used"] / found["places"]
    return sorted(
        [*(one for one in points if one.places != full), LorenzPoint(full, 1.0)]
        if full < 1 and full not in {one.places for one in points}
        else points,
        key=lambda one: one.places,
    )


def _half(found: Found) -> str:
    return words.number(100 * found["half_share"], 1 if found["half_share"] < 0.1 else 0)


def _title(found: Found) -> str:
    if found["value"] is None:
        return _("Hur samlade händelserna är går inte att beräkna")
    if found["p"] is not None and not _is_more(found):
        return _("Händelserna är inte mer samlade än vad slumpen kan ge")
    if found["cell"] is None:
        return _("Hälften av händelserna finns på %(half)s %% av platserna") % {"half": _half(found)}
    return _("Hälften av händelserna finns i %(half)s %% av rutorna") % {"half": _half(found)}


def _description(found: Found) -> str:
    if found["value"] is None:
        return _("Det finns inga händelser.")
    lines = [
        _("Kurvan visar hur stor del av händelserna som de platser har som har flest."),
        _("Ju närmare övre vänstra hörnet, desto mer samlat: Gini %(gini)s av 1.")
        % {"gini": words.number(found["value"])},
    ]
    if found.get("chance_curve"):
        lines.append(_("Den streckade är vad slumpen ensam ger med lika många händelser."))
    return " ".join(lines)


def _said(found: Found) -> LorenzWords:
    is_cells = found["cell"] is not None
    half: tuple[str, ...] = ()
    if found["half_share"] is not None:
        places = (
            _("i %(half)s %% av rutorna") if is_cells else _("på %(half)s %% av platserna")
        ) % {"half": _half(found)}  # fmt: skip
        half = (_("Hälften av händelserna"), places)
    return LorenzWords(
        places=_("Andel av rutorna") if is_cells else _("Andel av platserna"),
        events=_("Andel av händelserna"),
        chance=_("Av slumpen"),
        half=half,
        even=_("lika många överallt"),
        by_chance=_("slumpen ensam"),
    )
