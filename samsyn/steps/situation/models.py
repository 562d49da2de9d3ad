"""Step 1, lägesbild: the running picture of a pair, its findings and levels, and the frozen editions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.judging.models import Settlement
from samsyn.people.models import Member, Party
from samsyn.places.models import Area, AreaPair, City
from samsyn.releases.models import Owned
from samsyn.steps.situation.workflow import EditionState


class Section(models.TextChoices):
    """The three parts that 4 § lag (2023:196) requires."""

    MAPPING = "mapping", _("kartläggning")
    OTHER = "other", _("annan information")
    ANALYSIS = "analysis", _("analys")


class SituationPicture(models.Model):
    """The running picture of one area pair. Never decided itself; editions are cut from it."""

    pair = models.OneToOneField(
        AreaPair, on_delete=models.PROTECT, related_name="picture", verbose_name=_("områdespar")
    )
    opened_at = models.DateTimeField(_("öppnad"), auto_now_add=True)

    class Meta:
        verbose_name = _("lägesbild")
        verbose_name_plural = _("lägesbilder")

    def __str__(self) -> str:
        return str(self.pair)

    def get_absolute_url(self) -> str:
        return reverse("situation:picture", args=[self.pair.slug])


class Paragraph(Owned):
    """A piece of text in one of the three parts, written by one party, read by both. `version` guards two writers."""

    picture = models.ForeignKey(
        SituationPicture, on_delete=models.CASCADE, related_name="paragraphs", verbose_name=_("lägesbild")
    )
    section = models.CharField(_("del"), max_length=10, choices=Section.choices)
    text = models.TextField(_("text"))
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    written_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("skriven av")
    )
    written_at = models.DateTimeField(_("skriven"))
    position = models.PositiveIntegerField(_("ordning"), default=0)
    version = models.PositiveIntegerField(_("version"), default=1)
    removed_at = models.DateTimeField(_("borttagen"), null=True, blank=True)

    class Meta:
        verbose_name = _("stycke")
        verbose_name_plural = _("stycken")
        ordering = ["section", "position", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Finding(Owned):
    """Slutsats: one statement, its doubt, and the figures that it rests on.

    `figures` is a list of {"metric", "area", "start", "end", "import", "row"}: references into the Parquet store,
    with the value as it stood under "shown".
    """

    picture = models.ForeignKey(
        SituationPicture, on_delete=models.CASCADE, related_name="findings", verbose_name=_("lägesbild")
    )
    statement = models.CharField(_("slutsats"), max_length=200)
    doubt = models.TextField(_("hur säkra vi är och vad det inte betyder"))
    figures = models.JSONField(_("tal"), default=list)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("område")
    )
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    written_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("skriven av")
    )
    written_at = models.DateTimeField(_("skriven"))
    position = models.PositiveIntegerField(_("ordning"), default=0)
    version = models.PositiveIntegerField(_("version"), default=1)
    removed_at = models.DateTimeField(_("borttagen"), null=True, blank=True)

    class Meta:
        verbose_name = _("slutsats")
        verbose_name_plural = _("slutsatser")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.statement


class Level(models.Model):
    """One step of a city's own scale of levels; the default is grön, gul, orange, röd."""

    class Shape(models.TextChoices):
        CIRCLE = "circle", _("cirkel")
        TRIANGLE = "triangle", _("triangel")
        DIAMOND = "diamond", _("romb")
        SQUARE = "square", _("kvadrat")

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="levels", verbose_name=_("stad"))
    code = models.SlugField(_("kod"), max_length=20)
    name = models.CharField(_("namn"), max_length=40)
    name_en = models.CharField(_("namn på engelska"), max_length=40)
    shape = models.CharField(_("form"), max_length=10, choices=Shape.choices)
    order = models.PositiveSmallIntegerField(_("ordning"))
    needs_coverage = models.BooleanField(_("kräver täckning"), default=False)

    class Meta:
        verbose_name = _("läge på skalan")
        verbose_name_plural = _("lägen på skalan")
        ordering = ["city", "order"]
        constraints = [models.UniqueConstraint(fields=["city", "code"], name="situation_level_code")]

    def __str__(self) -> str:
        return self.name


class LevelAssessment(models.Model):
    """What the parties say of one area together, with the reason: a level, or that they differ. A new one is a new row.

    settlement  how they came to it; None in rows from the time when one party judged for both
    city_level, police_level  what each judged first; None there says "tunt underlag"
    is_differing  `level` is empty, for the parties do not agree
    """

    picture = models.ForeignKey(
        SituationPicture, on_delete=models.CASCADE, related_name="levels", verbose_name=_("lägesbild")
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("område"))
    level = models.ForeignKey(
        Level, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("läge")
    )  # null says "tunt underlag": we know too little to judge
    reason = models.TextField(_("skäl"))
    coverage = models.JSONField(
        _("täckning då"), default=list
    )  # codes of the kinds of evidence at hand that day
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    judged_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("bedömt av")
    )
    judged_at = models.DateTimeField(_("bedömt"))
    version = models.PositiveIntegerField(_("version"))
    settlement = models.OneToOneField(
        Settlement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="level",
        verbose_name=_("gemensam bedömning"),
    )
    is_differing = models.BooleanField(_("oeniga"), default=False)
    city_level = models.ForeignKey(
        Level,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stadens läge"),
    )
    police_level = models.ForeignKey(
        Level,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("polisens läge"),
    )

    class Meta:
        verbose_name = _("läge")
        verbose_name_plural = _("lägen")
        ordering = ["area", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "area", "version"], name="situation_assessment_version"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="situation_assessment_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.level_id}"

    @property
    def is_joint(self) -> bool:
        """Whether both have judged. False in rows from the time when one party judged for both."""
        return self.settlement_id is not None

    @property
    def sign(self) -> str:
        """Whose judgement it is: a party, or both."""
        return "both" if self.is_joint else str(self.party)


class Edition(models.Model):
    """A frozen copy of the picture as canonical JSON with its checksum. Once decided it never changes."""

    picture = models.ForeignKey(
        SituationPicture, on_delete=models.PROTECT, related_name="editions", verbose_name=_("lägesbild")
    )
    number = models.PositiveIntegerField(_("nummer"))
    state = models.CharField(
        _("tillstånd"), max_length=12, choices=EditionState.choices, default=EditionState.DRAFT
    )
    period_start = models.DateField(_("perioden från"))
    period_end = models.DateField(_("perioden till"))
    canonical = models.TextField(_("text som kanonisk JSON"))
    checksum = models.CharField(_("kontrollsumma"), max_length=64)
    cut_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("skapad av")
    )
    cut_at = models.DateTimeField(_("skapad"))
    decided_at = models.DateTimeField(_("beslutad"), null=True, blank=True)
    supersedes = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("ersätter"),
    )

    class Meta:
        verbose_name = _("utgåva")
        verbose_name_plural = _("utgåvor")
        ordering = ["picture", "-number"]
        constraints = [models.UniqueConstraint(fields=["picture", "number"], name="situation_edition_number")]

    def __str__(self) -> str:
        return f"{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("situation:edition", args=[self.picture.pair.slug, self.number])
