"""Microsynth in words and as a picture."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.analysis.result import Reason
from samsyn.charts.counterfactual import Names
from samsyn.charts.picture import Picture
from samsyn.ui.results import Found, codes, panels, words


def say(found: Found) -> list[str]:
    if found["reason"]:
        return [_nothing(found["reason"])]
    lines = [
        _("Efter starten: %(treated)s där åtgärden gjordes, %(synthetic)s i jämförelsen.")
        % {
            "treated": words.number(found["treated_total"]),
            "synthetic": words.number(found["synthetic_total"]),
        },
        _difference(found),
    ]
    if found["p"] is not None:
        lines.append(words.more_than_chance(found))
    lines.append(
        _("%(units)s med åtgärd och %(controls)s utan, som väger som %(effective)s lika stora.")
        % {
            "units": panels.units(found["treated"]),
            "controls": words.number(found["controls"]),
            "effective": words.number(found["effective"], 0),
        }
    )
    lines.append(
        _(
            "Det visar inte att åtgärden är orsaken: enheterna kan skilja sig i sådant som inte matchades, "
            "och brott kan ha flyttat till jämförelsen."
        )
    )
    if left := found["left_out"]:
        text = ngettext(
            "%(shown)s enhet är inte med, för att ett värde saknas.",
            "%(shown)s enheter är inte med, för att ett värde saknas.",
            left,
        )
        lines.append(text % {"shown": words.number(left)})
    return lines + codes.caveats(found["caveats"])


def _nothing(reason: str) -> str:
    if reason == Reason.NO_TREATED:
        return _("Skillnaden går inte att beräkna. Ingen enhet med alla perioder har fått åtgärden.")
    if reason == Reason.NO_CONTROLS:
        return _("Skillnaden går inte att beräkna. Alla enheter har fått åtgärden.")
    if reason == Reason.NO_AFTER:
        return _("Skillnaden går inte att beräkna. Det finns ingen period från starten och framåt.")
    return _(
        "Skillnaden går inte att beräkna. Inga vikter får de andra enheterna att stämma med åtgärdens i allt "
        "som matchas. Matcha färre kolumner, eller räkna ihop perioder."
    )


def _relative(found: Found) -> str:
    if found["relative_change"] is None:
        return ""
    return _(", %(share)s %%") % {"share": words.number(100 * found["relative_change"], 1)}


def _difference(found: Found) -> str:
    facts = {
        "size": words.number(abs(found["value"])),
        "relative": _relative(found),
        "interval": panels.in_brackets(found),
    }
    if found["value"] < 0:
        return _("Det är %(size)s mindre%(relative)s%(interval)s.") % facts
    return _("Det är %(size)s mer%(relative)s%(interval)s.") % facts


def draw(found: Found) -> Picture:
    gap, digits = "", panels.digits_of(found["value"] or 0)
    if found["value"] is not None:
        gap = _("Skillnad %(value)s") % {
            "value": words.number(found["value"], digits),
        } + panels.under(found["low"], found["high"], digits)
    return panels.drawn(
        found,
        title=_title(found),
        description=_description(found),
        names=Names(
            treated=_("Där åtgärden gjordes"),
            twin=_("Viktad jämförelse"),
            start=_("Åtgärden börjar"),
            gap=gap,
            difference=_("Skillnad"),
        ),
        twin="synthetic",
    )


def _description(found: Found) -> str:
    if found["reason"]:
        return panels.because(found)
    text = _(
        "Summor av %(units)s. Streckat: andra enheter, viktade så att de stämmer med dem före starten, "
        "alltså så som det hade gått utan åtgärden."
    ) % {"units": panels.units(found["treated"])}
    if found["low"] is not None:
        text += " " + _("Inom parentes: osäkerheten (%(level)s %%).") % {
            "level": words.number(100 * found["level"], 1)
        }
    return text


def _title(found: Found) -> str:
    if found["value"] is None:
        return _("Skillnaden går inte att beräkna")
    facts = {
        "size": words.number(abs(found["value"]), panels.digits_of(found["value"])),
        "relative": _relative(found),
        "doubt": panels.doubt(found, _(", men enheterna är för få för att pröva slumpen")),
    }
    if found["value"] < 0:
        return _("%(size)s färre än väntat efter starten%(relative)s%(doubt)s") % facts
    return _("%(size)s fler än väntat efter starten%(relative)s%(doubt)s") % facts
