"""Mätbart? What is lacking before a goal can be measured: one function, one sentence each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samsyn.places.models import Area
from samsyn.steps.purpose import words
from samsyn.steps.purpose.aims import Aim
from samsyn.steps.purpose.models import OutcomeLevel
from samsyn.steps.purpose.queries.in_force import corrected


@dataclass(frozen=True)
class Lack:
    """One thing that is lacking. A warning lets the goal be decided, and follows its text."""

    code: str
    sentence: str
    is_warning: bool = False


def no_indicator(aim: Aim, on: date) -> Lack | None:
    if aim.has_indicator:
        return None
    return Lack("no-indicator", _("Det saknas en indikator: välj det tal som visar om målet är nått."))


def no_baseline(aim: Aim, on: date) -> Lack | None:
    if aim.baseline is not None or not aim.has_indicator:
        return None
    if aim.metric:
        return Lack(
            "no-baseline",
            _("Det saknas ett utgångsvärde: välj det bland talen i den beslutade utgåvan av lägesbilden."),
        )
    return Lack("no-baseline", _("Det saknas ett utgångsvärde: skriv vad talet är i dag."))


def no_target(aim: Aim, on: date) -> Lack | None:
    if aim.target is not None:
        return None
    return Lack("no-target", _("Det saknas ett målvärde: skriv vad talet ska vara när målet är nått."))


def target_is_baseline(aim: Aim, on: date) -> Lack | None:
    if aim.baseline is None or aim.target is None or abs(aim.target - aim.baseline) > _rounding(aim):
        return None
    return Lack(
        "target-is-baseline",
        _("Målvärdet är detsamma som utgångsvärdet, %(value)s: skriv vad som ska ha ändrats.")
        % {"value": words.shown(aim.baseline, aim)},
    )


def target_on_wrong_side(aim: Aim, on: date) -> Lack | None:
    if aim.baseline is None or aim.target is None or target_is_baseline(aim, on) is not None:
        return None
    if (aim.target > aim.baseline) == aim.is_up:
        return None
    facts = {"target": words.amount(aim.target, aim.kind), "baseline": words.shown(aim.baseline, aim)}
    if aim.is_up:
        sentence = _(
            "Målet är att öka, men målvärdet %(target)s är lägre än utgångsvärdet %(baseline)s: ändra talet eller riktningen."
        )
    else:
        sentence = _(
            "Målet är att minska, men målvärdet %(target)s är högre än utgångsvärdet %(baseline)s: ändra talet eller riktningen."
        )
    return Lack("target-on-wrong-side", sentence % facts)


def _rounding(aim: Aim) -> float:
    """Return how far apart two values must be to read as two: half a per cent for a share of a survey."""
    return 0.005 if aim.is_share and aim.metric else 1e-9


def no_date(aim: Aim, on: date) -> Lack | None:
    if aim.due_on is not None:
        return None
    return Lack("no-date", _("Det saknas ett datum: skriv när målet senast ska vara nått."))


def date_is_past(aim: Aim, on: date) -> Lack | None:
    if aim.due_on is None or aim.due_on > on:
        return None
    return Lack(
        "date-is-past",
        _("Datumet %(day)s har redan varit: välj en dag som ligger framåt.") % {"day": words.day(aim.due_on)},
    )


def no_source(aim: Aim, on: date) -> Lack | None:
    """A metric knows its source; what the parties count themselves must say where it is written down."""
    if aim.metric or not aim.own_measure or aim.source.strip():
        return None
    return Lack(
        "no-source", _("Det saknas en källa: skriv var talet hämtas, till exempel ert eget räkneblad.")
    )


def nobody_measures(aim: Aim, on: date) -> Lack | None:
    if aim.measured_by.strip():
        return None
    return Lack("nobody-measures", _("Ingen mäter: skriv vilken funktion som ska göra det."))


def area_is_replaced(aim: Aim, on: date) -> Lack | None:
    """A reform draws areas anew: what is measured afterwards is another ground."""
    ends = aim.area.division.valid_to if aim.area is not None else None
    if aim.area is None or ends is None or ends > max(on, aim.due_on or on):
        return None
    facts = {
        "area": aim.area.name,
        "day": words.day(aim.area.division.last_day),
        "new": _successors(aim.area),
    }
    if facts["new"]:
        sentence = _(
            "Området %(area)s gäller till och med %(day)s och ersätts av %(new)s: välj ett utgångsvärde för ett område som gäller."
        )
    else:
        sentence = _(
            "Området %(area)s gäller till och med %(day)s: välj ett utgångsvärde för ett område som gäller."
        )
    return Lack("area-is-replaced", sentence % facts)


def _successors(area: Area) -> str:
    return ", ".join(area.successors.order_by("code").values_list("name", flat=True))


def figure_is_corrected(aim: Aim, on: date) -> Lack | None:
    """A later import says something else: both values are shown, and the decided edition never changes."""
    found = corrected(aim.figure, aim.area)
    if found is None:
        return None
    facts = {
        "frozen": words.shown(found.frozen, aim),
        "now": words.shown(found.now, aim),
        "number": aim.edition,
    }
    if found.now is None:
        sentence = _(
            "Källan har dragit tillbaka talet. I utgåva %(number)s står %(frozen)s, och det ändras inte."
        )
    else:
        sentence = _(
            "Källan har rättat talet: i utgåva %(number)s står %(frozen)s, i dag är det %(now)s. Utgåvan ändras inte."
        )
    return Lack("figure-is-corrected", sentence % facts, is_warning=True)


def follows_police_effort(aim: Aim, on: date) -> Lack | None:
    """Reported narcotics and the like: the count says how much the police look, not how much there is."""
    known = aim.known
    if known is None or not known.police_driven or aim.level != OutcomeLevel.EFFECT:
        return None
    return Lack(
        "follows-police-effort",
        _(
            "%(metric)s visar mest hur mycket polisen söker efter brotten. Talet kan inte visa om problemet blir mindre: "
            "välj en annan indikator eller gör målet till ett resultatmål."
        )
        % {"metric": known.label},
        is_warning=True,
    )


CHECKS: tuple[Callable[[Aim, date], Lack | None], ...] = (
    no_indicator,
    no_baseline,
    no_target,
    target_is_baseline,
    target_on_wrong_side,
    no_date,
    date_is_past,
    no_source,
    nobody_measures,
    area_is_replaced,
    figure_is_corrected,
    follows_police_effort,
)


def lacking(aim: Aim, *, on: date) -> list[Lack]:
    """Return everything that is lacking on the day, in the order in which the form asks for it."""
    return [lack for check in CHECKS if (lack := check(aim, on)) is not None]


def warnings(aim: Aim, *, on: date) -> list[Lack]:
    """Return what does not stop a goal but follows its text."""
    return [lack for lack in lacking(aim, on=on) if lack.is_warning]
