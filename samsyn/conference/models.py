"""Årlig konferens: what is planned, what is shown, what is proposed, and in which order each party puts it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.judging.models import Judged
from samsyn.people.models import Member, Party
from samsyn.places.models import AreaPair, City
from samsyn.priorities.models import FocusArea
from samsyn.steps.situation.models import Edition


class Conference(models.Model):
    """The yearly conference of a city. One that is held in a year chooses the priorities of the next.

    pair  the pair of the whole city: whoever may read it may read the conference
    """

    city = models.ForeignKey(
        City, on_delete=models.PROTECT, related_name="conferences", verbose_name=_("stad")
    )
    pair = models.ForeignKey(
        AreaPair, on_delete=models.PROTECT, related_name="conferences", verbose_name=_("områdespar")
    )
    year = models.PositiveSmallIntegerField(_("år"))
    theme = models.CharField(_("tema"), max_length=160)
    held_on = models.DateField(_("dag"))
    place = models.CharField(_("plats"), max_length=120, blank=True)
    version = models.PositiveIntegerField(_("sparad gång"), default=1)
    added_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("skapad av")
    )
    added_at = models.DateTimeField(_("skapad"))

    class Meta:
        verbose_name = _("årlig konferens")
        verbose_name_plural = _("årliga konferenser")
        ordering = ["city", "-year"]
        constraints = [models.UniqueConstraint(fields=["city", "year"], name="conference_one_a_year")]

    def __str__(self) -> str:
        return f"{self.year}"

    def get_absolute_url(self) -> str:
        return reverse("conference:conference", args=[self.city.slug, self.year])

    @property
    def chooses_for(self) -> int:
        """The year whose priorities it chooses."""
        return self.year + 1

    def is_over(self, day: date) -> bool:
        return self.held_on < day


class PartQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Those that nobody has removed."""
        return self.filter(removed_at=None)


class Part(models.Model):
    """Something that belongs to a conference. What is removed stays in the table."""

    position = models.PositiveIntegerField(_("ordning"), default=0)
    added_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("tillagd av")
    )
    added_at = models.DateTimeField(_("tillagd"))
    removed_at = models.DateTimeField(_("borttagen"), null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class ProgrammePoint(Part):
    """Programpunkt: what happens when, and which function leads it."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="programme", verbose_name=_("konferens")
    )
    starts_at = models.TimeField(_("börjar"))
    title = models.CharField(_("programpunkt"), max_length=160)
    led_by = models.CharField(_("leds av"), max_length=120, blank=True)  # a function, not a person

    class Meta(Part.Meta):
        verbose_name = _("programpunkt")
        verbose_name_plural = _("programpunkter")
        ordering = ["starts_at", "position", "pk"]

    def __str__(self) -> str:
        return self.title


class Participant(Part):
    """Deltagare: how many of a function take part for a party. Never a name."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="participants", verbose_name=_("konferens")
    )
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    function = models.CharField(_("funktion"), max_length=80)
    count = models.PositiveSmallIntegerField(_("antal"))

    class Meta(Part.Meta):
        verbose_name = _("deltagare")
        verbose_name_plural = _("deltagare")
        ordering = ["party", "position", "pk"]

    def __str__(self) -> str:
        return self.function


class Material(Part):
    """Konferensmaterial: a decided edition, or an address."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="material", verbose_name=_("konferens")
    )
    title = models.CharField(_("rubrik"), max_length=160)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("utgåva")
    )
    address = models.URLField(_("adress"), max_length=500, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("konferensmaterial")
        verbose_name_plural = _("konferensmaterial")
        constraints = [
            models.CheckConstraint(
                condition=(Q(edition=None) & ~Q(address="")) | (Q(edition__isnull=False) & Q(address="")),
                name="conference_material_one_source",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Candidate(Part):
    """Förslag till prioritering: what an area, or nobody in particular, wants to go first, with its evidence.

    from_pair     the area that proposes it, or None
    priority_key  of the priority of this year that it goes on with, or None
    evidence      what it rests on, as it read when it was chosen: {"kind": "problem" or "finding", "ref", "title", "pair"}
    """

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="candidates", verbose_name=_("konferens")
    )
    key = models.UUIDField(_("nyckel"), default=uuid.uuid4, editable=False, db_index=True)
    title = models.CharField(_("förslag"), max_length=120)
    why = models.TextField(_("skäl"))
    focus = models.CharField(
        _("fokusområde"), max_length=20, choices=FocusArea.choices, default=FocusArea.OTHER
    )
    from_pair = models.ForeignKey(
        AreaPair, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("från")
    )
    priority_key = models.UUIDField(_("fortsätter prioriteringen"), null=True, blank=True)
    evidence = models.JSONField(_("underlag"), default=list, blank=True)
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    version = models.PositiveIntegerField(_("sparad gång"), default=1)

    class Meta(Part.Meta):
        verbose_name = _("förslag till prioritering")
        verbose_name_plural = _("förslag till prioriteringar")

    def __str__(self) -> str:
        return self.title


class PartyRank(Judged):
    """Parts placering: where one party puts one candidate. It is the party's, never a person's vote.

    version  how many times the party has saved its order; guards two who enter it at once
    """

    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="ranks", verbose_name=_("förslag")
    )
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    rank = models.PositiveSmallIntegerField(_("plats"))
    version = models.PositiveIntegerField(_("sparad gång"), default=1)
    entered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("införd av")
    )
    entered_at = models.DateTimeField(_("införd"))

    class Meta:
        verbose_name = _("parts placering")
        verbose_name_plural = _("parters placeringar")
        ordering = ["party", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "party"], name="conference_one_rank_a_party")
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.rank}"
