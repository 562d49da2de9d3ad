"""Cities, divisions over time, areas, and the pairs that work together. Geometry is WKB in EPSG:4326."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class AreaKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("kommun")
    CITY_DISTRICT = "city-district", _("stadsdel")
    CITY_AREA = "city-area", _("stadsområde")
    INTERMEDIATE_AREA = "intermediate-area", _("mellanområde")
    PRIMARY_AREA = "primary-area", _("primärområde")
    BASE_AREA = "base-area", _("basområde")
    POLICE_DISTRICT = "police-district", _("polisområde")
    LOCAL_POLICE_DISTRICT = "local-police-district", _("lokalpolisområde")
    VULNERABLE_AREA = "vulnerable-area", _("utsatt område")
    OTHER = "other", _("annan indelning")


class PeriodQuerySet(models.QuerySet[Any]):
    """Rows with valid_from and valid_to, half-open: valid_from <= day < valid_to; no valid_to means still valid."""

    def on(self, day: date) -> PeriodQuerySet:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class Period(models.Model):
    """What has valid_from and valid_to: the last day is the one before valid_to, as people say it."""

    class Meta:
        abstract = True

    valid_from: models.DateField[Any, Any]
    valid_to: models.DateField[Any, Any]

    @property
    def last_day(self) -> date | None:
        return self.valid_to - timedelta(days=1) if self.valid_to else None


class City(models.Model):
    """A city that works with its police. All that is local hangs on it."""

    slug = models.SlugField(_("kortnamn"), unique=True, max_length=60)
    name = models.CharField(_("namn"), max_length=100)
    code = models.CharField(_("kommunkod"), max_length=10, blank=True)
    country = models.CharField(_("land"), max_length=2, default="SE")
    is_example = models.BooleanField(_("påhittad stad, Exempeldata"), default=False)
    local_crs = models.CharField(_("koordinatsystem"), max_length=20, default="EPSG:3006")

    class Meta:
        verbose_name = _("stad")
        verbose_name_plural = _("städer")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Division(Period):
    """A set of areas of one kind that is valid for a period, as its owner drew it."""

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="divisions", verbose_name=_("stad"))
    slug = models.SlugField(_("kortnamn"), max_length=60)
    name = models.CharField(_("namn"), max_length=100)
    kind = models.CharField(_("slag"), max_length=30, choices=AreaKind.choices)
    valid_from = models.DateField(_("gäller från"))
    valid_to = models.DateField(_("gäller till"), null=True, blank=True)
    is_verified = models.BooleanField(_("kontrollerad mot beslut"), default=True)
    note = models.CharField(_("anmärkning"), max_length=300, blank=True)
    source = models.CharField(_("källa"), max_length=300)
    licence = models.CharField(_("licens"), max_length=100)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("områdesindelning")
        verbose_name_plural = _("områdesindelningar")
        ordering = ["city", "kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["city", "slug"], name="places_division_slug"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")),
                name="places_division_period",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """One area of one division. `key` names it in Parquet files for ever: city/division/code."""

    division = models.ForeignKey(
        Division, on_delete=models.CASCADE, related_name="areas", verbose_name=_("områdesindelning")
    )
    key = models.CharField(_("nyckel"), max_length=180, unique=True)
    code = models.CharField(_("kod"), max_length=60)
    name = models.CharField(_("namn"), max_length=120)
    geometry = models.BinaryField(_("geometri"))  # WKB, EPSG:4326, Polygon or MultiPolygon, valid
    west = models.FloatField(_("väst"))
    south = models.FloatField(_("syd"))
    east = models.FloatField(_("öst"))
    north = models.FloatField(_("nord"))
    label_x = models.FloatField(_("etikettens longitud"))
    label_y = models.FloatField(_("etikettens latitud"))
    parts: models.ManyToManyField[Area, Area] = models.ManyToManyField(
        "self", symmetrical=False, related_name="wholes", blank=True, verbose_name=_("delar")
    )
    predecessors: models.ManyToManyField[Area, Area] = models.ManyToManyField(
        "self", symmetrical=False, related_name="successors", blank=True, verbose_name=_("föregångare")
    )

    class Meta:
        verbose_name = _("område")
        verbose_name_plural = _("områden")
        ordering = ["division", "code"]
        constraints = [models.UniqueConstraint(fields=["division", "code"], name="places_area_code")]

    def __str__(self) -> str:
        return self.name


class AreaPair(Period):
    """One city area and one local police district that carry the six steps together.

    is_whole  the municipality and its police district: what is decided for the whole city, see ADR 0009
    """

    slug = models.SlugField(_("kortnamn"), unique=True, max_length=80)
    name = models.CharField(_("namn"), max_length=100)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="pairs", verbose_name=_("stad"))
    city_area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="pairs_as_city", verbose_name=_("stadens område")
    )
    police_area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="pairs_as_police", verbose_name=_("polisens område")
    )
    valid_from = models.DateField(_("gäller från"))
    valid_to = models.DateField(_("gäller till"), null=True, blank=True)
    is_whole = models.BooleanField(_("gäller hela staden"), default=False)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("områdespar")
        verbose_name_plural = _("områdespar")
        ordering = ["city", "name", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")), name="places_pair_period"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("home:pair", args=[self.slug])


class PlaceKind(models.TextChoices):
    """Public places only: there is no kind for a dwelling."""

    SQUARE = "square", _("torg")
    STREET = "street", _("gata eller gångväg")
    PARK = "park", _("park eller grönområde")
    STOP = "stop", _("hållplats eller station")
    CENTRE = "centre", _("centrum eller butiker")
    SCHOOL = "school", _("skola eller skolgård")
    YARD = "yard", _("gård eller parkering som alla når")
    VENUE = "venue", _("mötesplats eller anläggning")


class Place(models.Model):
    """Plats: a public place that problems and activities are about. No dwelling, no person."""

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="places", verbose_name=_("stad"))
    name = models.CharField(_("namn"), max_length=100)
    kind = models.CharField(_("slag"), max_length=10, choices=PlaceKind.choices)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("område")
    )
    longitude = models.FloatField(_("longitud"), null=True, blank=True)  # EPSG:4326
    latitude = models.FloatField(_("latitud"), null=True, blank=True)

    class Meta:
        verbose_name = _("plats")
        verbose_name_plural = _("platser")
        ordering = ["city", "name"]
        constraints = [models.UniqueConstraint(fields=["city", "name"], name="places_place_name")]

    def __str__(self) -> str:
        return self.name
