"""Lessons: what the parties learned, for the next round and for other areas."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.records.joint.services import (
    locked_piece,
    must_be_current,
    next_position,
    open_for_change,
    required,
)
from samsyn.steps.followup.models import FollowUp, Lesson
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError

LETTERS = 1000


@transaction.atomic
def add_lesson(*, followup: FollowUp, text: str, by: Member) -> Lesson:
    """Add a lesson last, in the name of the writer's party."""
    held = open_for_change(followup, by=by)
    words = required(text, what=_("Lärdomen"))
    if len(words) > LETTERS:
        raise UserError(
            _(
                "Lärdomen sparades inte. Den är %(count)s tecken lång, och den får vara högst %(most)s. "
                "Skriv kortare, eller dela den i två."
            )
            % {"count": len(words), "most": LETTERS}
        )
    made = Lesson.objects.create(
        followup=held,
        text=words,
        party=by.party,
        position=next_position(held.lessons),
        added_by=by,
        added_at=now(),
    )
    record(Event.LESSON_ADDED, made, by=by, pair_id=held.pair_id, followup=held.pk)
    return made


@transaction.atomic
def remove_lesson(*, lesson: Lesson, version: int, by: Member) -> None:
    """Take a lesson of one's own party out of a text that is not decided."""
    held = open_for_change(lesson.followup, by=by)
    row = locked_piece(lesson)
    must_be_current(row, version, theirs=row.text)
    if row.party != by.party:
        raise UserError(
            _(
                "Lärdomen står kvar. Den är skriven av %(party)s och tas bara bort därifrån. "
                "Skriv en egen lärdom bredvid om ni ser olika på saken."
            )
            % {"party": row.get_party_display()}
        )
    row.removed_at, row.version = now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    record(Event.LESSON_REMOVED, row, by=by, pair_id=held.pair_id, followup=held.pk)
