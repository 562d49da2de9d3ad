"""The states of an edition and the ways between them, as one table."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EditionState(models.TextChoices):
    DRAFT = "draft", _("utkast")
    IN_REVIEW = "in-review", _("på granskning")
    DECIDED = "decided", _("beslutad")
    SUPERSEDED = "superseded", _("ersatt")


# from -> to, and what does it
TRANSITIONS: dict[EditionState, dict[EditionState, str]] = {
    EditionState.DRAFT: {EditionState.IN_REVIEW: "send_to_review"},
    EditionState.IN_REVIEW: {EditionState.DRAFT: "ask_for_change", EditionState.DECIDED: "approve"},
    EditionState.DECIDED: {EditionState.SUPERSEDED: "approve"},  # when the next edition is decided
    EditionState.SUPERSEDED: {},
}


OPEN = (EditionState.DRAFT, EditionState.IN_REVIEW)  # being prepared; a picture has at most one such edition


def may_go(start: str, end: str) -> bool:
    """Return whether an edition may go from one state to the other."""
    return EditionState(end) in TRANSITIONS[EditionState(start)]
