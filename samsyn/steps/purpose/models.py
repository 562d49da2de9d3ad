"""Step 3, syfte och mål: why the work is done, and what shall have changed, how much and by when."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.places.models import Area
from samsyn.records.joint.models import Joint, Piece
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.situation.models import Edition


class OutcomeLevel(models.TextChoices):
    """The three levels that are kept apart all the way to the follow-up."""

    ACTIVITY = "activity", _("aktivitet")  # that we do what we promised
    RESULT = "result", _("resultat")  # that what we do comes out
    EFFECT = "effect", _("effekt")  # that the problem becomes smaller


class GoalKind(models.TextChoices):
    CRIME = "crime", _("brott")
    SAFETY = "safety", _("trygghet")
    BOTH = "both", _("båda")


class Direction(models.TextChoices):
    DOWN = "down", _("minska")
    UP = "up", _("öka")


class Purpose(Joint):
    """Syfte: why the parties work with one problem. It has no figure; its goals have."""

    problem = models.ForeignKey(
        ProblemPicture, on_delete=models.PROTECT, related_name="purposes", verbose_name=_("problembild")
    )
    text = models.TextField(_("syfte"))
    version = models.PositiveIntegerField(_("sparad gång"), default=1)

    class Meta(Joint.Meta):
        verbose_name = _("syfte")
        verbose_name_plural = _("syften")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return reverse("purpose:purpose", args=[self.pair.slug, self.pk])


class Goal(Piece):
    """Mål: what shall have changed, how much and by when.

    baseline  the value when the work began, taken from a frozen edition for an indicator of the metrics;
              `baseline_figure` is that figure as the edition holds it (metric, area, start, end, import, row, shown)
    target    in the same unit as the baseline: a count, or a share between 0 and 1
    periods   over how many periods as long as the baseline's the outcome is counted; the target is then of one of them
    priority_key  the city's priority that the goal answers to, by the key that lasts from version to version
    answers   for a share, how many answers the next survey is meant to give; empty: as many as the baseline's
    """

    purpose = models.ForeignKey(
        Purpose, on_delete=models.CASCADE, related_name="goals", verbose_name=_("syfte")
    )
    statement = models.CharField(_("mål"), max_length=160)
    level = models.CharField(_("nivå"), max_length=10, choices=OutcomeLevel.choices)
    kind = models.CharField(_("gäller"), max_length=8, choices=GoalKind.choices)
    direction = models.CharField(_("riktning"), max_length=4, choices=Direction.choices)
    baseline = models.FloatField(_("utgångsvärde"), null=True, blank=True)
    baseline_figure = models.JSONField(_("utgångsvärdets tal"), default=dict, blank=True)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("utgåva")
    )
    target = models.FloatField(_("målvärde"), null=True, blank=True)
    due_on = models.DateField(_("senast"), null=True, blank=True)
    periods = models.PositiveSmallIntegerField(_("perioder som utfallet räknas över"), default=1)
    answers = models.PositiveIntegerField(_("svar i nästa mätning"), null=True, blank=True)
    why = models.TextField(_("varför just det värdet"), blank=True)
    priority_key = models.UUIDField(
        _("stadens prioritering"), null=True, blank=True, db_index=True
    )  # of `samsyn.priorities`

    class Meta(Piece.Meta):
        verbose_name = _("mål")
        verbose_name_plural = _("mål")

    def __str__(self) -> str:
        return self.statement

    def get_absolute_url(self) -> str:
        """Where it is changed. Its place among the others is `#mal-<pk>` of the purpose."""
        return reverse("purpose:goal", args=[self.purpose.pair.slug, self.purpose_id, self.pk])


class Indicator(models.Model):
    """Indikator: the figure that shows whether a goal is reached, where it comes from and who measures it.

    metric  code of `metrics.toml`, or "" for something the parties count themselves, named in `own_measure`
    """

    goal = models.OneToOneField(
        Goal, on_delete=models.CASCADE, related_name="indicator", verbose_name=_("mål")
    )
    metric = models.CharField(_("mått"), max_length=100, blank=True)
    own_measure = models.CharField(_("eget mått"), max_length=120, blank=True)
    unit = models.CharField(_("enhet"), max_length=40, blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("område")
    )
    source = models.CharField(_("källa"), max_length=200, blank=True)
    measured_by = models.CharField(_("vem mäter"), max_length=120, blank=True)  # a function, not a person

    class Meta:
        verbose_name = _("indikator")
        verbose_name_plural = _("indikatorer")

    def __str__(self) -> str:
        return self.metric or self.own_measure
