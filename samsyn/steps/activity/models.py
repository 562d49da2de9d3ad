"""Step 5, aktivitet och åtgärd: who does what, how many times, where; and what is done, counted by those who were there."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.people.models import Forum, Member, Organisation, Party
from samsyn.places.models import Area, Place
from samsyn.records.joint.models import Joint, Piece
from samsyn.steps.problem.models import Cause
from samsyn.steps.purpose.models import Goal
from samsyn.steps.situation.models import Edition


class ActionPlan(Joint):
    """Åtgärdsplan: what the parties of a pair do in a period. It says which edition of the lägesbild it rests on."""

    title = models.CharField(_("rubrik"), max_length=120)
    period_start = models.DateField(_("från"))
    period_end = models.DateField(_("till"))  # the day after the last
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("utgåva")
    )
    forum = models.ForeignKey(
        Forum, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("forum")
    )
    version = models.PositiveIntegerField(_("sparad gång"), default=1)

    class Meta(Joint.Meta):
        verbose_name = _("åtgärdsplan")
        verbose_name_plural = _("åtgärdsplaner")
        ordering = ["pk"]
        constraints = [
            *Joint.Meta.constraints,
            models.CheckConstraint(
                condition=Q(period_end__gt=F("period_start")), name="activity_plan_has_days"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activity:plan", args=[self.pair.slug, self.pk])

    @property
    def last_day(self) -> date:
        """The last day of the period, as people say it."""
        return self.period_end - timedelta(days=1)

    def is_under_way(self, on: date) -> bool:
        """Whether the day lies in the period."""
        return self.period_start <= on < self.period_end


class ActionKind(models.TextChoices):
    """The ready types; a free one is `OTHER`."""

    FIELD_ASSISTANTS = "field-assistants", _("fältassistenter")
    GRAFFITI_REMOVAL = "graffiti-removal", _("klottersanering")
    EVENING_POLICE = "evening-police", _("poliser utomhus kvällstid")
    SUBSTANCE_PREVENTION = "substance-prevention", _("förebyggande arbete mot missbruk")
    HOME_VIOLENCE_PREVENTION = "home-violence-prevention", _("förebyggande arbete mot våld i nära relationer")
    SAFETY_WALK = "safety-walk", _("trygghetsvandring")
    LIGHTING = "lighting", _("belysning")
    CLEANING = "cleaning", _("städning")
    CAMERA = "camera", _("kamerabevakning")
    PARENT_INFORMATION = "parent-information", _("information till föräldrar")
    EVENT_SUPPORT = "event-support", _("stöd vid evenemang")
    OTHER = "other", _("annan åtgärd")


class Nature(models.TextChoices):
    SITUATIONAL = "situational", _("situationell")
    SOCIAL = "social", _("social")


class Action(Piece):
    """Åtgärd: it answers a cause and serves a goal, or carries a signed exception (`records.Waiver`).

    followup_on, followup_by, followup_source  when, by which function and from what it will be followed up
    """

    plan = models.ForeignKey(
        ActionPlan, on_delete=models.CASCADE, related_name="actions", verbose_name=_("åtgärdsplan")
    )
    kind = models.CharField(_("slag"), max_length=30, choices=ActionKind.choices)
    title = models.CharField(_("åtgärd"), max_length=120)
    how = models.TextField(_("hur den görs"), blank=True)
    nature = models.CharField(_("situationell eller social"), max_length=12, choices=Nature.choices)
    method = models.SlugField(_("metod"), max_length=60, blank=True)  # code of the method library
    cause = models.ForeignKey(
        Cause, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("orsak")
    )
    goal = models.ForeignKey(
        Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mål")
    )
    expected_short = models.CharField(_("väntad effekt på kort sikt"), max_length=200, blank=True)
    expected_long = models.CharField(_("väntad effekt på lång sikt"), max_length=200, blank=True)
    responsible = models.CharField(_("ansvarig funktion"), max_length=120, blank=True)
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    followup_on = models.DateField(_("följs upp"), null=True, blank=True)
    followup_by = models.CharField(_("följs upp av"), max_length=120, blank=True)
    followup_source = models.CharField(_("följs upp med"), max_length=200, blank=True)

    class Meta(Piece.Meta):
        verbose_name = _("åtgärd")
        verbose_name_plural = _("åtgärder")

    def __str__(self) -> str:
        return self.title


class Activity(Piece):
    """Aktivitet: dated work with number, unit and one responsible ("minst 100 tillfällen"); it carries out an action."""

    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, related_name="activities", verbose_name=_("åtgärd")
    )
    text = models.CharField(_("aktivitet"), max_length=120)
    amount = models.PositiveIntegerField(_("antal"), null=True, blank=True)
    unit = models.CharField(_("enhet"), max_length=40, default="tillfällen")
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("plats")
    )
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("område")
    )
    period_start = models.DateField(_("från"))
    period_end = models.DateField(_("till"))  # the day after the last
    responsible = models.CharField(_("ansvarig funktion"), max_length=120)
    doer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("utförs av"),
    )
    within_hours = models.PositiveSmallIntegerField(
        _("inom timmar"), null=True, blank=True
    )  # klottersanering

    class Meta(Piece.Meta):
        verbose_name = _("aktivitet")
        verbose_name_plural = _("aktiviteter")
        constraints = [
            models.CheckConstraint(condition=Q(period_end__gt=F("period_start")), name="activity_has_days"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0), name="activity_amount_is_some"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def last_day(self) -> date:
        """The last day of the period, as people say it."""
        return self.period_end - timedelta(days=1)

    @property
    def where(self) -> str:
        """The place, else the area, else nothing."""
        return str(self.place or self.area or "")


class Progress(models.Model):
    """Utfört: a count on a day, from the field. `activity_key` lasts over versions of the plan. Undone rows stay."""

    activity_key = models.UUIDField(_("aktivitetens nyckel"), db_index=True)
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="+", verbose_name=_("aktivitet")
    )  # as it stood when it was counted
    count = models.PositiveIntegerField(_("antal"), default=1)
    on = models.DateField(_("dag"))
    note = models.CharField(_("anteckning"), max_length=300, blank=True)
    token = models.CharField(_("kvitto"), max_length=40, unique=True)  # the same form sent twice counts once
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("räknat av"))
    at = models.DateTimeField(_("räknat"))
    undone_at = models.DateTimeField(_("tillbakataget"), null=True, blank=True)

    class Meta:
        verbose_name = _("utfört")
        verbose_name_plural = _("utfört")
        ordering = ["-on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(count__gt=0), name="activity_progress_is_some")]

    def __str__(self) -> str:
        return f"{self.count}"
