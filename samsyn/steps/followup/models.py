"""Step 6, uppföljning: was it done, did it come out, did the problem change; and what the parties conclude."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.judging.models import Judged
from samsyn.people.models import Member, Party
from samsyn.records.joint.models import Joint, Piece
from samsyn.steps.activity.models import Action
from samsyn.steps.situation.models import Edition


class Conclusion(models.TextChoices):
    CONTINUE = "continue", _("fortsätt")
    CHANGE = "change", _("ändra")
    STOP = "stop", _("avsluta")
    SPREAD = "spread", _("sprid")


class FollowUp(Joint):
    """Uppföljning of one action, planned when the plan was decided and ended by what the parties conclude together.

    readings       what the parties have measured themselves, by the goal's key: {"value", "on", "party"}
    compared_with  the comparison that people chose: an `Area.key`, "rest" (the rest of the city), or "" for the
                   one that the program proposes
    measured       what was found, as plain values: {"done": {...}, "result": {...}, "effect": {...}}, computed by
                   `measuring.measured_now` at `measured_at` and kept as it was
    carried_to     the edition that took the conclusion up
    """

    action_key = models.UUIDField(_("åtgärdens nyckel"), db_index=True)
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="+", verbose_name=_("åtgärd")
    )  # as it stood when the follow-up was planned
    due_on = models.DateField(_("följs upp"))
    measured_by = models.CharField(_("följs upp av"), max_length=120, blank=True)
    source = models.CharField(_("följs upp med"), max_length=200, blank=True)
    readings = models.JSONField(_("egna mätvärden"), default=dict, blank=True)
    compared_with = models.CharField(_("jämförs med"), max_length=180, blank=True)
    measured = models.JSONField(_("mätt"), default=dict, blank=True)
    measured_at = models.DateTimeField(_("räknat"), null=True, blank=True)
    conclusion = models.CharField(_("slutsats"), max_length=10, choices=Conclusion.choices, blank=True)
    reason = models.TextField(_("skäl"), blank=True)
    carried_to = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("utgåva")
    )
    version = models.PositiveIntegerField(_("sparad gång"), default=1)

    class Meta(Joint.Meta):
        verbose_name = _("uppföljning")
        verbose_name_plural = _("uppföljningar")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return str(self.action)

    def get_absolute_url(self) -> str:
        return reverse("followup:followup", args=[self.pair.slug, self.pk])


class ProposedConclusion(Judged):
    """Föreslagen slutsats: what one party thinks the follow-up should lead to, before they agree."""

    followup = models.ForeignKey(
        FollowUp, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("uppföljning")
    )
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    conclusion = models.CharField(_("slutsats"), max_length=10, choices=Conclusion.choices)
    reason = models.CharField(_("skäl"), max_length=300, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("sagt av"))
    at = models.DateTimeField(_("sagt"))

    class Meta:
        verbose_name = _("föreslagen slutsats")
        verbose_name_plural = _("föreslagna slutsatser")
        constraints = [
            models.UniqueConstraint(fields=["followup", "party"], name="followup_proposal_a_party")
        ]

    def __str__(self) -> str:
        return self.get_conclusion_display()

    def get_first_display(self) -> str:
        """What the party said before it saw the other's, in words; "" when it has not changed since."""
        return str(Conclusion(self.first).label) if self.is_changed_after_seen else ""


class Lesson(Piece):
    """Lärdom: what the parties learned, for the next round and for other areas."""

    followup = models.ForeignKey(
        FollowUp, on_delete=models.CASCADE, related_name="lessons", verbose_name=_("uppföljning")
    )
    text = models.TextField(_("lärdom"))
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)

    class Meta(Piece.Meta):
        verbose_name = _("lärdom")
        verbose_name_plural = _("lärdomar")

    def __str__(self) -> str:
        return self.text[:60]
