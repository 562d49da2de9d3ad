"""The states of everything that is decided together, and the ways between them, as one table."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class JointState(models.TextChoices):
    DRAFT = "draft", _("utkast")
    IN_REVIEW = "in-review", _("på granskning")
    DECIDED = "decided", _("beslutad")
    SUPERSEDED = "superseded", _("ersatt")
    WITHDRAWN = "withdrawn", _("tillbakadragen")


# from -> to, and the services that do it
TRANSITIONS: dict[JointState, dict[JointState, tuple[str, ...]]] = {
    JointState.DRAFT: {JointState.IN_REVIEW: ("send_to_review",), JointState.WITHDRAWN: ("withdraw",)},
    JointState.IN_REVIEW: {
        JointState.DRAFT: ("ask_for_change", "open_for_change"),
        JointState.DECIDED: ("approve",),
    },
    JointState.DECIDED: {JointState.SUPERSEDED: ("approve",)},  # when the next version is decided
    JointState.SUPERSEDED: {},
    JointState.WITHDRAWN: {},
}
OPEN = (JointState.DRAFT, JointState.IN_REVIEW)  # being prepared
CLOSED = (JointState.DECIDED, JointState.SUPERSEDED)  # the text stands for ever
STANDING = (*OPEN, JointState.DECIDED)  # what people work with now


def may_go(start: str, end: str) -> bool:
    """Return whether a row may go from one state to the other."""
    return JointState(end) in TRANSITIONS[JointState(start)]
