"""Lärdomsbanken: what was tried on which cause, with what result, in all pairs of a city that the reader may see."""

from __future__ import annotations

from dataclasses import dataclass

from samsyn.people.access import visible_pairs
from samsyn.people.models import Member
from samsyn.places.models import City
from samsyn.records.joint.workflow import STANDING, JointState
from samsyn.steps.followup import words
from samsyn.steps.followup.models import Conclusion, Lesson
from samsyn.steps.problem.models import ProblemKind


@dataclass(frozen=True)
class LessonShown:
    """One lesson with the action and the problem that it comes from."""

    lesson: Lesson
    kind: str
    kind_words: str
    problem: str
    cause: str
    outcome: str
    conclusion: str

    @property
    def is_decided(self) -> bool:
        return bool(self.lesson.followup.state == JointState.DECIDED)

    def matches(self, wanted: list[str]) -> bool:
        """Whether every word stands somewhere in it."""
        texts = (
            self.lesson.text,
            self.lesson.followup.action.title,
            self.problem,
            self.cause,
            self.kind_words,
        )
        whole = " ".join(texts).casefold()
        return all(word in whole for word in wanted)


def lessons_in(city: City, reader: Member, *, kind: str = "", text: str = "") -> list[LessonShown]:
    """Return the lessons of the city's pairs that the reader may see, newest first.

    kind  a `ProblemKind`, or "" for all
    text  words that must all stand in the lesson, the action, the problem or the cause
    """
    rows = (
        Lesson.objects.filter(
            followup__pair__city=city, followup__pair__in=visible_pairs(reader), followup__state__in=STANDING
        )
        .standing()
        .select_related(
            "followup__pair",
            "followup__action__cause__picture",
            "followup__action__goal__purpose__problem",
            "added_by",
        )
        .defer("followup__canonical")
        .order_by("followup__number")
    )
    newest = {row.key: row for row in rows}  # a draft of the next version holds the same lesson
    shown = [
        _shown(row) for row in sorted(newest.values(), key=lambda row: (row.added_at, row.pk), reverse=True)
    ]
    wanted = text.casefold().split()
    return [row for row in shown if (not kind or row.kind == kind) and row.matches(wanted)]


def _shown(lesson: Lesson) -> LessonShown:
    followup = lesson.followup
    action = followup.action
    problem = (
        action.goal.purpose.problem
        if action.goal is not None
        else action.cause.picture
        if action.cause is not None
        else None
    )
    return LessonShown(
        lesson=lesson,
        kind=problem.kind if problem is not None else "",
        kind_words=str(ProblemKind(problem.kind).label) if problem is not None else "",
        problem=problem.title if problem is not None else "",
        cause=action.cause.text if action.cause is not None else "",
        outcome=words.short(followup.measured) if followup.measured else "",
        conclusion=str(Conclusion(followup.conclusion).label) if followup.conclusion else "",
    )
