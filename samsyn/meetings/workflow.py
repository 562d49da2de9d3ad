"""The states of a meeting and the ways between them, as one table. Its minutes are a joint text with states of their own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("planerat")
    HELD = "held", _("genomfört")
    CANCELLED = "cancelled", _("inställt")


# from -> to, and the services that do it
TRANSITIONS: dict[MeetingState, dict[MeetingState, tuple[str, ...]]] = {
    MeetingState.PLANNED: {MeetingState.HELD: ("hold",), MeetingState.CANCELLED: ("cancel",)},
    MeetingState.HELD: {},
    MeetingState.CANCELLED: {},
}


def may_go(start: str, end: str) -> bool:
    """Return whether a meeting may go from one state to the other."""
    return MeetingState(end) in TRANSITIONS[MeetingState(start)]
