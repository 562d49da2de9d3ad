"""Smoothed rates beside the raw ones in words and as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor, log10
from typing import Any

from django.utils.translation import gettext as _

from samsyn.analysis.result import Caveat
from samsyn.charts.picture import Picture
from samsyn.charts.shrunk import Shrunk, ShrunkWords, shrunk
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, area_words, codes, words


def say(found: Found) -> list[str]:
    known = _ranked(found)
    digits = _fine([row["raw"] for row in known])
    if not known:
        lines = [_("Utjämnade tal går inte att beräkna.")]
    else:
        lines = [
            _("Alla områden: %(value)s %(per)s (%(interval)s).")
            % {
                "value": words.number(found["value"], digits),
                "per": area_words.per(found["per"]),
                "interval": words.interval(found, digits),
            }
        ]
    lines += [_said(row, found["level"], digits) for row in known[: area_words.SAID]]
    lines += area_words.others(len(known) - area_words.SAID)
    if known and not found["between"]:
        lines.append(
            _(
                "Områdena skiljer sig inte mer än vad som kan vara slumpen. Alla får därför samma utjämnade tal, och ingen "
                "rangordning."
            )
        )
    elif known:
        lines.append(
            _(
                "Ordningen följer det utjämnade talet. Det råa rangordnas aldrig: de minsta områdena skulle hamna först och "
                "sist."
            )
        )
    if known:
        lines.append(
            _(
                "Det utjämnade talet är bäst i genomsnitt över områdena, inte för vart och ett, och har inget eget intervall: "
                "osäkerheten visas av det råa talets."
            )
        )
    if found["left_out"]:
        lines.append(
            _("%(events)s i områden där ingen bor räknades inte.")
            % {"events": words.events(found["left_out"])}
        )
    why = _("område, antal eller folkmängd saknas, eller fel antal celler")
    return [
        *lines, *area_words.not_estimable(found["table"]), *area_words.left_out(found["dropped"], why),
    ]  # fmt: skip


def _ranked(found: Found) -> list[Any]:
    """Return the areas with a smoothed rate, the highest first."""
    return sorted((row for row in found["table"] if row["eb"] is not None), key=lambda row: -row["eb"])


def _said(row: Mapping[str, Any], level: float, digits: int | None) -> str:
    told = _(
        "%(area)s: %(smooth)s utjämnat; rått %(raw)s (%(interval)s), %(weight)s %% av det utjämnade är områdets eget tal."
    ) % {
        "area": row["area"],
        "smooth": words.number(row["eb"], digits),
        "raw": words.number(row["raw"], digits),
        "interval": words.span(row["raw_low"], row["raw_high"], level, digits),
        "weight": words.number(100 * row["weight"], 0),
    }
    return f"{told} {codes.caveat(Caveat.FEW_EVENTS)}" if row["caveats"] else told


def draw(found: Found) -> Picture:
    known = _ranked(found)
    chosen = area_words.both_ends(known)
    rows = [Shrunk(row["area"], row["raw"], row["eb"], row["raw_low"], row["raw_high"]) for row in chosen]
    if not known:
        rows = [
            Shrunk(
                row["area"],
                row["raw"],
                None,
                row["raw_low"],
                row["raw_high"],
                missing=codes.reason(row["reason"]),
            )
            for row in found["table"][: area_words.ROOM]
        ]
    value = found["value"]
    digits = _digits([row.raw for row in rows])
    drawn = area_words.with_gap(rows, len(known), lambda text: Shrunk(text, None, None, is_gap=True))
    return shrunk(
        drawn,
        title=_title(found, known),
        description=_(
            "Antal %(per)s. Ihålig prick är det råa talet, fylld det utjämnade: ju färre som bor i ett område, desto mer dras det mot "
            "alla. Strecket är det råa talets osäkerhet (%(level)s %%)."
        )
        % {"per": area_words.per(found["per"]), "level": words.number(100 * found["level"], 1)}
        + area_words.only(rows, len(known)),
        source=words.source(found),
        whole=None
        if value is None
        else (_("alla %(value)s") % {"value": words.number(value, digits)}, value),
        digits=digits,
        words=picture_words(found["level"]),
        own_words=_own_words(),
    )


def _own_words() -> ShrunkWords:
    return ShrunkWords(raw=_("Rått"), smooth=_("Utjämnat"), raw_interval=_("Det råas osäkerhet"))


def _fine(values: list[float | None]) -> int | None:
    """Return the decimals that give the largest three figures, when all are under 1, as rates per head are."""
    largest = max((abs(value) for value in values if value is not None), default=0.0)
    return min(2 - floor(log10(largest)), 8) if 0 < largest < 1 else None


def _digits(values: list[float | None]) -> int:
    largest = max((abs(value) for value in values if value is not None), default=0.0)
    fine = _fine(values)
    return fine if fine is not None else 2 if largest < 5 else 1 if largest < 500 else 0


def _title(found: Found, known: list[Any]) -> str:
    if not known:
        return _("Utjämnade tal går inte att beräkna")
    if not found["between"]:
        return _("Områdena skiljer sig inte mer än slumpen: alla får samma tal")
    first, last = known[0], known[-1]
    return _("Utjämnat högst i %(most)s (%(high)s), lägst i %(least)s (%(low)s)") % {
        "most": first["area"],
        "high": words.number(first["eb"], _digits([first["eb"]])),
        "least": last["area"],
        "low": words.number(last["eb"], _digits([first["eb"]])),
    }
