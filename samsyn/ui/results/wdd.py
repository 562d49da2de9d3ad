"""WDD in words and as a picture."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samsyn.charts.picture import Picture
from samsyn.ui.results import Found, codes, compared_areas, panels, words


def say(found: Found) -> list[str]:
    if found["value"] is None:
        return [_("WDD går inte att beräkna, för det finns inga händelser.")]
    lines = [f"{_change(found)}.", _chance(found)]
    if found["around"] is not None:
        lines.append(
            _("Själva området: %(inside)s. Ringen runt det: %(around)s.")
            % {"inside": words.number(found["inside"]), "around": words.number(found["around"])}
        )
    if found["scaled_low"] is not None:
        lines.append(words.in_clumps(found))
    if left := found["dropped"]["wrong_width"]:
        lines.append(_("%(rows)s räknades inte: fel antal celler.") % {"rows": words.rows(left)})
    return lines + codes.caveats(found["caveats"])


def _chance(found: Found) -> str:
    if words.is_more_than_chance(found) and not _is_sure(found):
        return _("Slumpen går inte att utesluta när händelserna kommer i klumpar.")
    return words.more_than_chance(found)


def _change(found: Found) -> str:
    facts = {
        "amount": words.number(abs(found["value"])),
        "value": words.number(found["value"]),
        "interval": words.interval(found),
    }
    if found["value"] < 0:
        return (
            _(
                "%(amount)s färre än om området hade ändrats som jämförelseområdet (WDD %(value)s; %(interval)s)"
            )
            % facts
        )
    return (
        _("%(amount)s fler än om området hade ändrats som jämförelseområdet (WDD %(value)s; %(interval)s)")
        % facts
    )


def draw(found: Found) -> Picture:
    counts = {row["area"]: (row["before"], row["after"]) for row in found["areas"]}
    has_ring = found["around"] is not None
    inside = found["inside"] if has_ring else found["value"]
    ends = ("inside_low", "inside_high") if has_ring else ("low", "high")
    low, high = (found[key] for key in ends)
    parts = [
        compared_areas.Part(_("Området"), counts.get("treated"), inside, low, high, is_subject=True),
        compared_areas.Part(
            _("Ringen runt det"), counts.get("treated_buffer"), found["around"],
            found["around_low"], found["around_high"], is_subject=True,
        ),
        compared_areas.Part(_("Jämförelseområdet"), counts.get("control")),
        compared_areas.Part(_("Jämförelseområdets ring"), counts.get("control_buffer")),
    ]  # fmt: skip
    return compared_areas.drawn(
        parts,
        found,
        title=_title(found, has_ring=has_ring),
        description=_description(found),
        dispersion=found["dispersion"],
    )


def _description(found: Found) -> str:
    if found["reason"]:
        return panels.because(found)
    what = _("Antal före och efter.")
    if found["harm"]:
        what = _("Skada före och efter: antalet gånger vikten av varje brottstyp, hopräknat.")
    elif found["is_per_unit"]:
        what = _("Antal före och efter, delat med periodens längd och områdets storlek.")
    return what + " " + _(
        "Väntat: så många det hade blivit om området hade ändrats som jämförelsen. "
        "Strecket är osäkerheten (%(level)s %%)."
    ) % {"level": words.number(100 * found["level"], 1)}  # fmt: skip


def _title(found: Found, *, has_ring: bool) -> str:
    if found["value"] is None:
        return _("WDD går inte att beräkna")
    facts = {
        "amount": words.number(abs(found["value"]), 1),
        "ends": panels.ends(found["low"], found["high"], 0),
        "doubt": "" if _is_sure(found) else _(", men det kan vara slumpen"),
    }
    if has_ring and found["value"] < 0:
        return _("Området och ringen: %(amount)s färre än väntat%(ends)s%(doubt)s") % facts
    if has_ring:
        return _("Området och ringen: %(amount)s fler än väntat%(ends)s%(doubt)s") % facts
    if found["value"] < 0:
        return _("%(amount)s färre än väntat%(doubt)s") % facts
    return _("%(amount)s fler än väntat%(doubt)s") % facts


def _is_sure(found: Found) -> bool:
    """Whether it is more than chance, also when events come in clumps."""
    return words.is_more_than_chance(found) and not words.is_in_clumps_chance(found, 0)
