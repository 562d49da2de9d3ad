"""The stages of an agreement after both parties have approved its text, and the ways between them, as one table."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """`WRITING` lasts until both have approved the text; the states of the text itself are `JointState`."""

    WRITING = "writing", _("skrivs")
    FOR_SIGNATURE = "for-signature", _("för underskrift")
    SIGNED = "signed", _("undertecknad")
    IN_FORCE = "in-force", _("gällande")
    ENDED = "ended", _("upphörd")


# from -> to, and the services that do it
TRANSITIONS: dict[Stage, dict[Stage, tuple[str, ...]]] = {
    Stage.WRITING: {Stage.FOR_SIGNATURE: ("approve",)},
    Stage.FOR_SIGNATURE: {Stage.SIGNED: ("sign",), Stage.ENDED: ("end",)},  # nobody is bound to sign
    Stage.SIGNED: {Stage.IN_FORCE: ("keep_dates",), Stage.ENDED: ("end",)},
    Stage.IN_FORCE: {Stage.ENDED: ("keep_dates", "end")},
    Stage.ENDED: {},
}


class EndReason(models.TextChoices):
    EXPIRED = "expired", _("perioden tog slut")
    REPLACED = "replaced", _("ersattes av en ny")
    TERMINATED = "terminated", _("avslutades i förtid")


def may_go(start: str, end: str) -> bool:
    """Return whether an agreement may go from one stage to the other."""
    return Stage(end) in TRANSITIONS[Stage(start)]
