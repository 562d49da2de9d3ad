"""The first page: the model for strangers, one's pairs for members."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.agreements.queries.promises import to_publish
from samsyn.home import pictures
from samsyn.home.model import STEPS
from samsyn.home.situation import SituationBrief, one_line, situation_briefs
from samsyn.home.waiting import due, of_appointments, of_promises, of_resets
from samsyn.people import access, appointments, demo
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.records.disagreement import queries as disagreements
from samsyn.steps.situation.workflow import EditionState
from samsyn.ui.clock import today
from samsyn.ui.shortcuts import page


@dataclass(frozen=True)
class Answer:
    """A disagreement that waits for the member's answer, with its day."""

    sentence: str
    url: str
    is_late: bool


@dataclass(frozen=True)
class PairLine:
    """One pair in the list: its state in one line, and whether the member's own party has the ball.

    answers  what she answers there, when the parties of an area do not agree
    """

    pair: AreaPair
    line: str
    waits: bool
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class CityBlock:
    name: str
    is_example: bool
    open: tuple[PairLine, ...]
    closed: tuple[AreaPair, ...]


def start(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return page(
            request,
            "home/start.html",
            {"steps": STEPS, "wheel": pictures.model_wheel(), "may_choose": demo.is_possible(request)},
        )
    if access.is_external(request.user) and not access.reads_pairs(request.user):
        return redirect("partners:home")
    blocks = city_blocks(request.user)
    lines = [line for block in blocks for line in block.open]
    current = [line.pair for line in lines if not line.pair.is_whole]
    proposed = to_publish((line.pair for line in lines), request.user)
    asked, appointed = appointments.to_answer(request.user)
    if len(current) == 1 and not any(block.closed for block in blocks):
        only = current[0]  # its own page says what waits there, and in its city
        elsewhere = (
            any(line.answers for line in lines if line.pair != only)
            or any(one.promise.pair_id != only.pk for one in proposed)
            or any(row.member.organisation.city_id != only.city_id for row in asked)
            or any(appointments.city_of(row).pk != only.city_id for row in appointed)
        )
        if not elsewhere:
            return redirect(only)
    return page(
        request,
        "home/pairs.html",
        {
            "blocks": blocks,
            "waiting": [*of_promises(proposed), *of_resets(asked), *of_appointments(appointed)],
            "room": "pair",
            "is_example": bool(blocks) and all(block.is_example for block in blocks),
        },
    )


def city_blocks(member: Member) -> list[CityBlock]:
    """Return the member's cities with their pairs: in force with a line each, closed ones folded."""
    pairs = list(access.visible_pairs(member))
    day = today()
    current = [
        pair for pair in pairs if pair.valid_from <= day and (not pair.valid_to or pair.valid_to > day)
    ]
    briefs = situation_briefs(current)
    answers = _answers(current, member)
    names = {pair.city_id: pair.city for pair in pairs}
    blocks = [
        CityBlock(
            city.name,
            city.is_example,
            tuple(
                PairLine(
                    pair,
                    one_line(briefs[pair.pk]),
                    _waits(briefs[pair.pk], member, pair),
                    tuple(answers.get(pair.pk, ())),
                )
                for pair in sorted(current, key=lambda pair: not pair.is_whole)
                if pair.city_id == pk
            ),
            tuple(pair for pair in pairs if pair.city_id == pk and pair not in current),
        )
        for pk, city in names.items()
    ]
    return sorted(
        blocks, key=lambda block: (not any(line.waits or line.answers for line in block.open), block.name)
    )


def _waits(brief: SituationBrief, member: Member, pair: AreaPair) -> bool:
    """Whether the member's own hand is needed. Few pairs have an edition in review, so few are asked about."""
    review = brief.first(EditionState.IN_REVIEW)
    return review is not None and member.party in review.lacks and access.may_approve(member, pair)


def _answers(pairs: list[AreaPair], member: Member) -> dict[int, list[Answer]]:
    """Return what waits for the member's answer, by the pair of the whole city where she gives it."""
    found: dict[int, list[Answer]] = {}
    for row in disagreements.to_answer(pairs, member):
        sentence = _("Svara på en oenighet i %(pair)s. %(due)s") % {"pair": row.pair.name, "due": due(row)}
        found.setdefault(row.level_id, []).append(Answer(sentence, disagreements.address(row), row.is_late))
    return found
