"""Where figures come from: sources, datasets, imports. The figures themselves lie in Parquet, never here."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.people.models import Member, Party
from samsyn.places.models import City, Division


class Source(models.Model):
    """Who publishes: Brå, SCB, the police, the city, a housing company."""

    name = models.CharField(_("namn"), max_length=120, unique=True)
    url = models.URLField(_("webbadress"), blank=True)

    class Meta:
        verbose_name = _("datakälla")
        verbose_name_plural = _("datakällor")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DatasetKind(models.TextChoices):
    OBSERVATIONS = "observations", _("tal per område och period")
    INCIDENTS = "incidents", _("händelser, en per rad")
    SAFETY_SURVEY = "safety-survey", _("trygghetsundersökning")
    FEED = "feed", _("flöde av händelsenotiser")


class DatasetScope(models.TextChoices):
    """How much of a dataset the other authority sees, the least first."""

    AREAS = "areas", _("talen per område, men inga platser och inga rader")
    PLACES = "places", _("talen per område och platserna på kartan, men inga rader")
    WHOLE = "whole", _("allt: tal, platser, rader och filen")


class Dataset(models.Model):
    """What a source publishes for a city: one series of files with the same form and licence.

    `shared` is what the other authority than the owner sees of it now: "" nothing, else a DatasetScope. Who released
    it, why and on what ground is a `releases.Release`.
    """

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="datasets", verbose_name=_("stad"))
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="datasets", verbose_name=_("datakälla")
    )
    slug = models.SlugField(_("kortnamn"), max_length=60)
    name = models.CharField(_("namn"), max_length=150)
    kind = models.CharField(_("slag"), max_length=20, choices=DatasetKind.choices)
    reader = models.CharField(_("läsare"), max_length=40)
    licence = models.CharField(_("licens"), max_length=120)
    attribution = models.CharField(_("källhänvisning"), max_length=200)
    method = models.TextField(_("metod och förbehåll"), blank=True)
    owner = models.CharField(_("ägande myndighet"), max_length=10, choices=Party.choices, default=Party.CITY)
    shared = models.CharField(_("släppt"), max_length=8, choices=DatasetScope.choices, blank=True, default="")
    is_example = models.BooleanField(_("Exempeldata"), default=False)

    class Meta:
        verbose_name = _("datamängd")
        verbose_name_plural = _("datamängder")
        ordering = ["city", "name"]
        constraints = [models.UniqueConstraint(fields=["city", "slug"], name="evidence_dataset_slug")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence:dataset", args=[self.pk])


class ImportState(models.TextChoices):
    RECEIVED = "received", _("mottagen")
    QUEUED = "queued", _("i kö")
    RUNNING = "running", _("läses in")
    IN_FORCE = "in-force", _("gäller")
    SUPERSEDED = "superseded", _("ersatt")
    FAILED = "failed", _("stoppad")
    DISCARDED = "discarded", _("borttagen")


class DataImport(models.Model):
    """One file at one time. The file is kept unaltered by its checksum; so are the figures read from it.

    `options` is the reader's recipe for this file as JSON: column mapping, CRS, metric, base; and, under `areas`,
    which Area.key an area's name in the file means. `warnings` is a list of {"template", "facts", "kind"}: Swedish
    templates that `ui.texts.say` shows; kind is "note", or "error" for what stopped the import.
    """

    dataset = models.ForeignKey(
        Dataset,
        on_delete=models.PROTECT,
        related_name="imports",
        verbose_name=_("datamängd"),
        null=True,
        blank=True,
    )
    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="imports", verbose_name=_("stad"))
    division = models.ForeignKey(
        Division,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("områdesindelning"),
    )
    state = models.CharField(
        _("tillstånd"), max_length=20, choices=ImportState.choices, default=ImportState.RECEIVED
    )
    file_name = models.CharField(_("filnamn"), max_length=255)
    file_size = models.BigIntegerField(_("storlek i byte"))
    file_checksum = models.CharField(_("filens kontrollsumma"), max_length=64, db_index=True)
    reader = models.CharField(_("läsare"), max_length=40, blank=True)
    options = models.JSONField(_("recept"), default=dict, blank=True)
    received_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="imports", verbose_name=_("inlämnad av")
    )
    party = models.CharField(
        _("part"), max_length=10, choices=Party.choices, blank=True, default=""
    )  # of the one who handed it in, then; "" when a command did
    received_at = models.DateTimeField(_("mottagen"))
    finished_at = models.DateTimeField(_("inläst"), null=True, blank=True)
    rows_done = models.BigIntegerField(_("lästa rader hittills"), default=0)
    rows_total = models.BigIntegerField(_("rader i filen"), null=True, blank=True)
    rows_taken = models.BigIntegerField(_("inlästa rader"), default=0)
    rows_refused = models.BigIntegerField(_("rader med fel"), default=0)
    rows_outside = models.BigIntegerField(_("rader utan område"), default=0)
    rows_left_out = models.BigIntegerField(_("rader som lämnades utanför"), default=0)
    figures_checksum = models.CharField(_("talens kontrollsumma"), max_length=64, blank=True)
    incidents_checksum = models.CharField(_("händelsernas kontrollsumma"), max_length=64, blank=True)
    errors_checksum = models.CharField(_("fellistans kontrollsumma"), max_length=64, blank=True)
    run = models.CharField(_("körning"), max_length=32, blank=True)  # of the job that may finish it
    worker = models.CharField(_("arbetare"), max_length=160, blank=True)  # host, process and its start
    beat_at = models.DateTimeField(_("senaste livstecken"), null=True, blank=True)
    message = models.TextField(_("meddelande"), blank=True)
    warnings = models.JSONField(_("varningar"), default=list, blank=True)
    supersedes = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("ersätter"),
    )

    class Meta:
        verbose_name = _("inläsning")
        verbose_name_plural = _("inläsningar")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["city", "state"], name="evidence_import_state")]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("evidence:import", args=[self.pk])

    @property
    def rows_are_answers(self) -> bool:
        """Whether a row is one person's answers: it is counted, and never shown to anybody."""
        return self.reader == "survey-answers"

    @property
    def original_path(self) -> Path:
        return Path(settings.SAMSYN_DATA) / "originals" / self.file_checksum[:2] / self.file_checksum


class ImportContents(models.Model):
    """The catalogue: which metric, division and span one import holds, so that a page knows where to look."""

    data_import = models.ForeignKey(
        DataImport, on_delete=models.CASCADE, related_name="contents", verbose_name=_("inläsning")
    )
    metric = models.CharField(_("mått"), max_length=60)
    division = models.ForeignKey(
        Division, on_delete=models.PROTECT, related_name="+", verbose_name=_("områdesindelning")
    )
    grain = models.CharField(_("periodens längd"), max_length=10)  # year, quarter, month, other
    period_start = models.DateField(_("från"))
    period_end = models.DateField(_("till"))
    rows = models.BigIntegerField(_("rader"))

    class Meta:
        verbose_name = _("innehåll i inläsning")
        verbose_name_plural = _("innehåll i inläsningar")
        ordering = ["metric", "division", "-period_end"]
        indexes = [models.Index(fields=["metric", "division"], name="evidence_contents")]

    def __str__(self) -> str:
        return self.metric


class ImportRecipe(models.Model):
    """A saved way to read files of one form: which column is what, in which coordinates.

    party  whose it is: the other authority neither sees it nor meets its name; "" when a command saved it
    """

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="recipes", verbose_name=_("stad"))
    name = models.CharField(_("namn"), max_length=100)
    reader = models.CharField(_("läsare"), max_length=40)
    header_checksum = models.CharField(_("rubrikradens kontrollsumma"), max_length=64, blank=True)
    options = models.JSONField(_("recept"), default=dict)
    saved_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("sparad av")
    )
    party = models.CharField(_("part"), max_length=10, choices=Party.choices, blank=True, default="")
    saved_at = models.DateTimeField(_("sparad"))

    class Meta:
        verbose_name = _("recept")
        verbose_name_plural = _("recept")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["city", "reader", "party", "name"], name="evidence_recipe_name"),
            models.CheckConstraint(condition=~Q(name=""), name="evidence_recipe_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
