"""Difference in differences in words and as a picture."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.analysis.result import Caveat
from samsyn.charts.counterfactual import Names
from samsyn.charts.forest import Line, forest
from samsyn.charts.picture import Picture
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, codes, panels, words


def say(found: Found) -> list[str]:
    if found["reason"]:
        return [
            _(
                "Skillnaden går inte att beräkna. Åtgärden skiljer sig inte mellan enheterna över tid: det måste finnas "
                "en enhet som får åtgärden medan en annan inte får den, och rader både före och efter."
            )
        ]
    lines = [_difference(found), _chance(found)]
    if found["inference"] == "permutation":
        lines.append(_tested(found))
    groups = ngettext("%(shown)s grupp", "%(shown)s grupper", found["treated_clusters"])
    lines.append(
        _("%(units)s, %(periods)s, %(groups)s av %(clusters)s fick åtgärden.")
        % {
            "units": panels.units(found["units"]),
            "periods": panels.periods(found["periods"]),
            "groups": groups % {"shown": words.number(found["treated_clusters"])},
            "clusters": words.number(found["clusters"]),
        }
    )
    lines.append(
        _(
            "Det visar inte att åtgärden är orsaken: talet gäller bara om enheterna hade följts åt utan den. "
            "Serierna före åtgärden visar om de gör det."
        )
    )
    if left := sum(found["dropped"].values()):
        lines.append(
            _("%(rows)s räknades inte: en cell är tom, vikten är 0 eller fel antal celler.")
            % {"rows": words.rows(left)}
        )
    if Caveat.FEW_CLUSTERS in found["caveats"]:
        lines.append(
            _(
                "Få grupper har eller saknar åtgärden. Det vanliga medelfelet är då för litet och används inte."
            )
        )
    return lines + codes.caveats(code for code in found["caveats"] if code != Caveat.FEW_CLUSTERS)


def _difference(found: Found) -> str:
    facts = {"size": words.number(abs(found["value"])), "interval": panels.in_brackets(found)}
    if found["value"] < 0:
        return (
            _(
                "Där åtgärden pågick blev utfallet %(size)s mindre per enhet och period "
                "än om det hade ändrats som i de andra%(interval)s."
            )
            % facts
        )
    return (
        _(
            "Där åtgärden pågick blev utfallet %(size)s mer per enhet och period "
            "än om det hade ändrats som i de andra%(interval)s."
        )
        % facts
    )


def _chance(found: Found) -> str:
    if found["p"] is None:
        return _(
            "Om det är mer än slumpen går inte att säga: enheterna är för få, "
            "eller så är raderna inte en per enhet och period."
        )
    return words.more_than_chance(found)


def _tested(found: Found) -> str:
    facts = {"ways": words.number(found["permutations"])}
    if found["is_exact"]:
        return (
            _("Slumpen är prövad genom att ge åtgärden till andra enheter: alla %(ways)s fördelningar.")
            % facts
        )
    return (
        _("Slumpen är prövad genom att ge åtgärden till andra enheter: slumpvis valda %(ways)s fördelningar.")
        % facts
    )


def draw(found: Found) -> Picture:
    if found["value"] is not None and not found["series"]:
        return _alone(found)
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
            treated=_("Med åtgärd"),
            twin=_("Om de hade ändrats som de utan"),
            start=_first_start(found),
            gap=gap,
            difference=_("Skillnad"),
        ),
        twin="expected",
    )


def _description(found: Found) -> str:
    if found["reason"]:
        return panels.because(found)
    text = _(
        "Medeltal per enhet. Heldraget: enheterna med åtgärd. Streckat: enheterna utan, flyttade till samma nivå "
        "före starten. Följs linjerna åt före starten går de att jämföra."
    )
    if found["low"] is not None:
        text += " " + _("Inom parentes: osäkerheten (%(level)s %%).") % {
            "level": words.number(100 * found["level"], 1)
        }
    return text


def _first_start(found: Found) -> str:
    if Caveat.STAGGERED in found["caveats"]:
        return _("Åtgärden börjar hos de första")
    return _("Åtgärden börjar")


def _alone(found: Found) -> Picture:
    """The estimate alone: no unit on one of the sides has all periods."""
    return forest(
        [Line(_("Skillnad i skillnader"), found["value"], found["low"], found["high"], is_total=True)],
        title=_title(found),
        description=_(
            "Så mycket mer ändrades enheterna med åtgärd, per enhet och period. "
            "Serierna går inte att rita, för att för få enheter har alla perioder."
        ),
        source=words.source(found),
        none_name=_("ingen skillnad"),
        value_label=_("Skillnad"),
        digits=panels.digits_of(found["value"]),
        words=picture_words(found["level"]),
    )


def _title(found: Found) -> str:
    if found["value"] is None:
        return _("Skillnaden går inte att beräkna")
    facts = {
        "size": words.number(abs(found["value"]), panels.digits_of(found["value"])),
        "doubt": panels.doubt(found, _(", men enheterna är för få för att pröva slumpen")),
    }
    if found["value"] < 0:
        return _("%(size)s mindre per enhet och period än om de hade ändrats som de andra%(doubt)s") % facts
    return _("%(size)s mer per enhet och period än om de hade ändrats som de andra%(doubt)s") % facts
