"""Step 4, metod, resurs och organisation: which way of working for each cause, with whose hours, led by whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.people.models import Forum, Organisation, Party
from samsyn.records.joint.models import Joint, Piece
from samsyn.steps.problem.models import Cause, ProblemPicture


class WorkPlan(Joint):
    """Organisation av arbetet: how the work against one problem is led, by which methods and with which resources."""

    problem = models.ForeignKey(
        ProblemPicture, on_delete=models.PROTECT, related_name="work_plans", verbose_name=_("problembild")
    )
    forum = models.ForeignKey(
        Forum,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("forum som leder"),
    )
    mandate = models.TextField(_("mandat"), blank=True)
    ends_on = models.DateField(_("slutar"), null=True, blank=True)  # the last day of the work
    one_sided_reason = models.TextField(_("varför bara en part bidrar"), blank=True)
    version = models.PositiveIntegerField(_("sparad gång"), default=1)

    class Meta(Joint.Meta):
        verbose_name = _("organisation av arbetet")
        verbose_name_plural = _("organisation av arbetet")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.problem)

    def get_absolute_url(self) -> str:
        return reverse("method:plan", args=[self.pair.slug, self.pk])


class MethodChoice(Piece):
    """Vald metod: a way of working of the library (`library.toml`) or the parties' own, chosen for one cause.

    is_left_out  the parties say aloud that they do not work on the cause; `why` is their reason
    """

    plan = models.ForeignKey(
        WorkPlan, on_delete=models.CASCADE, related_name="choices", verbose_name=_("organisation av arbetet")
    )
    cause = models.ForeignKey(Cause, on_delete=models.PROTECT, related_name="+", verbose_name=_("orsak"))
    method = models.SlugField(_("metod"), max_length=60, blank=True)
    own_method = models.CharField(_("egen metod"), max_length=120, blank=True)
    why = models.TextField(_("varför den"))
    is_left_out = models.BooleanField(_("ni arbetar inte med orsaken"), default=False)

    class Meta(Piece.Meta):
        verbose_name = _("vald metod")
        verbose_name_plural = _("valda metoder")
        constraints = [
            models.CheckConstraint(
                name="method_choice_is_one_thing",
                condition=(Q(is_left_out=True) & Q(method="") & Q(own_method=""))
                | (Q(is_left_out=False) & Q(method="") & ~Q(own_method=""))
                | (Q(is_left_out=False) & ~Q(method="") & Q(own_method="")),
            )
        ]

    def __str__(self) -> str:
        return self.method or self.own_method


class ResourceKind(models.TextChoices):
    HOURS = "hours", _("timmar")
    POSTS = "posts", _("tjänster")
    KRONOR = "kronor", _("kronor")
    OTHER = "other", _("annat")


class Resource(Piece):
    """Resurs: what one organisation promises, how much and for which period. What is given is counted apart."""

    plan = models.ForeignKey(
        WorkPlan,
        on_delete=models.CASCADE,
        related_name="resources",
        verbose_name=_("organisation av arbetet"),
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    kind = models.CharField(_("slag"), max_length=8, choices=ResourceKind.choices)
    what = models.CharField(_("vad"), max_length=120)
    amount = models.DecimalField(_("utlovat"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("enhet"), max_length=40, blank=True)  # for `OTHER`
    period_start = models.DateField(_("från"))
    period_end = models.DateField(_("till"))  # the day after the last

    class Meta(Piece.Meta):
        verbose_name = _("resurs")
        verbose_name_plural = _("resurser")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="method_resource_amount"),
            models.CheckConstraint(
                condition=Q(period_end__gt=models.F("period_start")), name="method_resource_period"
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def party(self) -> str:
        return self.organisation.party


class GivenResource(models.Model):
    """Given resurs: what an organisation has given of a promised resource, on a day. A mistake is taken back, not changed.

    resource_key  the key of the resource, so that what is given follows from version to version
    """

    resource_key = models.UUIDField(_("resursens nyckel"), db_index=True)
    amount = models.DecimalField(_("givet"), max_digits=12, decimal_places=2)
    on = models.DateField(_("dag"))
    note = models.CharField(_("anteckning"), max_length=200, blank=True)
    by = models.ForeignKey(
        "people.Member", on_delete=models.PROTECT, related_name="+", verbose_name=_("inskriven av")
    )
    at = models.DateTimeField(_("inskriven"))
    taken_back_at = models.DateTimeField(_("tillbakatagen"), null=True, blank=True)

    class Meta:
        verbose_name = _("given resurs")
        verbose_name_plural = _("givna resurser")
        ordering = ["on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="method_given_amount")]

    def __str__(self) -> str:
        return str(self.amount)


class WorkFunction(Piece):
    """Funktion i arbetet: who does what, by function and party, never by name: the function stays when the person leaves."""

    plan = models.ForeignKey(
        WorkPlan,
        on_delete=models.CASCADE,
        related_name="functions",
        verbose_name=_("organisation av arbetet"),
    )
    function = models.CharField(_("funktion"), max_length=120)
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    task = models.CharField(_("uppgift"), max_length=200)

    class Meta(Piece.Meta):
        verbose_name = _("funktion i arbetet")
        verbose_name_plural = _("funktioner i arbetet")

    def __str__(self) -> str:
        return self.function
