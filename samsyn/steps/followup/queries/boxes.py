"""Gjort eller inte, hjälpte eller inte: every action in its box, and what cannot be placed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from samsyn.places.models import AreaPair
from samsyn.steps.activity.models import Action
from samsyn.steps.activity.queries.plans import actions_of, decided_plans
from samsyn.steps.followup import words
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.followup.queries.followups import followups
from samsyn.steps.followup.words.amounts import Values
from samsyn.steps.problem.models import ProblemPicture
from samsyn.ui.clock import today
from samsyn.ui.templatetags.numbers import day, number

HELPED, RETHINK, OTHER, FINISH = "helped", "rethink", "other", "finish"
ORDER = (HELPED, RETHINK, OTHER, FINISH)


@dataclass(frozen=True)
class Item:
    """One action with what is said of it."""

    title: str
    text: str
    url: str
    key: str = ""
    is_here: bool = False  # the page is about it
    is_late: bool = False


@dataclass(frozen=True)
class Box:
    """One of the four: what to do, why, and the actions in it."""

    code: str
    heading: str
    about: str
    place: str  # what the two headings say, for narrow pages and screen readers
    items: tuple[Item, ...]

    @property
    def is_here(self) -> bool:
        return any(item.is_here for item in self.items)


@dataclass(frozen=True)
class Board:
    """The four boxes.

    unplanned  decided actions that nobody has planned to follow up
    unsure     actions that are measured but cannot be placed, or wait for their day
    """

    boxes: tuple[Box, ...]
    unplanned: tuple[Item, ...]
    unsure: tuple[Item, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.unplanned or self.unsure or any(box.items for box in self.boxes))


def box_of(measured: Values) -> str:
    """Return the box of a measurement, "" when one cannot say both whether it is done and whether it helped."""
    if not words.is_tested(measured) or measured["done"]["is_met"] is None:
        return ""
    is_done, has_helped = measured["done"]["is_met"], words.is_secured(measured)
    return (HELPED if has_helped else RETHINK) if is_done else (OTHER if has_helped else FINISH)


def board(pair: AreaPair, *, problem: ProblemPicture | None = None, here: FollowUp | None = None) -> Board:
    """Return the board of all decided actions of the pair, or of those against one problem."""
    rows = followups(pair)
    newest: dict[UUID, FollowUp] = {}
    for row in sorted(rows, key=lambda one: (one.measured_at is not None, one.due_on, one.pk)):
        newest[row.action_key] = row
    if here is not None:
        newest[here.action_key] = here
    acts = {row.action_key: row.action for row in newest.values()}
    acts |= {act.key: act for act in actions_of(decided_plans(pair))}
    chosen = [act for act in acts.values() if problem is None or problem.key in _problems(act)]
    return _board(chosen, newest, here)


def _problems(action: Action) -> set[UUID]:
    found = {action.goal.purpose.problem.key} if action.goal is not None else set()
    return found | ({action.cause.picture.key} if action.cause is not None else set())


def _board(chosen: Iterable[Action], newest: Mapping[UUID, FollowUp], here: FollowUp | None) -> Board:
    inside: dict[str, list[Item]] = {code: [] for code in ORDER}
    unplanned: list[Item] = []
    unsure: list[Item] = []
    for action in chosen:
        row = newest.get(action.key)
        if row is None:
            unplanned.append(Item(action.title, _("Ingen uppföljning är planerad."), "", str(action.key)))
            continue
        code = box_of(row.measured)
        is_here = here is not None and row.pk == here.pk
        item = Item(
            action.title, _said(row, code), row.get_absolute_url(), str(action.key), is_here, _is_late(row)
        )
        (inside[code] if code else unsure).append(item)
    return Board(tuple(_box(code, inside[code]) for code in ORDER), tuple(unplanned), tuple(unsure))


def _said(row: FollowUp, code: str) -> str:
    """Return the short words of an action: what tells it apart in its box."""
    if _is_late(row):
        return _("Skulle ha följts upp %(day)s.") % {"day": day(row.due_on)}
    if row.measured_at is None:
        return _("Följs upp %(day)s.") % {"day": day(row.due_on)}
    if not code:
        return _why_not(row.measured)
    delivered = [one for one in row.measured["done"]["activities"] if one["promised"] is not None]
    parts = [words.figures(row.measured)]
    if code in (OTHER, FINISH):
        lacking = next(one for one in delivered if not one["is_met"])
        parts.insert(
            0,
            _("%(done)s av %(promised)s %(unit)s")
            % {
                "done": number(lacking["delivered"]),
                "promised": number(lacking["promised"]),
                "unit": lacking["unit"],
            },
        )
    return ". ".join(parts)


def _is_late(row: FollowUp) -> bool:
    return row.is_open and row.measured_at is None and row.due_on < today()


def _why_not(measured: Values) -> str:
    """Return what is lacking for an action to be placed."""
    done, effect, *_warning = words.sentences(measured)
    return words.say(effect if measured["done"]["is_met"] is not None else done)


def _box(code: str, items: Sequence[Item]) -> Box:
    heading, about, place = {
        HELPED: (
            _("Fortsätt eller sprid"),
            _("Det hjälpte troligen. Pröva på nästa plats."),
            _("Gjort som lovat, säkerställd förbättring"),
        ),
        RETHINK: (
            _("Tänk om"),
            _("Det gjordes men hjälpte inte säkert. Var orsaken fel?"),
            _("Gjort som lovat, ingen säkerställd förbättring"),
        ),
        OTHER: (
            _("Leta en annan förklaring"),
            _("Något blev bättre, men det var inte säkert det här."),
            _("Inte gjort som lovat, säkerställd förbättring"),
        ),
        FINISH: (
            _("Gör klart först"),
            _("Ingen kan säga om det hade hjälpt."),
            _("Inte gjort som lovat, ingen säkerställd förbättring"),
        ),
    }[code]
    return Box(code, heading, about, place, tuple(items))
