"""What a role and an office share: who appointed, and whether it waits for the member's own authority (ADR 0020)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.places.models import City, PeriodQuerySet


class _InForceManager(models.Manager.from_queryset(PeriodQuerySet)):  # type: ignore[misc]
    """Only what gives a right: a row that waits is nowhere, unless one asks for `with_waiting`."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(waits=False)


def by_two(name: str) -> list[models.CheckConstraint]:
    """What the database asks of an appointment: what waits was made by somebody, and nobody confirms her own."""
    return [
        models.CheckConstraint(
            condition=Q(waits=False) | Q(appointed_by__isnull=False), name=f"{name}_waits_for_another"
        ),
        models.CheckConstraint(
            condition=Q(confirmed_by=None)
            | (~Q(confirmed_by=models.F("appointed_by")) & ~Q(confirmed_by=models.F("member"))),
            name=f"{name}_confirmed_by_another",
        ),
    ]


class Appointed(models.Model):
    """An appointment. `objects` leaves out those that wait: they give no right at all.

    waits         made by the other authority, and nobody of the member's own has confirmed it
    appointed_by  None for the program itself and for what is older than this
    confirmed_by  None also when the machine's command confirmed it (`confirmed_at` says that)
    """

    waits = models.BooleanField(_("väntar på bekräftelse"), default=False)
    appointed_by = models.ForeignKey(
        "people.Member",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("utsedd av"),
    )
    appointed_at = models.DateTimeField(_("utsedd"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "people.Member",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bekräftad av"),
    )
    confirmed_at = models.DateTimeField(_("bekräftad"), null=True, blank=True)

    objects = _InForceManager()
    with_waiting = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True


class Established(models.Model):
    """That an authority has had somebody in the city who could confirm: from then on it confirms its own, for ever."""

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="+", verbose_name=_("stad"))
    party = models.CharField(_("part"), max_length=10)

    class Meta:
        verbose_name = _("egen bekräftelse")
        verbose_name_plural = _("egna bekräftelser")
        constraints = [models.UniqueConstraint(fields=["city", "party"], name="people_established_once")]

    def __str__(self) -> str:
        return f"{self.city_id}/{self.party}"
