"""The two abstract rows of every joint matter: the matter itself, and the pieces that its text is made of."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import CLOSED, OPEN, STANDING, JointState


class JointQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Those that people work with now: being prepared or decided, not superseded or withdrawn."""
        return self.filter(state__in=STANDING)

    def decided(self) -> Self:
        return self.filter(state=JointState.DECIDED)


class Joint(models.Model):
    """Something that both authorities decide. A decided row never changes; a change is a new row with the next number.

    key        the same in every version of the same matter
    canonical  the text as it was sent to review; a change of anything in it empties it and voids both approvals
    """

    pair = models.ForeignKey(
        AreaPair, on_delete=models.PROTECT, related_name="+", verbose_name=_("områdespar")
    )
    key = models.UUIDField(_("nyckel"), default=uuid.uuid4, editable=False, db_index=True)
    number = models.PositiveIntegerField(_("version"), default=1)
    state = models.CharField(
        _("tillstånd"), max_length=12, choices=JointState.choices, default=JointState.DRAFT
    )
    canonical = models.TextField(_("text som kanonisk JSON"), blank=True)
    checksum = models.CharField(_("kontrollsumma"), max_length=64, blank=True)
    added_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("skapad av")
    )
    added_at = models.DateTimeField(_("skapad"))
    decided_at = models.DateTimeField(_("beslutad"), null=True, blank=True)

    objects = JointQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="%(app_label)s_%(class)s_number"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=OPEN), name="%(app_label)s_%(class)s_one_open"
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(state=JointState.DECIDED),
                name="%(app_label)s_%(class)s_one_decided",
            ),
        ]

    def get_absolute_url(self) -> str:
        """The page of its text and decision; a step that has a page of its own to work on says so instead."""
        from samsyn.records.joint.kinds import kind_of

        return reverse("records:decide", args=[self.pair.slug, kind_of(self).code, self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it can still change."""
        return self.state in OPEN

    @property
    def is_closed(self) -> bool:
        """Whether both have decided it, so that it never changes; a later version may have taken its place."""
        return self.state in CLOSED


class PieceQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Those that nobody has removed."""
        return self.filter(removed_at=None)


class Piece(models.Model):
    """A part of a joint matter: a cause, a goal, an action. `version` guards two writers.

    key  the same in every version of the matter, so that what hangs on it follows
    """

    key = models.UUIDField(_("nyckel"), default=uuid.uuid4, editable=False, db_index=True)
    position = models.PositiveIntegerField(_("ordning"), default=0)
    version = models.PositiveIntegerField(_("version"), default=1)
    added_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("tillagd av")
    )
    added_at = models.DateTimeField(_("tillagd"))
    removed_at = models.DateTimeField(_("borttagen"), null=True, blank=True)

    objects = PieceQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
