"""Several evaluations together, in words and as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from statistics import NormalDist
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.analysis.result import Caveat
from samsyn.charts.forest import Line, forest
from samsyn.charts.picture import Picture
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, codes, panels, words

MOST = 24  # effects drawn: those that weigh most


def _studies(many: int) -> str:
    return ngettext("%(shown)s studie", "%(shown)s studier", many) % {"shown": words.number(many)}


def _effects(many: int) -> str:
    return ngettext("%(shown)s effekt", "%(shown)s effekter", many) % {"shown": words.number(many)}


def say(found: Found) -> list[str]:
    if found["reason"]:
        return [
            _(
                "Den sammanvägda effekten går inte att beräkna. Filen har %(studies)s som går att räkna, "
                "och minst två behövs."
            )
            % {"studies": _studies(found["studies"])}
        ]
    digits = words.digits_of(found["value"], 3)
    interval = words.interval(found, digits)
    lines = [
        _("Sammanvägd effekt: %(value)s%(interval)s.")
        % {"value": words.number(found["value"], digits), "interval": f" ({interval})" if interval else ""},
        _chance(found),
        _spread(found),
    ]
    if found["ahead_low"] is not None:
        lines.append(
            _("På en ny plats kan man vänta sig en effekt på %(interval)s.")
            % {"interval": words.span(found["ahead_low"], found["ahead_high"], found["level"], digits)}
        )
    if Caveat.NARROWER_THAN_FIXED in found["caveats"]:
        lines.append(
            _("Det vida intervallet: %(interval)s.")
            % {"interval": words.span(found["wide_low"], found["wide_high"], found["level"], digits)}
        )
    lines.append(
        _(
            "%(effects)s från %(studies)s. Medeltalet säger inte vad som händer på just din plats, "
            "och utvärderingar som aldrig blev skrivna är inte med."
        )
        % {"effects": _effects(found["n"]), "studies": _studies(found["studies"])}
    )
    if left := sum(found["dropped"].values()):
        lines.append(
            _("%(rows)s räknades inte: en cell är tom, eller fel antal celler.") % {"rows": words.rows(left)}
        )
    return lines + codes.caveats(found["caveats"])


def _chance(found: Found) -> str:
    if found["p"] is None:
        return _("Om den är mer än slumpen går inte att säga: studierna är för få för ett säkert intervall.")
    if words.is_more_than_chance(found):
        return _("Den är mer än slumpen (%(p)s).") % {"p": words.chance(found["p"])}
    return _("Den är inte mer än vad som kan vara slumpen (%(p)s).") % {"p": words.chance(found["p"])}


def _spread(found: Found) -> str:
    if found["tau2"] <= 0:
        return _("Platserna skiljer sig inte åt mer än effekternas egen osäkerhet.")
    return _(
        "Platserna skiljer sig åt: variansen mellan dem är %(tau2)s, och %(share)s %% av all varians "
        "ligger mellan platser."
    ) % {"tau2": words.number(found["tau2"], 3), "share": words.number(100 * found["i2"], 0)}


def draw(found: Found) -> Picture:
    table = found["table"]
    kept = sorted(sorted(table, key=lambda row: -row["weight"])[:MOST], key=lambda row: row["row"])
    lines, total = [_line(row, found) for row in kept], _total(found)
    picture = forest(
        [*lines, *total],
        title=_title(found),
        description=_description(found, len(table) - len(kept)),
        source=words.source(found),
        none_name=_("ingen effekt"),
        name_label=_("Utvärdering"),
        value_label=_("Effekt"),
        digits=2,
        words=picture_words(found["level"]),
    )
    if len(kept) < len(table):
        every = [*(_line(row, found) for row in table), *total]
        picture = replace(picture, rows=tuple((row.name, row.value, (row.low, row.high)) for row in every))
    return picture


def _line(row: Mapping[str, Any], found: Found) -> Line:
    """One effect with its own interval; its square is as large as its weight beside the heaviest."""
    reach = NormalDist().inv_cdf((1 + found["level"]) / 2) * row["variance"] ** 0.5
    name = row.get("name") or row["study"] or _("Rad %(row)s") % {"row": words.number(row["row"])}
    heaviest = max(other["weight"] for other in found["table"])
    return Line(
        name, row["effect"], row["effect"] - reach, row["effect"] + reach, weight=row["weight"] / heaviest
    )


def _total(found: Found) -> list[Line]:
    if found["value"] is None:
        return []
    lines = [Line(_("Sammanvägt"), found["value"], found["low"], found["high"], is_total=True)]
    if found["ahead_low"] is not None:
        lines.append(Line(_("På en ny plats"), None, found["ahead_low"], found["ahead_high"]))
    return lines


def _description(found: Found, left: int) -> str:
    if found["reason"]:
        return panels.because(found)
    parts = [
        _(
            "Varje ruta är en utvärdering, större ju mer den väger. Strecken är osäkerheten (%(level)s %%), "
            "romben är alla sammanvägda."
        )
        % {"level": words.number(100 * found["level"], 1)}
    ]
    if found["ahead_low"] is not None:
        parts.append(_("Sista raden: där effekten på en ny plats kan väntas ligga."))
    if left:
        parts.append(
            ngettext(
                "%(shown)s effekt till står bara i tabellen.",
                "%(shown)s effekter till står bara i tabellen.",
                left,
            )
            % {"shown": words.number(left)}
        )
    return " ".join(parts)


def _title(found: Found) -> str:
    if found["value"] is None:
        return _("Den sammanvägda effekten går inte att beräkna")
    facts = {
        "value": words.number(found["value"], 2),
        "studies": _studies(found["studies"]),
    }
    if found["p"] is None:
        return _("%(studies)s ger effekten %(value)s, men är för få för att pröva slumpen") % facts
    if not words.is_more_than_chance(found):
        return _("%(studies)s ger effekten %(value)s, men det kan vara slumpen") % facts
    if found["ahead_low"] is not None and found["ahead_low"] < 0 < found["ahead_high"]:
        return _("%(studies)s ger effekten %(value)s, men på en ny plats kan den utebli") % facts
    return _("%(studies)s ger effekten %(value)s, mer än slumpen") % facts
