"""Agreements: the text in numbered clauses, what the clauses point at, who signed, and how it was kept."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.agreements.workflow import EndReason, Stage
from samsyn.people.models import Member, Office, Organisation, Party
from samsyn.records.joint.models import Joint, Piece
from samsyn.steps.problem.models import ProblemPicture


class AgreementKind(models.TextChoices):
    CENTRAL = "central", _("central överenskommelse")
    LOCAL = "local", _("lokal överenskommelse")
    OPERATIONAL = "operational", _("verksamhetsavtal")


class Agreement(Joint):
    """Överenskommelse: what city and police have agreed in writing. The central one belongs to the pair of the whole city.

    key, number   an agreement has one version: a change is a new agreement that `replaces` this one on its first day
    valid_from    first day; valid_to is the day after the last, as for every period
    stage         what follows after the text is decided; `state` is the text's own
    problem       of a verksamhetsavtal: the problem that needs its own agreement, or None
    """

    kind = models.CharField(_("slag"), max_length=12, choices=AgreementKind.choices)
    title = models.CharField(_("rubrik"), max_length=160)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("vilar på"),
    )
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("ersätter"),
    )
    problem = models.ForeignKey(
        ProblemPicture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("problembild"),
    )
    city_party = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("stadens part")
    )
    police_party = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("polisens part")
    )
    valid_from = models.DateField(_("gäller från"), null=True, blank=True)
    valid_to = models.DateField(_("gäller till"), null=True, blank=True)
    version = models.PositiveIntegerField(_("sparad gång"), default=1)
    stage = models.CharField(_("läge"), max_length=14, choices=Stage.choices, default=Stage.WRITING)
    ended_on = models.DateField(_("upphörde"), null=True, blank=True)
    end_reason = models.CharField(
        _("varför den upphörde"), max_length=12, choices=EndReason.choices, blank=True
    )
    end_note = models.TextField(_("skäl"), blank=True)

    class Meta(Joint.Meta):
        verbose_name = _("överenskommelse")
        verbose_name_plural = _("överenskommelser")
        ordering = ["pair", "kind", "-valid_from", "pk"]
        constraints = [
            *Joint.Meta.constraints,
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=F("valid_from")),
                name="agreements_agreement_period",
            ),
            models.UniqueConstraint(
                fields=["pair"],
                condition=Q(stage=Stage.IN_FORCE) & Q(kind__in=[AgreementKind.CENTRAL, AgreementKind.LOCAL]),
                name="agreements_one_in_force_a_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreements:agreement", args=[self.pair.slug, self.pk])

    @property
    def last_day(self) -> date | None:
        return self.valid_to - timedelta(days=1) if self.valid_to else None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force and its period holds the day."""
        return self.stage == Stage.IN_FORCE and (self.valid_to is None or day < self.valid_to)


class Covers(models.TextChoices):
    """What an agreement must say (9 § of the act and the handbook), and what else a clause may be about."""

    PURPOSES = "purposes", _("syfte")
    AREAS_OF_COOPERATION = "areas-of-cooperation", _("samverkansområden")
    PROBLEMS = "problems", _("problem")
    CAUSES = "causes", _("troliga orsaker")
    GOALS = "goals", _("mätbara mål")
    DOCUMENTATION = "documentation", _("dokumentation")
    FOLLOW_UP = "follow-up", _("uppföljning")
    CONTACTS = "contacts", _("kontaktpersoner")
    NOT_BINDING = "not-binding", _("inte juridiskt bindande")
    DISAGREEMENT = "disagreement", _("när parterna inte är överens")
    OTHER = "other", _("annat")


class Clause(Piece):
    """Punkt: one numbered paragraph. Its number is its place among the standing ones."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="clauses", verbose_name=_("överenskommelse")
    )
    heading = models.CharField(_("rubrik"), max_length=120)
    text = models.TextField(_("text"))
    covers = models.CharField(_("handlar om"), max_length=24, choices=Covers.choices, default=Covers.OTHER)

    class Meta(Piece.Meta):
        verbose_name = _("punkt")
        verbose_name_plural = _("punkter")

    def __str__(self) -> str:
        return self.heading

    @property
    def names_official_contacts(self) -> bool:
        """Whether officials may give their telephone and address here, as people at work do (`secrecy.guard`)."""
        return self.covers == Covers.CONTACTS


class TargetKind(models.TextChoices):
    PROBLEM = "problem", _("problembild")
    GOAL = "goal", _("mål")
    ACTION = "action", _("åtgärd")


class ClauseTarget(models.Model):
    """What a clause points at, by the key that lasts from version to version; the title is as it read then."""

    clause = models.ForeignKey(
        Clause, on_delete=models.CASCADE, related_name="targets", verbose_name=_("punkt")
    )
    kind = models.CharField(_("slag"), max_length=8, choices=TargetKind.choices)
    target_key = models.UUIDField(_("nyckel"))
    title = models.CharField(_("rubrik"), max_length=200)

    class Meta:
        verbose_name = _("hänvisning")
        verbose_name_plural = _("hänvisningar")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["clause", "kind", "target_key"], name="agreements_target_once")
        ]

    def __str__(self) -> str:
        return self.title


class SignatureWay(models.TextChoices):
    """How a signature came here. A registered one is a member's word in the program, no advanced electronic signature."""

    REGISTERED = "registered", _("registrerad underskrift")
    PAPER = "paper", _("underskrivet papper")


class Signature(models.Model):
    """Underskrift: signs the checksum of the decided text. Never changed.

    office        that the signer held on `signed_on`
    file_*        the scan, kept unaltered under its checksum; empty for a registered signature
    witness       who saw that the scan shows this text and filed it
    """

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="signatures", verbose_name=_("överenskommelse")
    )
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    office = models.CharField(_("ämbete"), max_length=30, choices=Office.choices)
    signer = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="signatures", verbose_name=_("undertecknare")
    )
    checksum = models.CharField(_("textens kontrollsumma"), max_length=64)
    way = models.CharField(_("sätt"), max_length=10, choices=SignatureWay.choices)
    signed_on = models.DateField(_("undertecknad"))
    registered_at = models.DateTimeField(_("införd"))
    witness = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vittne")
    )
    file_name = models.CharField(_("filens namn"), max_length=200, blank=True)
    file_checksum = models.CharField(_("filens kontrollsumma"), max_length=64, blank=True)
    file_size = models.PositiveBigIntegerField(_("filens storlek"), default=0)

    class Meta:
        verbose_name = _("underskrift")
        verbose_name_plural = _("underskrifter")
        ordering = ["registered_at"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "party"], name="agreements_one_signature_a_party")
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.checksum[:8]}"


class AgreementReview(models.Model):
    """Avstämning: when the parties last went through the agreement, and what they saw."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("överenskommelse")
    )
    held_on = models.DateField(_("dag"))
    note = models.TextField(_("vad parterna såg"))
    added_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("införd av")
    )
    added_at = models.DateTimeField(_("införd"))

    class Meta:
        verbose_name = _("avstämning")
        verbose_name_plural = _("avstämningar")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.note[:60]
