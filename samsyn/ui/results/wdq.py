"""WDQ in words and as a picture: the quotient, and the differences that have the interval which it lacks."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samsyn.analysis.result import Reason
from samsyn.charts.picture import Picture
from samsyn.ui.results import Found, codes, compared_areas, words


def say(found: Found) -> list[str]:
    lines = [_quotient(found)]
    for key, name in (
        ("wdd_inside", _("Området")),
        ("wdd_around", _("Ringen runt det")),
        ("wdd_total", _("Tillsammans")),
    ):
        if found[key] is not None:
            lines.append(
                _("%(name)s, differens (WDD): %(value)s (%(interval)s).")
                % {
                    "name": name,
                    "value": words.number(found[key]),
                    "interval": words.span(found[f"{key}_low"], found[f"{key}_high"], found["level"]),
                }
            )
    if found["value"] is not None:
        lines.append(
            _(
                "Kvoten visar inte att brott har flyttat: den visar bara hur ringen ändrades bredvid "
                "jämförelseområdet. En ring som är för stor eller för liten gömmer en flytt."
            )
        )
    return lines + codes.caveats(found["caveats"])


def _quotient(found: Found) -> str:
    if found["reason"] == Reason.NO_CONTROL_EVENTS:
        return _("Kvoten går inte att beräkna, för jämförelseområdet har inga händelser i en av perioderna.")
    if found["reason"] == Reason.NO_REDUCTION:
        return _(
            "Kvoten går inte att beräkna, för området minskade inte jämfört med jämförelseområdet: "
            "ingenting finns att flytta."
        )
    return _("Viktad förflyttningskvot: %(value)s. Det betyder att %(meaning)s.") % {
        "value": words.number(found["value"]),
        "meaning": _meaning(found["value"]),
    }


def _meaning(value: float) -> str:
    value = round(value, 9)  # what looks like 1 is called 1
    if value == 0:
        return _("ringen ändrades som jämförelseområdet")
    if value > 1:
        return _("också ringen minskade, mer än området självt")
    if value == 1:
        return _("också ringen minskade, lika mycket")
    if value > 0:
        return _("också ringen minskade, men mindre än området")
    if value > -1:
        return _("ringen ökade, men mindre än området minskade")
    if value == -1:
        return _("ringen ökade, lika mycket")
    return _("ringen ökade, mer än området minskade")


def draw(found: Found) -> Picture:
    return compared_areas.drawn(
        [
            compared_areas.Part(
                _("Området"), found["treated"], found["wdd_inside"],
                found["wdd_inside_low"], found["wdd_inside_high"], is_subject=True,
            ),
            compared_areas.Part(
                _("Ringen runt det"), found["treated_buffer"], found["wdd_around"],
                found["wdd_around_low"], found["wdd_around_high"], is_subject=True,
            ),
            compared_areas.Part(_("Jämförelseområdet"), found["control"]),
            compared_areas.Part(_("Jämförelseområdets ring"), found["control_buffer"]),
        ],
        found,
        title=_title(found),
        description=_(
            "Antal före och efter. Väntat: så många det hade blivit om området eller ringen hade ändrats som sin "
            "jämförelse. Strecket är osäkerheten (%(level)s %%)."
        )
        % {"level": words.number(100 * found["level"], 1)},
    )  # fmt: skip


def _title(found: Found) -> str:
    if found["reason"] == Reason.NO_REDUCTION:
        return _("Ingen kvot: området minskade inte jämfört med jämförelseområdet")
    if found["value"] is None:
        return _("Kvoten går inte att beräkna")
    value, facts = round(found["value"], 9), {"value": words.number(found["value"])}
    is_sure = found["wdd_around_high"] < 0 if value > 0 else found["wdd_around_low"] > 0
    if not is_sure and value:
        return _("Ringen ändrades inte mer än slumpen (kvot %(value)s)") % facts
    if value == 0:
        return _("Ringen ändrades som jämförelseområdet (kvot %(value)s)") % facts
    if value > 0:
        return _("Också ringen minskade: nyttan spred sig dit (kvot %(value)s)") % facts
    if value >= -1:
        return _("Ringen ökade, men inte mer än området minskade (kvot %(value)s)") % facts
    return _("Ringen ökade, mer än området minskade (kvot %(value)s)") % facts
