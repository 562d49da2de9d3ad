"""Organisations, members, roles, offices and forums, each bound to an area pair or a city and a period."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.people.appointed import Appointed, by_two
from samsyn.places.models import AreaPair, City, PeriodQuerySet


class Party(models.TextChoices):
    CITY = "city", _("staden")
    POLICE = "police", _("polisen")
    OTHER = "other", _("extern part")


class OrganisationKind(models.TextChoices):
    CITY = "city", _("stad")
    CITY_ADMINISTRATION = "city-administration", _("förvaltning")
    POLICE_DISTRICT = "police-district", _("polisområde")
    LOCAL_POLICE_DISTRICT = "local-police-district", _("lokalpolisområde")
    HOUSING_COMPANY = "housing-company", _("bostadsbolag")
    OTHER = "other", _("annan organisation")


class Organisation(models.Model):
    city = models.ForeignKey(
        City, on_delete=models.CASCADE, related_name="organisations", verbose_name=_("stad")
    )
    name = models.CharField(_("namn"), max_length=120)
    kind = models.CharField(_("slag"), max_length=30, choices=OrganisationKind.choices)
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("hör till"),
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisationer")
        ordering = ["city", "name"]
        constraints = [models.UniqueConstraint(fields=["city", "name"], name="people_organisation_name")]

    def __str__(self) -> str:
        return self.name


class MemberManager(BaseUserManager["Member"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Member:
        """Create a member; without a password nobody can sign in as her by password."""
        member = self.model(email=self.normalize_email(email).lower(), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def get_by_natural_key(self, username: str | None) -> Member:
        return self.get(email=(username or "").lower())


class Member(AbstractBaseUser):
    """A person who works in Samsyn. The only persons that the program knows are its own users."""

    email = models.EmailField(_("e-postadress"), unique=True)
    name = models.CharField(_("namn"), max_length=100)
    title = models.CharField(_("titel"), max_length=100, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="members", verbose_name=_("organisation")
    )
    is_active = models.BooleanField(_("får logga in"), default=True)
    is_example = models.BooleanField(_("påhittad person, Exempeldata"), default=False)
    must_change_password = models.BooleanField(_("har ett engångslösenord"), default=False)
    held_until = models.DateTimeField(_("godkänner inte före"), null=True, blank=True)  # see services.resets

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = MemberManager()
    duties_kept: Any = None  # what she holds today, once `access` has read it

    class Meta:
        verbose_name = _("medarbetare")
        verbose_name_plural = _("medarbetare")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def party(self) -> str:
        return self.organisation.party

    def get_full_name(self) -> str:
        return self.name


class Role(models.TextChoices):
    COORDINATOR = "coordinator", _("trygghetssamordnare")
    MUNICIPAL_OFFICER = "municipal-officer", _("kommunpolis")
    AREA_OFFICER = "area-officer", _("områdespolis")
    ANALYST = "analyst", _("analytiker")
    UNIT_MANAGER = "unit-manager", _("områdeschef")
    REPORTER = "reporter", _("rapportör")
    EXTERNAL_PARTY = "external-party", _("extern part")
    REGISTRAR = "registrar", _("registrator")
    ARCHIVIST = "archivist", _("arkivarie")
    AUDITOR = "auditor", _("revisor")
    REVIEWER = "reviewer", _("granskare")
    COUNCIL_READER = "council-reader", _("KS/KF-läsare")
    ADMINISTRATOR = "administrator", _("administratör")


class RoleAssignment(Appointed):
    """A role of a member, for one area pair or, without a pair, for the whole city, in a period."""

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="roles", verbose_name=_("medarbetare")
    )
    role = models.CharField(_("roll"), max_length=30, choices=Role.choices)
    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="+", verbose_name=_("stad"))
    pair = models.ForeignKey(
        AreaPair,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="roles",
        verbose_name=_("områdespar"),
    )
    valid_from = models.DateField(_("gäller från"))
    valid_to = models.DateField(_("gäller till"), null=True, blank=True)

    class Meta:
        verbose_name = _("roll")
        verbose_name_plural = _("roller")
        ordering = ["member", "role"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")), name="people_role_period"
            ),
            *by_two("people_role"),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class Office(models.TextChoices):
    CITY_DIRECTOR = "city-director", _("stadsdirektör")
    SOCIAL_DIRECTOR = "social-director", _("socialdirektör")
    POLICE_DISTRICT_CHIEF = "police-district-chief", _("polisområdeschef")
    LOCAL_POLICE_CHIEF = "local-police-chief", _("lokalpolisområdeschef")


def capacity_of(office: str, *, is_deputy: bool) -> str:
    """Return the office in the page's language as it stands beside a name."""
    word = str(Office(office).label)
    return gettext("ställföreträdande %(office)s") % {"office": word} if is_deputy else word


def capacity_word(kept: str) -> str:
    """Return a capacity in the page's language; registers keep the Swedish word. An unknown one stands as it is."""
    with translation.override("sv"):
        roles = {str(role.label): role for role in Role}
        offices = {
            capacity_of(office, is_deputy=is_deputy): (office, is_deputy)
            for office in Office
            for is_deputy in (False, True)
        }
    if kept in offices:
        office, is_deputy = offices[kept]
        return capacity_of(office, is_deputy=is_deputy)
    return str(roles[kept].label) if kept in roles else kept


class OfficeHolding(Appointed):
    """Who holds an office in a period. The office stays when the person leaves.

    deputy_for    the holding that this one stands in for, inside its period; None for the holder herself
    delegation    number or day of the decision by which she stands in
    withdrawn_at  when somebody ended a deputy early: from that moment she has no right, whatever the clock says
    """

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="offices", verbose_name=_("medarbetare")
    )
    office = models.CharField(_("ämbete"), max_length=30, choices=Office.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="offices", verbose_name=_("organisation")
    )
    pair = models.ForeignKey(
        AreaPair,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name=_("områdespar"),
    )
    valid_from = models.DateField(_("gäller från"))
    valid_to = models.DateField(_("gäller till"), null=True, blank=True)
    deputy_for = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deputies",
        verbose_name=_("ställföreträder"),
    )
    delegation = models.CharField(_("delegationsbeslut"), max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(_("avslutad i förtid"), null=True, blank=True)

    class Meta:
        verbose_name = _("innehav av ämbete")
        verbose_name_plural = _("innehav av ämbeten")
        ordering = ["office", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deputy_for=None)
                | (Q(valid_to__gte=models.F("valid_from")) & ~Q(valid_to=None) & ~Q(delegation="")),
                name="people_deputy_has_days_and_decision",
            ),
            *by_two("people_office"),
        ]

    def __str__(self) -> str:
        return self.capacity

    @property
    def capacity(self) -> str:
        """The office as a word, and that she only stands in: "ställföreträdande lokalpolisområdeschef"."""
        return capacity_of(self.office, is_deputy=self.deputy_for_id is not None)


class ForumKind(models.TextChoices):
    STEERING = "steering", _("styrgrupp")
    PREPARATORY = "preparatory", _("beredningsgrupp")
    WORKING = "working", _("arbetsgrupp")
    COUNCIL = "council", _("råd")


class Forum(models.Model):
    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="forums", verbose_name=_("stad"))
    pair = models.ForeignKey(
        AreaPair,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="forums",
        verbose_name=_("områdespar"),
    )
    kind = models.CharField(_("slag"), max_length=20, choices=ForumKind.choices)
    name = models.CharField(_("namn"), max_length=120)
    mandate = models.TextField(_("mandat"), blank=True)
    valid_from = models.DateField(_("gäller från"))
    valid_to = models.DateField(_("gäller till"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forum")
        ordering = ["city", "kind", "name"]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A member's seat in a forum, by function and period."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="seats", verbose_name=_("forum"))
    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="seats", verbose_name=_("medarbetare")
    )
    function = models.CharField(_("funktion"), max_length=80)
    valid_from = models.DateField(_("gäller från"))
    valid_to = models.DateField(_("gäller till"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("plats i forum")
        verbose_name_plural = _("platser i forum")
        ordering = ["forum", "function"]

    def __str__(self) -> str:
        return self.function


class PairVisit(models.Model):
    """When a member last opened a pair's home, so that the page can say what has changed since."""

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="visits", verbose_name=_("medarbetare")
    )
    pair = models.ForeignKey(
        AreaPair, on_delete=models.CASCADE, related_name="+", verbose_name=_("områdespar")
    )
    seen_seq = models.BigIntegerField(_("senast sedda loggnummer"), default=0)
    seen_on = models.DateField(_("senast här"))

    class Meta:
        verbose_name = _("besök")
        verbose_name_plural = _("besök")
        constraints = [models.UniqueConstraint(fields=["member", "pair"], name="people_visit_once")]

    def __str__(self) -> str:
        return f"{self.member_id}/{self.pair_id}"


class Session(AbstractBaseSession):
    """A browser that is let in. The store is `samsyn.people.sessions`.

    began_at  when the member signed in: the absolute limit counts from it
    seen_at   when it was last used, written at most every fifth minute: the idle limit counts from it
    device    browser and system as two names, "Firefox|Windows"; the browser's own long line is not kept
    """

    member = models.ForeignKey(
        Member,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("medarbetare"),
    )
    began_at = models.DateTimeField(_("började"), null=True, blank=True)
    seen_at = models.DateTimeField(_("senast använd"))
    device = models.CharField(_("enhet"), max_length=60, blank=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = _("pågående inloggning")  # type: ignore[assignment]
        verbose_name_plural = _("pågående inloggningar")  # type: ignore[assignment]

    @classmethod
    def get_session_store_class(cls) -> Any:
        from samsyn.people.sessions import SessionStore

        return SessionStore


class PasswordReset(models.Model):
    """That a member gets a new one-time password: one person asks, another confirms, then the first carries it out.

    with_second_step  her second step is taken away too, because her telephone or key is gone
    ended_at          when it was carried out, or when somebody said no (`was_done` says which)
    """

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="resets", verbose_name=_("medarbetare")
    )
    with_second_step = models.BooleanField(_("tar bort det andra steget"), default=False)
    asked_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("begärd av")
    )
    asked_at = models.DateTimeField(_("begärd"))
    confirmed_by = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bekräftad av"),
    )
    confirmed_at = models.DateTimeField(_("bekräftad"), null=True, blank=True)
    ended_at = models.DateTimeField(_("avslutad"), null=True, blank=True)
    was_done = models.BooleanField(_("genomförd"), default=False)

    class Meta:
        verbose_name = _("återställning av lösenord")
        verbose_name_plural = _("återställningar av lösenord")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended_at=None), name="people_one_open_reset"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("asked_by")),
                name="people_reset_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}/{self.asked_at:%Y-%m-%d}"
