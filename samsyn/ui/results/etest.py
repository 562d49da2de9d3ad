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
    if not _is_sure(found) and words.is_more_than_chance(found):
        lines = [
            _(
                "Först %(first)s, sedan %(second)s. Slumpen går inte att utesluta när händelserna kommer i klumpar."
            )
            % facts
        ]
    elif words.is_more_than_chance(found):
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
        lines.append(words.in_clumps(found))
    return lines + codes.caveats(found["caveats"])


def _is_sure(found: Found) -> bool:
    """Whether it is more than chance, also when events come in clumps."""
    return words.is_more_than_chance(found) and not _is_clumped_chance(found)


def _is_clumped_chance(found: Found) -> bool:
    """Without a ratio there is no wider interval either: clumps then leave everything open."""
    if found["value"] is None:
        return bool(found["dispersion"] > 1)
    return words.is_in_clumps_chance(found, 1)


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
        digits=0 if is_same or float(expected).is_integer() or expected >= 100 else 1,
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
