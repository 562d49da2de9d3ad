"""The checklist: what must hold before an agreement goes to review. One function, one sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from babel.lists import format_list
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from samsyn.agreements import periods, signers
from samsyn.agreements.models import Agreement, AgreementKind, Covers
from samsyn.agreements.queries.clauses import ClauseShown, clauses_of
from samsyn.people.models import Party
from samsyn.records.checks import Check
from samsyn.ui.clock import today
from samsyn.ui.templatetags.numbers import day

ACT = gettext_lazy("9 § lag (2023:196)")
HANDBOOK = gettext_lazy("Brås handbok")


@dataclass
class Whole:
    """An agreement with what its checks read, each read once."""

    row: Agreement

    @cached_property
    def clauses(self) -> list[ClauseShown]:
        return clauses_of(self.row)

    @property
    def change(self) -> str:
        return reverse("agreements:change", args=[self.row.pair.slug, self.row.pk])


def parties(whole: Whole) -> Check:
    row = whole.row
    if (row.city_party.party, row.police_party.party) == (Party.CITY, Party.POLICE):
        sentence = _("Parterna är %(city)s och %(police)s.") % {
            "city": row.city_party.name,
            "police": row.police_party.name,
        }
        return Check("parties", True, sentence)
    return Check("parties", False, _("Parterna måste vara en av staden och en av polisen."), url=whole.change)


def period(whole: Whole) -> Check:
    row = whole.row
    if row.valid_from is None or row.valid_to is None:
        sentence, is_met = _("Perioden saknas: skriv första och sista dagen."), False
    elif row.valid_to <= row.valid_from:
        sentence, is_met = _("Perioden slutar innan den börjar."), False
    elif row.valid_to <= today():
        sentence, is_met = _("Hela perioden har redan varit."), False
    else:
        sentence, is_met = _("Den gäller %(period)s.") % {"period": periods.span(row)}, True
    return Check("period", is_met, sentence, law=str(HANDBOOK), url=whole.change)


def parent(whole: Whole) -> Check | None:
    """A local agreement rests on a central one that holds on its first day; a verksamhetsavtal may rest on any."""
    row, above = whole.row, whole.row.parent
    if above is None:
        if row.kind != AgreementKind.LOCAL:
            return None
        sentence = _("Den vilar inte på någon central överenskommelse.")
        return Check("parent", False, sentence, url=whole.change)
    facts = {"title": above.title, "end": day(above.ended_on or above.valid_to)}
    if row.valid_from is None or periods.stands_on(above, row.valid_from):
        return Check("parent", True, _("Den vilar på ”%(title)s”.") % facts)
    if periods.is_gone(above, row.valid_from) or above.ended_on is not None:
        sentence = _("”%(title)s”, som den vilar på, upphör %(end)s, innan den här börjar.")
    else:
        sentence = _("”%(title)s”, som den vilar på, är inte undertecknad och gällande den första dagen.")
    return Check("parent", False, sentence % facts, url=whole.change)


def alone(whole: Whole) -> Check | None:
    """A pair has one central or local agreement at a time."""
    row = whole.row
    if row.kind not in periods.ALONE or row.valid_from is None:
        return None
    found = periods.overlapping(row)
    if found:
        sentence = _("”%(title)s” gäller delvis samma dagar, %(period)s.") % {
            "title": found[0].title,
            "period": periods.span(found[0]),
        }
        return Check("alone", False, sentence, url=whole.change)
    return Check("alone", True, _("Ingen annan överenskommelse för paret gäller samma dagar."))


def successor(whole: Whole) -> Check | None:
    """A successor begins after the first day of the one it replaces."""
    row, old = whole.row, whole.row.replaces
    if old is None or row.valid_from is None or old.valid_from is None:
        return None
    facts = {"title": old.title, "first": day(row.valid_from)}
    if row.valid_from <= old.valid_from:
        sentence = _("Den börjar inte efter ”%(title)s”, som den ersätter.") % facts
        return Check("successor", False, sentence, url=whole.change)
    sentence = _("”%(title)s” upphör när den här börjar, %(first)s.") % facts
    return Check("successor", True, sentence)


# what the text must say: the law's two, then the handbook's; the sentence when it is there, and when it is not
MUST_SAY: dict[Covers, tuple[str | Promise, str | Promise]] = {
    Covers.PURPOSES: (gettext_lazy("Syftet står i %(where)s."), gettext_lazy("Ingen punkt säger syftet.")),
    Covers.AREAS_OF_COOPERATION: (
        gettext_lazy("Områdena för samverkan står i %(where)s."),
        gettext_lazy("Ingen punkt säger vilka områden ni samverkar om."),
    ),
    Covers.PROBLEMS: (
        gettext_lazy("Problemen står i %(where)s."),
        gettext_lazy("Ingen punkt säger vilka problem det gäller."),
    ),
    Covers.CAUSES: (
        gettext_lazy("De troliga orsakerna står i %(where)s."),
        gettext_lazy("Ingen punkt säger vad problemen troligen beror på."),
    ),
    Covers.GOALS: (gettext_lazy("Målen står i %(where)s."), gettext_lazy("Ingen punkt har mätbara mål.")),
    Covers.DOCUMENTATION: (
        gettext_lazy("Hur arbetet skrivs ner står i %(where)s."),
        gettext_lazy("Ingen punkt säger hur arbetet skrivs ner."),
    ),
    Covers.FOLLOW_UP: (
        gettext_lazy("Uppföljningen står i %(where)s."),
        gettext_lazy("Ingen punkt säger hur ni följer upp."),
    ),
    Covers.CONTACTS: (
        gettext_lazy("Kontaktpersonerna står i %(where)s."),
        gettext_lazy("Ingen punkt säger vilka som är kontaktpersoner."),
    ),
    Covers.NOT_BINDING: (
        gettext_lazy("Att den inte är juridiskt bindande står i %(where)s."),
        gettext_lazy("Ingen punkt säger att den inte är juridiskt bindande."),
    ),
    Covers.DISAGREEMENT: (
        gettext_lazy("Vad ni gör när ni inte är överens står i %(where)s."),
        gettext_lazy("Ingen punkt säger vad ni gör när ni inte är överens."),
    ),
}
OF_THE_ACT = (Covers.PURPOSES, Covers.AREAS_OF_COOPERATION)


def says(whole: Whole, covers: Covers) -> Check:
    """Whether a standing clause says what the text must say. A clause without text says nothing."""
    there = [one for one in whole.clauses if one.row.covers == covers]
    written = [str(one.number) for one in there if one.row.text.strip()]
    law = str(ACT if covers in OF_THE_ACT else HANDBOOK)
    met, lacking = MUST_SAY[covers]
    if written:
        return Check(f"says-{covers}", True, str(met) % {"where": _where(written)}, law=law)
    if there:
        sentence = _("Punkt %(number)s, %(heading)s, har ingen text.") % {
            "number": there[0].number,
            "heading": there[0].row.heading,
        }
        name, args = "agreements:clause", [whole.row.pair.slug, whole.row.pk, there[0].row.pk]
        return Check(f"says-{covers}", False, sentence, law=law, url=reverse(name, args=args))
    url = reverse("agreements:clause_new", args=[whole.row.pair.slug, whole.row.pk]) + f"?om={covers}"
    return Check(f"says-{covers}", False, str(lacking), law=law, url=url)


def _where(numbers: list[str]) -> str:
    language = "sv" if (get_language() or "sv").startswith("sv") else "en"
    return _("punkt %(numbers)s") % {"numbers": format_list(numbers, locale=language)}


def offices(whole: Whole) -> Check:
    """Somebody must hold the offices that sign, else nobody can."""
    row = whole.row
    wanted = signers.offices(row.kind, is_whole=row.pair.is_whole)
    empty = [
        str(office.label) for office in wanted.values() if not signers.holdings(row.pair, office, on=today())
    ]
    if empty:
        sentence = _("Ingen har ämbetet %(office)s i dag, och det ämbetet ska skriva under.")
        return Check("offices", False, sentence % {"office": empty[0]})
    names = {party: str(office.label) for party, office in wanted.items()}
    return Check("offices", True, _("Undertecknas av %(city)s och %(police)s.") % names)


BEFORE: tuple[Callable[[Whole], Check | None], ...] = (parties, period, parent, successor, alone)


def run(row: Agreement) -> list[Check]:
    """Return the checklist of an agreement, in order."""
    whole = Whole(row)
    found = [check for check in (one(whole) for one in BEFORE) if check is not None]
    return [*found, *(says(whole, covers) for covers in MUST_SAY), offices(whole)]
