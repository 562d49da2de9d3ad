"""Meetings with agenda, attendance and minutes; the city's own recurring points; secret links to a calendar."""

from __future__ import annotations

from datetime import date, datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.meetings.days import last_of_month, local_day
from samsyn.meetings.workflow import MeetingState
from samsyn.people.models import Forum, Member, Party
from samsyn.people.secret_links import SecretLink
from samsyn.places.models import AreaPair, City
from samsyn.records.joint.models import Joint, Piece
from samsyn.records.joint.workflow import STANDING


class Meeting(models.Model):
    """Möte: an occasion when a forum meets. A forum of the whole city meets in the pair of the whole city.

    series   the same for the meetings that were planned together; None for a single one
    version  guards two writers
    """

    forum = models.ForeignKey(
        Forum, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("forum")
    )
    pair = models.ForeignKey(
        AreaPair, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("områdespar")
    )
    starts_at = models.DateTimeField(_("börjar"))
    ends_at = models.DateTimeField(_("slutar"))
    place = models.CharField(_("plats"), max_length=120, blank=True)
    state = models.CharField(
        _("tillstånd"), max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    notice = models.TextField(_("kallelse"), blank=True)
    series = models.UUIDField(_("serie"), null=True, blank=True)
    version = models.PositiveIntegerField(_("sparad gång"), default=1)
    added_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("planerat av")
    )
    added_at = models.DateTimeField(_("planerat"))

    class Meta:
        verbose_name = _("möte")
        verbose_name_plural = _("möten")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meetings_meeting_has_time"),
            models.UniqueConstraint(
                fields=["forum", "starts_at"],
                condition=~Q(state=MeetingState.CANCELLED),
                name="meetings_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.forum.name

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.pair.slug, self.pk])

    @property
    def day(self) -> date:
        """The day where people meet."""
        return local_day(self.starts_at)

    @property
    def is_planned(self) -> bool:
        return self.state == MeetingState.PLANNED

    @property
    def is_held(self) -> bool:
        return self.state == MeetingState.HELD

    def has_begun(self, now: datetime) -> bool:
        return self.starts_at <= now


class MatterKind(models.TextChoices):
    """Why a matter is on the agenda."""

    REVIEW = "review", _("på granskning")
    LATE_FOLLOW_UP = "late-follow-up", _("försenad uppföljning")
    LATE_ACTIVITY = "late-activity", _("sen aktivitet")
    AGREEMENT = "agreement", _("överenskommelse som tar slut")
    PRIORITY = "priority", _("prioritering utan svar")
    EARLIER = "earlier", _("från förra mötet")
    RELEASED = "released", _("nysläppt text")
    DRAFT = "draft", _("utkast")
    OWN = "own", _("egen punkt")


class AgendaItem(Piece):
    """Punkt på dagordningen: one matter, what the meeting decided of it, and who does what by when.

    matter       code of what is open in the pair, so that it is added once; "" for what people wrote themselves
    decision     what the meeting decided or noted
    responsible  a function, not a person
    is_done      nothing of it is left to do; else the next meeting of the forum is asked to take it up
    for_all      may be on the wall of the joint room also when somebody from outside is present
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="items", verbose_name=_("möte")
    )
    kind = models.CharField(_("slag"), max_length=16, choices=MatterKind.choices, default=MatterKind.OWN)
    title = models.CharField(_("rubrik"), max_length=200)
    url = models.CharField(_("adress"), max_length=300, blank=True)
    matter = models.CharField(_("ärende"), max_length=100, blank=True)
    decision = models.TextField(_("beslut"), blank=True)
    responsible = models.CharField(_("ansvarig funktion"), max_length=120, blank=True)
    due_on = models.DateField(_("senast"), null=True, blank=True)
    is_done = models.BooleanField(_("klart"), default=False)
    for_all = models.BooleanField(_("visas när en extern part är med"), default=False)

    class Meta(Piece.Meta):
        verbose_name = _("punkt på dagordning")
        verbose_name_plural = _("punkter på dagordning")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "matter"],
                condition=~Q(matter="") & Q(removed_at=None),
                name="meetings_matter_once",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Närvaro: how many of a party were there in a function. Never who: a number and a function.

    leading  whether the function is a leading position, as 10 § of the act asks for in a council
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("möte")
    )
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    function = models.CharField(_("funktion"), max_length=80)
    number = models.PositiveSmallIntegerField(
        _("antal"), default=1, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    leading = models.BooleanField(_("ledande ställning"), default=False)

    class Meta:
        verbose_name = _("närvaro")
        verbose_name_plural = _("närvaro")
        ordering = ["party", "-leading", "function"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "party", "function"], name="meetings_function_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="meetings_attendance_is_some"),
        ]

    def __str__(self) -> str:
        return self.function


class Minutes(Joint):
    """Protokoll: what a meeting decided, with agenda and attendance, as a text that both parties approve ("justerar")."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="minutes", verbose_name=_("möte")
    )
    text = models.TextField(_("anteckningar"), blank=True)
    version = models.PositiveIntegerField(_("sparad gång"), default=1)

    class Meta(Joint.Meta):
        verbose_name = _("protokoll")
        verbose_name_plural = _("protokoll")
        ordering = ["pk"]
        constraints = [
            *Joint.Meta.constraints,
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(state__in=STANDING),
                name="meetings_one_standing_minutes",
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting)

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#protokoll"


class FixedKind(models.TextChoices):
    """What a recurring point is; only for people to read."""

    SURVEY = "survey", _("undersökning")
    REPORT = "report", _("redovisning")
    PUBLICATION = "publication", _("någon annan publicerar")
    OTHER = "other", _("annat")


class FixedPoint(models.Model):
    """Egen återkommande punkt i årshjulet: a month or a day of the year, every year or every so many years.

    day    None when only the month is known
    every  1 each year, 2 every second, counted from `first_year`
    """

    city = models.ForeignKey(
        City, on_delete=models.CASCADE, related_name="fixed_points", verbose_name=_("stad")
    )
    pair = models.ForeignKey(
        AreaPair,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="fixed_points",
        verbose_name=_("områdespar"),
    )
    title = models.CharField(_("rubrik"), max_length=120)
    kind = models.CharField(_("slag"), max_length=12, choices=FixedKind.choices, default=FixedKind.OTHER)
    month = models.PositiveSmallIntegerField(
        _("månad"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    day = models.PositiveSmallIntegerField(
        _("dag"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    every = models.PositiveSmallIntegerField(
        _("hur ofta"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    first_year = models.PositiveSmallIntegerField(_("första året"))
    note = models.CharField(_("anteckning"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("sparad gång"), default=1)
    added_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("tillagd av")
    )
    added_at = models.DateTimeField(_("tillagd"))
    removed_at = models.DateTimeField(_("borttagen"), null=True, blank=True)

    class Meta:
        verbose_name = _("återkommande punkt")
        verbose_name_plural = _("återkommande punkter")
        ordering = ["month", "day", "title"]
        constraints = [
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="meetings_point_month"),
            models.CheckConstraint(condition=Q(every__gte=1), name="meetings_point_every"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is changed."""
        if self.pair_id is not None and self.pair is not None:
            return reverse("meetings:pair_point", args=[self.pair.slug, self.pk])
        return reverse("meetings:city_point", args=[self.city.slug, self.pk])

    def day_in(self, year: int) -> date | None:
        """Return its day in a year, the first of the month when no day is known; None in a year when it does not recur.

        A day that the month does not have, 29 February, is the month's last.
        """
        if year < self.first_year or (year - self.first_year) % self.every:
            return None
        return date(year, self.month, min(self.day or 1, last_of_month(year, self.month)))


class CalendarLink(SecretLink):
    """Kalenderlänk: a secret address to a calendar file. It is kept as a checksum only, so nobody can read it here.

    pair       whose year it shows; None for the whole city
    language   in which its titles are written
    """

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="calendar_links", verbose_name=_("medarbetare")
    )
    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="+", verbose_name=_("stad"))
    pair = models.ForeignKey(
        AreaPair,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("områdespar"),
    )
    language = models.CharField(_("språk"), max_length=2, default="sv")
    last_used_on = models.DateField(_("senast använd"), null=True, blank=True)

    class Meta:
        verbose_name = _("kalenderlänk")
        verbose_name_plural = _("kalenderlänkar")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "pair"],
                condition=Q(revoked_at=None) & ~Q(pair=None),
                name="meetings_one_link_a_pair",
            ),
            models.UniqueConstraint(
                fields=["member", "city"],
                condition=Q(revoked_at=None, pair=None),
                name="meetings_one_link_a_city",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pair or self.city)
