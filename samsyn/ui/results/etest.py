"""Two counts against each other, in words and as a picture."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samsyn.charts.picture import Picture
from samsyn.charts.two_by_two import Group, Names, two_by_two
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, codes, panels, words


def say(found: Found) -> list[str]:
    facts = {
        "first": words.number(found["first"]),
        "second": words.number(found["second"]),
        "p": words.chance(found["p"]),
    }
    if words.is_more_than_chance(found):
        lines = [_("Först %(first)s, sedan %(second)s. Skillnaden är mer än slumpen (%(p)s).") % facts]
    else:
        lines = [
            _(
                "Först %(first)s, sedan %(second)s. Skillnaden är inte större än vad som kan vara slumpen (%(p)s)."
            )
            % facts
        ]
    if found["value"] is None:
        lines.append(_("Kvoten går inte att beräkna, för ingenting hände i den första perioden."))
    else:
        lines.append(
            _("Den andra takten är %(value)s gånger den första (%(interval)s).")
            % {"value": words.number(found["value"]), "interval": words.interval(found)}
        )
    if found["scaled_low"] is not None:
        lines.append(
            _("När händelserna kommer i klumpar: %(low)s till %(high)s.")
            % {"low": words.number(found["scaled_low"]), "high": words.number(found["scaled_high"])}
        )
    return lines + codes.caveats(found["caveats"])


def _is_sure(found: Found) -> bool:
    """Whether it is more than chance, also when events come in clumps."""
    is_in_reach = found["scaled_low"] is not None and found["scaled_low"] <= 1 <= found["scaled_high"]
    return words.is_more_than_chance(found) and not is_in_reach


def draw(found: Found) -> Picture:
    is_same = found["first_exposure"] == found["second_exposure"]
    expected = found["first"] * found["second_exposure"] / found["first_exposure"]
    note = ""
    if found["value"] is not None:
        is_clumped = found["scaled_low"] is not None
        low, high = (found[f"scaled_{end}" if is_clumped else end] for end in ("low", "high"))
        note = _("kvot %(value)s%(ends)s") % {
            "value": words.number(found["value"]),
            "ends": panels.ends(low, high, 2),
        }
    group = Group(
        _("Antal händelser"),
        found["first"],
        found["second"],
        expected=None if is_same else expected,
        note=note,
        is_subject=True,
    )
    return two_by_two(
        [group],
        title=_title(found),
        description=_description(found, is_same=is_same),
        source=words.source(found),
        names=Names(_("först"), _("väntat"), _("sedan"), _("Väntat")),
        digits=0 if is_same or float(expected).is_integer() else 1,
        words=picture_words(found["level"]),
    )


def _description(found: Found, *, is_same: bool) -> str:
    text = (
        _("Antal i två lika långa perioder.")
        if is_same
        else _("Antal i två perioder. Väntat: så många det hade blivit sedan, med samma takt som först.")
    )
    if found["value"] is not None:
        text += " " + _("Kvoten är den andra takten delad med den första, med sin osäkerhet (%(level)s %%).") % {
            "level": words.number(100 * found["level"], 1)
        }  # fmt: skip
    return text


def _title(found: Found) -> str:
    if not _is_sure(found):
        return _("Skillnaden kan vara slumpen: %(first)s först, %(second)s sedan") % _counts(found)
    is_less = found["value"] is not None and found["value"] < 1
    if is_less:
        return _("Färre sedan än först, mer än slumpen ger: %(first)s mot %(second)s") % _counts(found)
    return _("Fler sedan än först, mer än slumpen ger: %(first)s mot %(second)s") % _counts(found)


def _counts(found: Found) -> dict[str, str]:
    return {"first": words.number(found["first"]), "second": words.number(found["second"])}
