"""A disagreement about a text on review, and each party's own view of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.people.models import Member, Party, capacity_word
from samsyn.places.models import AreaPair
from samsyn.ui.clock import today


class DisagreementState(models.TextChoices):
    OPEN = "open", _("öppen")
    ANSWERED = "answered", _("besvarad")
    WITHDRAWN = "withdrawn", _("tillbakadragen")


class Disagreement(models.Model):
    """What the parties of a pair do not agree on. The answer stands for ever; so does one that was withdrawn.

    subject_type, subject_id, title, checksum  the text on review that it is about, as it was called and stood then
    level      the pair whose offices answer: that of the whole city
    answer_by  the last day of the answer
    """

    subject_type = models.CharField(_("slag av objekt"), max_length=60)
    subject_id = models.BigIntegerField(_("objekt"))
    title = models.CharField(_("rubrik"), max_length=200)
    checksum = models.CharField(_("textens kontrollsumma"), max_length=64)
    pair = models.ForeignKey(
        AreaPair, on_delete=models.PROTECT, related_name="disagreements", verbose_name=_("områdespar")
    )
    level = models.ForeignKey(
        AreaPair, on_delete=models.PROTECT, related_name="raised_disagreements", verbose_name=_("nästa nivå")
    )
    party = models.CharField(_("part som tog upp den"), max_length=10, choices=Party.choices)
    raised_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("upptagen av")
    )
    raised_at = models.DateTimeField(_("upptagen"))
    about = models.TextField(_("vad parterna inte är överens om"))
    answer_by = models.DateField(_("svar senast"))
    state = models.CharField(
        _("tillstånd"), max_length=10, choices=DisagreementState.choices, default=DisagreementState.OPEN
    )
    answer = models.TextField(_("svar"), blank=True)
    closed_by = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("avslutad av"),
    )
    closed_party = models.CharField(_("part som avslutade"), max_length=10, choices=Party.choices, blank=True)
    capacity = models.CharField(_("i egenskap av"), max_length=100, blank=True)
    closed_at = models.DateTimeField(_("avslutad"), null=True, blank=True)

    class Meta:
        verbose_name = _("oenighet")
        verbose_name_plural = _("oenigheter")
        ordering = ["answer_by", "pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="records_disagreement_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=Q(state=DisagreementState.OPEN),
                name="records_one_open_disagreement",
            ),
            models.CheckConstraint(condition=~Q(about=""), name="records_disagreement_says_what"),
            models.CheckConstraint(
                condition=~Q(state=DisagreementState.ANSWERED) | ~Q(answer=""),
                name="records_disagreement_answer_has_text",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == DisagreementState.OPEN

    @property
    def is_answered(self) -> bool:
        return self.state == DisagreementState.ANSWERED

    @property
    def is_due(self) -> bool:
        """Whether the last day of the answer has passed, whatever came of it."""
        return self.answer_by < today()

    @property
    def is_late(self) -> bool:
        """Whether the answer is waited for after its last day."""
        return self.is_open and self.is_due

    @property
    def capacity_word(self) -> str:
        """In what capacity it was answered, in the page's language."""
        return capacity_word(self.capacity)


class Standpoint(models.Model):
    """One party's own view. It may be written over until both are seen."""

    disagreement = models.ForeignKey(
        Disagreement, on_delete=models.PROTECT, related_name="standpoints", verbose_name=_("oenighet")
    )
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    text = models.TextField(_("text"))
    written_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("skriven av")
    )
    written_at = models.DateTimeField(_("skriven"))

    class Meta:
        verbose_name = _("ståndpunkt")
        verbose_name_plural = _("ståndpunkter")
        ordering = ["party"]
        constraints = [
            models.UniqueConstraint(fields=["disagreement", "party"], name="records_one_standpoint_a_party"),
            models.CheckConstraint(condition=~Q(text=""), name="records_standpoint_has_text"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
