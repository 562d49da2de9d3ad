"""Writing in the three parts of the law. Each party writes its own paragraphs; both read all."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.releases.queries import visible_to
from samsyn.steps.situation.models import Paragraph, Section, SituationPicture
from samsyn.steps.situation.services.pictures import (
    cleaned,
    must_be_current,
    must_be_own,
    must_write,
    renumber,
)
from samsyn.ui.clock import now


def _locked(paragraph: Paragraph) -> Paragraph:
    return Paragraph.objects.select_for_update().get(pk=paragraph.pk)


@transaction.atomic
def add_paragraph(*, picture: SituationPicture, section: str, text: str, by: Member) -> Paragraph:
    """Add a paragraph last in its part, for the writer's own party, and log it."""
    must_write(by, picture)
    held = SituationPicture.objects.select_for_update().get(pk=picture.pk)
    standing = held.paragraphs.filter(section=section, removed_at=None)
    paragraph = Paragraph.objects.create(
        picture=picture,
        section=Section(section),
        text=cleaned(text, what=_("Stycket")),
        party=by.party,
        written_by=by,
        written_at=now(),
        position=(standing.aggregate(top=Max("position"))["top"] or 0) + 1,
    )
    record(
        Event.PARAGRAPH_ADDED, paragraph, by=by, pair_id=picture.pair_id, section=paragraph.section, version=1
    )
    return paragraph


@transaction.atomic
def change_paragraph(*, paragraph: Paragraph, text: str, version: int, by: Member) -> Paragraph:
    """Change one's own party's paragraph and log it.

    version  the version that the writer had before her; another one raises StaleError with the text that stands
    """
    must_write(by, paragraph.picture)
    row = _locked(paragraph)
    must_be_own(by, row)
    must_be_current(row, version, theirs=row.text)
    text = cleaned(text, what=_("Stycket"))
    if text == row.text:
        return row
    row.text, row.written_by, row.written_at, row.version = text, by, now(), row.version + 1
    row.save(update_fields=["text", "written_by", "written_at", "version"])
    record(Event.PARAGRAPH_CHANGED, row, by=by, pair_id=paragraph.picture.pair_id, version=row.version)
    return row


@transaction.atomic
def remove_paragraph(*, paragraph: Paragraph, version: int, by: Member) -> None:
    """Take one's own party's paragraph out of the picture and log it. The row stays for the history."""
    must_write(by, paragraph.picture)
    row = _locked(paragraph)
    must_be_own(by, row)
    must_be_current(row, version, theirs=row.text)
    row.removed_at, row.version = now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    record(Event.PARAGRAPH_REMOVED, row, by=by, pair_id=paragraph.picture.pair_id, version=row.version)


@transaction.atomic
def move_paragraph(*, paragraph: Paragraph, up: bool, by: Member) -> None:
    """Move a paragraph one place within its part among those that the mover sees, and log it. Both parties may order the text."""
    must_write(by, paragraph.picture)
    SituationPicture.objects.select_for_update().get(pk=paragraph.picture_id)
    standing = Paragraph.objects.filter(
        picture_id=paragraph.picture_id, section=paragraph.section, removed_at=None
    )
    rows = list(visible_to(standing, by.party))
    keys = [row.pk for row in rows]
    if paragraph.pk not in keys:
        return
    here = keys.index(paragraph.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    renumber(rows)
    record(Event.PARAGRAPH_CHANGED, paragraph, by=by, pair_id=paragraph.picture.pair_id, moved_to=there + 1)
