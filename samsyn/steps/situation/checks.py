"""What must hold before an edition goes to review: one function, one sentence each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.judging.rules import PARTIES
from samsyn.records.checks import Check
from samsyn.steps.situation.frozen import figures_in
from samsyn.steps.situation.models import Section

Contents = Mapping[str, Any]


def three_parts(edition: Contents) -> Check:
    empty = [
        str(section.label)
        for section in Section
        if not any(row["text"].strip() for row in edition["sections"].get(section.value, []))
    ]
    sentence = (
        _("Det saknas text i: %(parts)s.") % {"parts": ", ".join(empty)}
        if empty
        else _("Kartläggning, annan information och analys finns med.")
    )
    return Check("three-parts", not empty, sentence, law=_("4 § lag (2023:196)"))


def levels_have_reasons(edition: Contents) -> Check:
    levels = edition["levels"]
    lacking = [row["area_name"] for row in levels if not row["reason"].strip()]
    if not levels:
        return Check("levels", False, _("Inget område har fått ett läge."))
    if lacking:
        return Check("levels", False, _("Läget saknar skäl i: %(areas)s.") % {"areas": ", ".join(lacking)})
    count = len(levels)
    return Check(
        "levels",
        True,
        ngettext("Ett läge är satt och har skäl.", "Alla %(count)s lägen har skäl.", count)
        % {"count": count},
    )


def levels_are_settled(edition: Contents) -> Check:
    """What both have judged, they have agreed on, or each has said its mind."""
    waiting = list(edition.get("unsettled", ()))
    if waiting:
        sentence = _(
            "Båda har bedömt, men ni har inte kommit överens eller skrivit att ni är oeniga i: %(areas)s."
        )
        return Check("levels-settled", False, sentence % {"areas": ", ".join(waiting)})
    silent = [
        row["area_name"]
        for row in edition["levels"]
        if row.get("joint", {}).get("differs") and not all(row["joint"][party]["says"] for party in PARTIES)
    ]
    if silent:
        sentence = _("En av parterna har inte skrivit sin mening om oenigheten i: %(areas)s.")
        return Check("levels-settled", False, sentence % {"areas": ", ".join(silent)})
    return Check("levels-settled", True, _("Ni är överens om lägena, eller har skrivit varför ni är oeniga."))


def coverage_is_named(edition: Contents) -> Check:
    """Little material is not calm: a level rests on at least one kind of evidence, else it is "tunt underlag"."""
    lacking = [row["area_name"] for row in edition["levels"] if row["level"] and not row["coverage"]]
    sentence = (
        _("Läget vilar inte på något underlag i: %(areas)s.") % {"areas": ", ".join(lacking)}
        if lacking
        else _("Täckningen står vid varje läge.")
    )
    return Check("coverage", not lacking, sentence)


def figures_lead_to_sources(edition: Contents) -> Check:
    known = {row["import"] for row in edition["sources"] if row["checksum"] and row["source"]}
    rows = list(figures_in(edition["findings"], edition["indicators"], edition["safety"]))
    lost = sum(1 for row in rows if row.get("import") not in known)
    if lost:
        sentence = ngettext(
            "Ett tal leder inte till sin källa.", "%(count)s tal leder inte till sin källa.", lost
        )
        return Check("sources", False, sentence % {"count": lost})
    sentence = ngettext(
        "Det enda talet leder till källan.", "Alla %(count)s tal leder till källan.", len(rows)
    )
    return Check("sources", True, sentence % {"count": len(rows)} if rows else _("Inga tal saknar källa."))


def has_findings(edition: Contents) -> Check:
    count = len(edition["findings"])
    sentence = ngettext("En slutsats finns med.", "%(count)s slutsatser finns med.", count)
    return Check(
        "findings", count > 0, sentence % {"count": count} if count else _("Det finns ingen slutsats.")
    )


def period_is_valid(edition: Contents) -> Check:
    period = edition["period"]
    holds = period["start"] < period["end"]
    sentence = _("Perioden är giltig.") if holds else _("Perioden slutar innan den börjar.")
    return Check("period", holds, sentence)


CHECKS: tuple[Callable[[Contents], Check], ...] = (
    three_parts,
    levels_have_reasons,
    levels_are_settled,
    coverage_is_named,
    figures_lead_to_sources,
    has_findings,
    period_is_valid,
)


def run(edition: Contents) -> list[Check]:
    """Return every check of the edition, in the order in which they are shown."""
    return [check(edition) for check in CHECKS]
