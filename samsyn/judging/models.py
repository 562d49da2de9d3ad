"""What each party judges for itself, and what the two come to together."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.people.models import Member, Party
from samsyn.places.models import AreaPair


class Judged(models.Model):
    """One party's own answer to something that both judge. The row has `party`; `rules` says who sees it.

    first       what it was when the other's was first seen, in case it was changed after that
    changed_at  when it was last changed after that; None says that it is as it was given
    """

    first = models.CharField(_("före den andras"), max_length=60, blank=True, default="")
    changed_at = models.DateTimeField(_("ändrad efter den andras"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_changed_after_seen(self) -> bool:
        return self.changed_at is not None

    def note_change(self, before: str, at: datetime) -> bool:
        """Say that the answer is changed after the other's was seen, and keep the first. Return whether it is the first time."""
        is_first_time = self.changed_at is None
        if is_first_time:
            self.first = before
        self.changed_at = at
        return is_first_time


class Of(models.Model):
    """Which matter a row is about. `round` counts how many times the parties have judged the same thing."""

    pair = models.ForeignKey(
        AreaPair, on_delete=models.PROTECT, related_name="+", verbose_name=_("områdespar")
    )
    subject_type = models.CharField(_("slag av objekt"), max_length=60)
    subject_id = models.BigIntegerField(_("objekt"))
    question = models.SlugField(_("fråga"), max_length=40)
    round = models.PositiveIntegerField(_("omgång"), default=1)

    class Meta:
        abstract = True


MATTER = ("pair", "subject_type", "subject_id", "question", "round")


class Judgement(Of, Judged):
    """Bedömning: what one party says, with its grounds. `version` guards two of the same party who write at once."""

    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    value = models.CharField(_("bedömning"), max_length=60)
    grounds = models.TextField(_("skäl"))
    first_grounds = models.TextField(_("skäl före den andras"), blank=True, default="")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("bedömt av"))
    at = models.DateTimeField(_("bedömt"))
    version = models.PositiveIntegerField(_("sparad gång"), default=1)

    class Meta:
        verbose_name = _("parts bedömning")
        verbose_name_plural = _("parters bedömningar")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=[*MATTER, "party"], name="judging_one_a_party"),
            models.CheckConstraint(condition=~Q(grounds=""), name="judging_has_grounds"),
            models.CheckConstraint(
                condition=Q(party__in=[Party.CITY, Party.POLICE]), name="judging_by_a_party"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.value}"


class SettlementState(models.TextChoices):
    PROPOSED = "proposed", _("föreslagen")
    AGREED = "agreed", _("överens")
    DIFFERS = "differs", _("oeniga")


class Settlement(Of):
    """Gemensam bedömning: what the parties agree on, or that they do not. There is one only when both have judged.

    value, grounds  what one party proposes and the other accepts; empty while they differ
    party, by       who proposed it, or first recorded that they differ
    city_says, police_says  each party's own sentence about the difference
    version         guards against accepting something else than one has read
    """

    state = models.CharField(_("tillstånd"), max_length=10, choices=SettlementState.choices)
    value = models.CharField(_("gemensam bedömning"), max_length=60, blank=True)
    grounds = models.TextField(_("gemensamma skäl"), blank=True)
    city_says = models.TextField(_("stadens mening"), blank=True)
    police_says = models.TextField(_("polisens mening"), blank=True)
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("av"))
    at = models.DateTimeField(_("när"))
    accepted_by = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("godtagen av"),
    )
    accepted_at = models.DateTimeField(_("godtagen"), null=True, blank=True)
    version = models.PositiveIntegerField(_("sparad gång"), default=1)

    class Meta:
        verbose_name = _("gemensam bedömning")
        verbose_name_plural = _("gemensamma bedömningar")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=[*MATTER], name="judging_one_settlement"),
            models.CheckConstraint(
                condition=~Q(state=SettlementState.DIFFERS) | ~Q(city_says="") | ~Q(police_says=""),
                name="judging_difference_is_said",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.state}"

    @property
    def is_settled(self) -> bool:
        return self.state != SettlementState.PROPOSED

    @property
    def is_agreed(self) -> bool:
        return self.state == SettlementState.AGREED

    @property
    def differs(self) -> bool:
        return self.state == SettlementState.DIFFERS

    def says(self, party: str) -> str:
        """A party's own sentence about the difference, "" when it has written none."""
        return {"city": self.city_says, "police": self.police_says}.get(party, "")
