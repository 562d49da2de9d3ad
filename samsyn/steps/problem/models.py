"""Step 2, problembild: one problem at a place or in an area, with its causes and what speaks for and against them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.judging.models import Judged
from samsyn.people.models import Member, Party
from samsyn.places.models import Area, Place
from samsyn.records.joint.models import Joint, Piece
from samsyn.steps.situation.models import Finding


class ProblemKind(models.TextChoices):
    VIOLENCE = "violence", _("våld eller hot")
    THEFT = "theft", _("stöld eller inbrott")
    DAMAGE = "damage", _("skadegörelse eller klotter")
    DRUGS = "drugs", _("droger eller missbruk")
    DISORDER = "disorder", _("ordningsstörning")
    TRAFFIC = "traffic", _("trafik")
    HOME_VIOLENCE = "home-violence", _("våld i nära relationer")
    UNSAFETY = "unsafety", _("otrygghet")
    OTHER = "other", _("annat")


class Weight(models.TextChoices):
    """Whether the parties take the problem on. Setting aside is a decision too, with its reason."""

    NOT_WEIGHED = "not-weighed", _("inte prioriterat än")
    CHOSEN = "chosen", _("prioriterat")
    SET_ASIDE = "set-aside", _("lagt åt sidan")


class ProblemPicture(Joint):
    """One problem: what, where, since when, who is affected, which findings show it, and what it depends on."""

    title = models.CharField(_("problem"), max_length=120)
    kind = models.CharField(_("slag"), max_length=20, choices=ProblemKind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("område"))
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("plats")
    )
    since = models.CharField(_("sedan när"), max_length=80)  # "våren 2024": people seldom know the day
    affected = models.CharField(_("vilka berörs"), max_length=300)
    description = models.TextField(_("beskrivning"), blank=True)
    findings: models.ManyToManyField[Finding, Finding] = models.ManyToManyField(
        Finding, related_name="problems", blank=True, verbose_name=_("slutsatser")
    )
    weight = models.CharField(
        _("prioritering"), max_length=12, choices=Weight.choices, default=Weight.NOT_WEIGHED
    )
    weight_reason = models.TextField(_("skäl till prioriteringen"), blank=True)
    version = models.PositiveIntegerField(
        _("sparad gång"), default=1
    )  # guards two writers of the fields above

    class Meta(Joint.Meta):
        verbose_name = _("problembild")
        verbose_name_plural = _("problembilder")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("problem:picture", args=[self.pair.slug, self.pk])


class CauseKind(models.TextChoices):
    DIRECT = "direct", _("direkt")
    UNDERLYING = "underlying", _("bakomliggande")


class Perspective(models.TextChoices):
    """The three sides of the crime triangle (Brå, orsaksanalys)."""

    SITUATION = "situation", _("platsen och situationen")
    EXPOSED = "exposed", _("de som drabbas")
    OFFENDER = "offender", _("de som gör det")


class Cause(Piece):
    """Orsak: why the problem is there, with its grounds and what would change the parties' minds."""

    picture = models.ForeignKey(
        ProblemPicture, on_delete=models.CASCADE, related_name="causes", verbose_name=_("problembild")
    )
    text = models.CharField(_("orsak"), max_length=160)
    kind = models.CharField(_("slag"), max_length=12, choices=CauseKind.choices)
    perspective = models.CharField(_("perspektiv"), max_length=12, choices=Perspective.choices)
    grounds = models.TextField(_("skäl"))
    disproof = models.TextField(_("det som skulle få er att ändra er"), blank=True)
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)

    class Meta(Piece.Meta):
        verbose_name = _("orsak")
        verbose_name_plural = _("orsaker")

    def __str__(self) -> str:
        return self.text


class Sureness(models.IntegerChoices):
    UNSURE = 1, _("osäker")
    FAIRLY_SURE = 2, _("ganska säker")
    SURE = 3, _("säker")


class Certainty(Judged):
    """How sure one party is of one cause. Each party answers for itself, unseen by the other; a difference is a result."""

    cause = models.ForeignKey(
        Cause, on_delete=models.CASCADE, related_name="certainties", verbose_name=_("orsak")
    )
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    sureness = models.PositiveSmallIntegerField(_("hur säker"), choices=Sureness.choices)
    answered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("besvarad av")
    )
    answered_at = models.DateTimeField(_("besvarad"))

    class Meta:
        verbose_name = _("säkerhet om en orsak")
        verbose_name_plural = _("säkerhet om orsaker")
        constraints = [models.UniqueConstraint(fields=["cause", "party"], name="problem_certainty_a_party")]

    def __str__(self) -> str:
        return f"{self.party} {self.sureness}"

    @property
    def first_sureness(self) -> int | None:
        """What the party said before it saw the other's, when it has changed since."""
        return int(self.first) if self.is_changed_after_seen else None


class CausalLink(models.Model):
    """Orsakssamband: a cause leads to another cause, or to the problem itself (`effect` empty)."""

    picture = models.ForeignKey(
        ProblemPicture, on_delete=models.CASCADE, related_name="links", verbose_name=_("problembild")
    )
    cause = models.ForeignKey(
        Cause, on_delete=models.CASCADE, related_name="leads_to", verbose_name=_("orsak")
    )
    effect = models.ForeignKey(
        Cause,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="led_by",
        verbose_name=_("leder till"),
    )
    grounds = models.CharField(_("skäl"), max_length=300, blank=True)
    is_tested = models.BooleanField(_("prövat på data"), default=False)

    class Meta:
        verbose_name = _("orsakssamband")
        verbose_name_plural = _("orsakssamband")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cause", "effect"], condition=~Q(effect=None), name="problem_link_once"
            ),
            models.UniqueConstraint(
                fields=["cause"], condition=Q(effect=None), name="problem_link_to_problem_once"
            ),
            models.CheckConstraint(
                condition=Q(effect=None) | ~Q(effect=F("cause")), name="problem_link_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cause_id} {self.effect_id}"


class Side(models.TextChoices):
    FOR = "for", _("talar för")
    AGAINST = "against", _("talar emot")


class Evidence(Piece):
    """Skäl för eller emot: one thing that speaks for or against the problem or a cause, with its figures or finding."""

    picture = models.ForeignKey(
        ProblemPicture, on_delete=models.CASCADE, related_name="evidence", verbose_name=_("problembild")
    )
    cause = models.ForeignKey(
        Cause,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("orsak"),
    )  # empty: it speaks of the problem itself
    side = models.CharField(_("för eller emot"), max_length=8, choices=Side.choices)
    text = models.CharField(_("skäl"), max_length=300)
    figures = models.JSONField(_("tal"), default=list, blank=True)  # as in Finding.figures
    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("slutsats")
    )
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)

    class Meta(Piece.Meta):
        verbose_name = _("skäl för eller emot")
        verbose_name_plural = _("skäl för eller emot")

    def __str__(self) -> str:
        return self.text
