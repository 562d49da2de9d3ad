"""What partners confirm, and the questions that they answer by a secret link."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.people.models import Member, Organisation
from samsyn.people.secret_links import SecretLink
from samsyn.places.models import AreaPair


class Confirmation(models.Model):
    """Bekräftelse: an outside organisation says yes to what the parties have decided that it does, in exactly these words.

    subject_type, subject_key  an activity or a commitment of a promise, by the key that lasts over versions
    checksum                   of the words that were confirmed: other words are not confirmed
    """

    pair = models.ForeignKey(
        AreaPair, on_delete=models.PROTECT, related_name="+", verbose_name=_("områdespar")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    subject_type = models.CharField(_("slag av objekt"), max_length=60)
    subject_key = models.UUIDField(_("objektets nyckel"), db_index=True)
    checksum = models.CharField(_("kontrollsumma"), max_length=64)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("bekräftad av"))
    at = models.DateTimeField(_("bekräftad"))

    class Meta:
        verbose_name = _("bekräftelse")
        verbose_name_plural = _("bekräftelser")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "subject_type", "subject_key", "checksum"],
                name="partners_confirmed_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class AnswerKind(models.TextChoices):
    NUMBER = "number", _("ett antal")
    CHOICE = "choice", _("ett av några svar")
    TEXT = "text", _("en kort text")


class PartnerQuestion(SecretLink):
    """Fråga till partner: one question to one organisation, answered by whoever has its link. No person and no address is kept.

    organisation   as it is called, frozen; nobody's name
    activity_key   of the activity that it is about, or None
    choices        the answers to choose from, of `AnswerKind.CHOICE`
    why, use       why it is asked, and what happens with the answer
    last_day       the last day on which the link works
    is_changeable  whether the answer may be changed until then; else the link works once
    """

    pair = models.ForeignKey(
        AreaPair, on_delete=models.PROTECT, related_name="+", verbose_name=_("områdespar")
    )
    organisation = models.CharField(_("organisation"), max_length=120)
    activity_key = models.UUIDField(_("aktivitetens nyckel"), null=True, blank=True, db_index=True)
    text = models.CharField(_("fråga"), max_length=200)
    kind = models.CharField(_("slag av svar"), max_length=8, choices=AnswerKind.choices)
    choices = models.JSONField(_("svar att välja bland"), default=list, blank=True)
    why = models.CharField(_("varför ni frågar"), max_length=300)
    use = models.CharField(_("vad som händer med svaret"), max_length=300)
    last_day = models.DateField(_("sista dag att svara"))
    is_changeable = models.BooleanField(_("svaret får ändras"), default=False)
    asked_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("ställd av")
    )

    class Meta:
        verbose_name = _("fråga till partner")
        verbose_name_plural = _("frågor till partner")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("partners:question", args=[self.pair.slug, self.pk])


class PartnerAnswer(models.Model):
    """Svar från partner: what an organisation answered, and when. A changed answer is a new row; the newest counts."""

    question = models.ForeignKey(
        PartnerQuestion, on_delete=models.PROTECT, related_name="answers", verbose_name=_("fråga")
    )
    turn = models.PositiveSmallIntegerField(_("vilken gång"))
    number = models.PositiveIntegerField(_("antal"), null=True, blank=True)
    text = models.CharField(_("svar"), max_length=300, blank=True)
    at = models.DateTimeField(_("besvarad"))

    class Meta:
        verbose_name = _("svar från partner")
        verbose_name_plural = _("svar från partner")
        ordering = ["question", "-turn"]
        constraints = [
            models.UniqueConstraint(fields=["question", "turn"], name="partners_answer_turn"),
            models.CheckConstraint(
                condition=(Q(number=None) & ~Q(text="")) | (Q(number__isnull=False) & Q(text="")),
                name="partners_answer_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.number)
