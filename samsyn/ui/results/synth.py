"""Synthetic control in words and as a picture."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samsyn.analysis.result import Reason
from samsyn.charts.counterfactual import Names
from samsyn.charts.picture import Picture
from samsyn.ui.results import Found, codes, panels, words

ALIKE = 5  # twins that miss by over so many times as much before the start say nothing about the gap after it
MOST = 40  # pale lines


def say(found: Found) -> list[str]:
    if found["reason"]:
        return [_nothing(found["reason"])]
    parts = ", ".join(
        _("%(unit)s %(share)s %%") % {"unit": row["unit"], "share": words.number(100 * row["weight"], 1)}
        for row in found["table"]
        if row["weight"] >= 0.0005
    )
    lines = [
        _gap(found),
        _("Jämförelsen är en blandning av: %(parts)s.") % {"parts": parts},
        _("Medelkvadratfel före: %(before)s, efter: %(after)s.")
        % {"before": words.number(found["mspe_before"]), "after": words.number(found["mspe_after"])},
        *_chance(found),
        _(
            "Det visar inte att åtgärden är orsaken: något annat kan ha hänt i området, "
            "eller i de andra, efter starten."
        ),
    ]
    if found["left_out"]:
        lines.append(
            _("Inte med, för att en period saknas: %(units)s.") % {"units": ", ".join(found["left_out"])}
        )
    if left := sum(found["dropped"].values()):
        lines.append(_("%(rows)s räknades inte.") % {"rows": words.rows(left)})
    return lines + codes.caveats(found["caveats"])


def _nothing(reason: str) -> str:
    if reason == Reason.NO_DONORS:
        return _("Gapet går inte att beräkna. Det finns ingen annan enhet med alla perioder att jämföra med.")
    if reason == Reason.NO_BEFORE:
        return _("Gapet går inte att beräkna. Det finns ingen period före starten.")
    return _("Gapet går inte att beräkna. Det finns ingen period från starten och framåt.")


def _gap(found: Found) -> str:
    facts = {"size": words.number(abs(found["value"])), "interval": panels.in_brackets(found)}
    if found["value"] < 0:
        return _("Efter starten låg området i snitt %(size)s under sin jämförelse%(interval)s.") % facts
    return _("Efter starten låg området i snitt %(size)s över sin jämförelse%(interval)s.") % facts


def _chance(found: Found) -> list[str]:
    if found["p"] is None:
        is_untried = found["rank"] is None
        return [_("Om det är mer än slumpen är inte prövat. Lägg till --placebo.")] if is_untried else []
    facts = {
        "rank": words.number(found["rank"]),
        "units": words.number(found["units"]),
        "p": words.chance(found["p"]),
    }
    if words.is_more_than_chance(found):
        text = _(
            "När varje enhet prövas på samma sätt kommer området på plats %(rank)s av %(units)s: "
            "mer än slumpen (%(p)s)."
        )
    else:
        text = _(
            "När varje enhet prövas på samma sätt kommer området på plats %(rank)s av %(units)s: "
            "inte mer än vad som kan vara slumpen (%(p)s)."
        )
    return [text % facts, *([_("Något intervall går inte att beräkna.")] if found["low"] is None else [])]


def draw(found: Found) -> Picture:
    lines = _others(found)
    gap, digits = "", panels.digits_of(found["value"] or 0)
    if found["value"] is not None:
        gap = _("Skillnad %(value)s") % {
            "value": words.number(found["value"], digits),
        } + panels.under(found["low"], found["high"], digits)
    return panels.drawn(
        found,
        title=_title(found),
        description=_description(found, len(lines)),
        names=Names(
            treated=found["treated_unit"],
            twin=_("Blandningen av andra"),
            start=_("Åtgärden börjar"),
            gap=gap,
            difference=_("Skillnad"),
            gaps=_("Skillnaden, bredvid de andras när de prövas på samma sätt"),
            others=_("De andra"),
        ),
        twin="synthetic",
        behind=lines,
    )


def _others(found: Found) -> list[list[float]]:
    """The gaps of the other units whose twin followed them about as well before the start, the best first."""
    if not found["placebo_gaps"]:
        return []
    error = {row["unit"]: row["mspe_before"] for row in found["table"]}
    limit = ALIKE * found["mspe_before"] if found["mspe_before"] else max(error.values())
    alike = [
        row
        for row in found["placebo_gaps"]
        if row["unit"] != found["treated_unit"] and error.get(row["unit"], 0) <= limit
    ]
    return [row["gaps"] for row in sorted(alike, key=lambda row: error.get(row["unit"], 0))[:MOST]]


def _description(found: Found, many: int) -> str:
    if found["reason"]:
        return panels.because(found)
    parts = [
        _(
            "Heldraget: %(unit)s. Streckat: den blandning av andra enheter som bäst följde serien före starten."
        )
        % {"unit": found["treated_unit"]}
    ]
    if found["low"] is not None:
        parts.append(
            _("Inom parentes: osäkerheten (%(level)s %%).") % {"level": words.number(100 * found["level"], 1)}
        )
    if many:
        parts.append(
            _(
                "Blekt: %(many)s av de %(all)s andra, de vars egen blandning följde dem ungefär lika väl före starten."
            )
            % {"many": words.number(many), "all": words.number(found["units"] - 1)}
        )
    return " ".join(parts)


def _title(found: Found) -> str:
    if found["value"] is None:
        return _("Gapet går inte att beräkna")
    untested = (
        _(", men slumpen är inte prövad")
        if found["rank"] is None
        else _(", men enheterna är för få för att pröva slumpen")
    )
    facts = {
        "unit": found["treated_unit"],
        "size": words.number(abs(found["value"]), panels.digits_of(found["value"])),
        "doubt": panels.doubt(found, untested),
    }
    if found["value"] < 0:
        return _("%(unit)s: i snitt %(size)s lägre än väntat efter starten%(doubt)s") % facts
    return _("%(unit)s: i snitt %(size)s högre än väntat efter starten%(doubt)s") % facts
