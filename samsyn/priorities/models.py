"""Prioriteringar: what comes first in a given year, chosen and set aside with reasons, and what each area answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.people.models import Member, Party
from samsyn.places.models import AreaPair
from samsyn.records.joint.models import Joint, Piece
from samsyn.records.joint.workflow import JointState


class FocusArea(models.TextChoices):
    """Fokusområde: a theme, not a place."""

    UNSAFETY = "unsafety", _("otrygghet")
    VIOLENCE = "violence", _("våld eller hot")
    HOME_VIOLENCE = "home-violence", _("våld i nära relationer")
    YOUNG = "young", _("unga och rekrytering")
    DRUGS = "drugs", _("droger eller missbruk")
    THEFT = "theft", _("stöld eller inbrott")
    DAMAGE = "damage", _("skadegörelse eller klotter")
    DISORDER = "disorder", _("ordningsstörning")
    TRAFFIC = "traffic", _("trafik")
    OTHER = "other", _("annat")


class PriorityList(Joint):
    """Prioriteringslista: what goes first in the whole city during one year. It belongs to the pair of the whole city."""

    year = models.PositiveSmallIntegerField(_("år"))
    text = models.TextField(_("inledning"), blank=True)
    version = models.PositiveIntegerField(_("sparad gång"), default=1)

    class Meta(Joint.Meta):
        verbose_name = _("prioriteringslista")
        verbose_name_plural = _("prioriteringslistor")
        ordering = ["pair", "-year", "pk"]
        constraints = [
            *Joint.Meta.constraints,
            models.UniqueConstraint(  # every matter has one row with number 1
                fields=["pair", "year"],
                condition=Q(number=1) & ~Q(state=JointState.WITHDRAWN),
                name="priorities_one_list_a_year",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        return reverse("priorities:list", args=[self.pair.slug, self.pk])


class Priority(Piece):
    """Prioritering: one thing that is chosen for the year, in order, or set aside.

    rank           1, 2, 3 … among the chosen; None when it is set aside
    why            why it is chosen, or why it is set aside
    candidate_key  of the candidate of the conference that it was, or None
    """

    list = models.ForeignKey(
        PriorityList,
        on_delete=models.CASCADE,
        related_name="priorities",
        verbose_name=_("prioriteringslista"),
    )
    rank = models.PositiveSmallIntegerField(_("plats i ordningen"), null=True, blank=True)
    title = models.CharField(_("prioritering"), max_length=120)
    text = models.TextField(_("vad den innebär"), blank=True)
    why = models.TextField(_("skäl"), blank=True)
    is_chosen = models.BooleanField(_("vald"), default=True)
    focus = models.CharField(
        _("fokusområde"), max_length=20, choices=FocusArea.choices, default=FocusArea.OTHER
    )
    candidate_key = models.UUIDField(_("förslagets nyckel"), null=True, blank=True)

    class Meta(Piece.Meta):
        verbose_name = _("prioritering")
        verbose_name_plural = _("prioriteringar")

    def __str__(self) -> str:
        return self.title


class PriorityAnswer(models.Model):
    """Svar på prioritering: what one area pair says of a chosen priority. The newest counts, the older ones stay.

    priority_key   lasts from version to version of the list
    is_taken_up    False is a refusal, which has a reason
    """

    pair = models.ForeignKey(
        AreaPair, on_delete=models.PROTECT, related_name="priority_answers", verbose_name=_("områdespar")
    )
    priority_key = models.UUIDField(_("prioriteringens nyckel"), db_index=True)
    is_taken_up = models.BooleanField(_("tas upp"))
    reason = models.TextField(_("skäl"), blank=True)
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("besvarad av"))
    at = models.DateTimeField(_("besvarad"))

    class Meta:
        verbose_name = _("svar på prioritering")
        verbose_name_plural = _("svar på prioriteringar")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_taken_up=True) | ~Q(reason=""), name="priorities_refusal_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pair_id} {self.priority_key}"
