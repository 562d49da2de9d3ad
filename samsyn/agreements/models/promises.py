"""Medborgarlöften: what the parties promise the residents, with number, and what was done of it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.agreements.models.agreements import Agreement
from samsyn.people.models import Member, Organisation
from samsyn.records.joint.models import Joint, Piece


class CitizenPromise(Joint):
    """Medborgarlöfte: a promise to the residents for a period, made of commitments. Approved by both, then published.

    text       in plain Swedish, as the residents read it
    agreement  the local agreement that it rests on, or None
    """

    title = models.CharField(_("rubrik"), max_length=160)
    text = models.TextField(_("löftet i klarspråk"))
    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        verbose_name=_("vilar på"),
    )
    valid_from = models.DateField(_("gäller från"), null=True, blank=True)
    valid_to = models.DateField(_("gäller till"), null=True, blank=True)
    version = models.PositiveIntegerField(_("sparad gång"), default=1)
    published_at = models.DateTimeField(_("publicerat"), null=True, blank=True)
    published_by = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("publicerat av"),
    )

    class Meta(Joint.Meta):
        verbose_name = _("medborgarlöfte")
        verbose_name_plural = _("medborgarlöften")
        ordering = ["pair", "-valid_from", "pk"]
        constraints = [
            *Joint.Meta.constraints,
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=F("valid_from")),
                name="agreements_promise_period",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreements:promise", args=[self.pair.slug, self.pk])

    @property
    def last_day(self) -> date | None:
        return self.valid_to - timedelta(days=1) if self.valid_to else None


class Commitment(Piece):
    """Åtagande: what one organisation promises, with a number and a unit when it can be counted.

    activity_key  key of the activity in the action plan whose counted progress is what was done; None: reported by hand
    """

    promise = models.ForeignKey(
        CitizenPromise, on_delete=models.CASCADE, related_name="commitments", verbose_name=_("medborgarlöfte")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("vem som lovar")
    )
    what = models.CharField(_("vad"), max_length=200)
    number = models.PositiveIntegerField(_("lovat antal"), null=True, blank=True)
    unit = models.CharField(_("enhet"), max_length=40, blank=True)
    activity_key = models.UUIDField(_("aktivitetens nyckel"), null=True, blank=True)

    class Meta(Piece.Meta):
        verbose_name = _("åtagande")
        verbose_name_plural = _("åtaganden")

    def __str__(self) -> str:
        return self.what


class ReportedOutcome(models.Model):
    """Redovisat utfall: what somebody has said was done of a commitment. The newest counts, the older ones stay.

    number  None when no number is known: the page then says "inget antal redovisat"
    """

    commitment_key = models.UUIDField(_("åtagandets nyckel"), db_index=True)
    promise = models.ForeignKey(
        CitizenPromise, on_delete=models.PROTECT, related_name="outcomes", verbose_name=_("medborgarlöfte")
    )
    number = models.PositiveIntegerField(_("utfört antal"), null=True, blank=True)
    text = models.TextField(_("vad som blev gjort"))
    reported_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("redovisat av")
    )
    reported_at = models.DateTimeField(_("redovisat"))

    class Meta:
        verbose_name = _("redovisat utfall")
        verbose_name_plural = _("redovisade utfall")
        ordering = ["-reported_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]
