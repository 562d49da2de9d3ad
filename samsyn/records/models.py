"""Joint decisions. A decision binds when both authorities have approved the same text, by its checksum."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.people.models import Member, Party, capacity_word
from samsyn.places.models import AreaPair


class Approval(models.Model):
    """One authority's approval of one exact text. A change of the text voids it; a voided approval stays readable.

    `subject_type` and `subject_id` name the object decided on: an edition now, goals and plans later.
    `signature` is made with the party's key, which is kept outside the database (`signatures.py`). It covers all that is
    said here but `voided_at`; name and e-mail are kept as they were, for people change theirs. Empty before ADR 0011.
    """

    subject_type = models.CharField(_("slag av objekt"), max_length=60)
    subject_id = models.BigIntegerField(_("objekt"))
    pair = models.ForeignKey(
        AreaPair, on_delete=models.PROTECT, related_name="+", verbose_name=_("områdespar")
    )
    checksum = models.CharField(_("textens kontrollsumma"), max_length=64)
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="approvals", verbose_name=_("godkänd av")
    )
    capacity = models.CharField(_("i egenskap av"), max_length=100)
    reservation = models.TextField(_("reservation"), blank=True)
    presented_by = models.TextField(_("föredragande"), blank=True, default="")
    took_part = models.TextField(_("andra som har deltagit"), blank=True, default="")
    legal_ground = models.TextField(_("stöd för beslutet"), blank=True, default="")
    approved_at = models.DateTimeField(_("godkänd"))
    voided_at = models.DateTimeField(_("upphörde"), null=True, blank=True)
    signer_name = models.CharField(_("namn vid underskriften"), max_length=100, blank=True, default="")
    signer_email = models.CharField(
        _("e-postadress vid underskriften"), max_length=254, blank=True, default=""
    )
    signature = models.TextField(_("underskrift"), blank=True, default="")
    key = models.CharField(_("nyckelns fingeravtryck"), max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("godkännande")
        verbose_name_plural = _("godkännanden")
        ordering = ["approved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "party"],
                condition=Q(voided_at=None),
                name="records_one_approval_a_party",
            )
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.checksum[:8]}"

    @property
    def capacity_word(self) -> str:
        """The capacity in the page's language; the register keeps the Swedish word."""
        return capacity_word(self.capacity)


class ChangeRequest(models.Model):
    """One party's wish for another text before it approves. It ends every approval of the text it was about."""

    subject_type = models.CharField(_("slag av objekt"), max_length=60)
    subject_id = models.BigIntegerField(_("objekt"))
    pair = models.ForeignKey(
        AreaPair, on_delete=models.PROTECT, related_name="+", verbose_name=_("områdespar")
    )
    checksum = models.CharField(_("textens kontrollsumma"), max_length=64)
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("begärd av"))
    reason = models.TextField(_("skäl"))
    asked_at = models.DateTimeField(_("begärd"))

    class Meta:
        verbose_name = _("begäran om ändring")
        verbose_name_plural = _("begäranden om ändring")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="records_request_subject")]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="records_request_has_reason")]

    def __str__(self) -> str:
        return self.reason[:60]


class Decision(models.Model):
    """What both authorities decided: the exact text, its checksum and when. Never changed afterwards."""

    subject_type = models.CharField(_("slag av objekt"), max_length=60)
    subject_id = models.BigIntegerField(_("objekt"))
    pair = models.ForeignKey(
        AreaPair, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("områdespar")
    )
    title = models.CharField(_("rubrik"), max_length=200)
    canonical = models.TextField(_("beslutad text"))
    checksum = models.CharField(_("textens kontrollsumma"), max_length=64)
    decided_at = models.DateTimeField(_("beslutad"))
    city_registry_number = models.CharField(_("stadens diarienummer"), max_length=60, blank=True)
    police_registry_number = models.CharField(_("polisens diarienummer"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("beslut")
        verbose_name_plural = _("beslut")
        ordering = ["-decided_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], name="records_one_decision_a_subject"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def registry_numbers(self) -> list[tuple[str, str]]:
        """The numbers that are written, by party: each authority has its own."""
        known = ((Party.CITY, self.city_registry_number), (Party.POLICE, self.police_registry_number))
        return [(str(party), number) for party, number in known if number]


class Waiver(models.Model):
    """Undantag: a rule set aside for one piece of a plan, signed, with its reason. It stays visible beside the piece.

    `subject_key` is the piece's key: the exception follows it through the versions of the plan.
    """

    pair = models.ForeignKey(
        AreaPair, on_delete=models.PROTECT, related_name="waivers", verbose_name=_("områdespar")
    )
    subject_type = models.CharField(_("slag av objekt"), max_length=60)
    subject_key = models.UUIDField(_("objektets nyckel"), db_index=True)
    rule = models.SlugField(_("regel"), max_length=40)
    reason = models.TextField(_("skäl"))
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    signed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("undertecknad av")
    )
    capacity = models.CharField(_("i egenskap av"), max_length=100)
    signed_at = models.DateTimeField(_("undertecknad"))

    class Meta:
        verbose_name = _("undantag")
        verbose_name_plural = _("undantag")
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(fields=["subject_key", "rule"], name="records_one_waiver_a_rule"),
            models.CheckConstraint(condition=~Q(reason=""), name="records_waiver_has_reason"),
        ]

    def __str__(self) -> str:
        return self.reason[:60]


class ProposalState(models.TextChoices):
    OPEN = "open", _("väntar")
    CONFIRMED = "confirmed", _("bekräftat")
    ENDED = "ended", _("upphörde")


class Proposal(models.Model):
    """One person's proposal that something happens with one exact text, which another person confirms (`foureyes.py`).

    purpose        what is proposed, such as "publish"
    checksum       of the text: a proposal of an earlier text does not stand
    proposer_name  as it was that day: people change theirs
    """

    purpose = models.SlugField(_("vad som föreslås"), max_length=40)
    subject_type = models.CharField(_("slag av objekt"), max_length=60)
    subject_id = models.BigIntegerField(_("objekt"))
    pair = models.ForeignKey(
        AreaPair, on_delete=models.PROTECT, related_name="+", verbose_name=_("områdespar")
    )
    checksum = models.CharField(_("textens kontrollsumma"), max_length=64)
    proposed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("föreslaget av")
    )
    proposer_name = models.CharField(_("namn den dagen"), max_length=100)
    proposed_at = models.DateTimeField(_("föreslaget"))
    state = models.CharField(
        _("tillstånd"), max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN
    )
    closed_by = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("avslutat av"),
    )
    closed_at = models.DateTimeField(_("avslutat"), null=True, blank=True)

    class Meta:
        verbose_name = _("förslag som en annan bekräftar")
        verbose_name_plural = _("förslag som en annan bekräftar")
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="records_proposal_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "purpose"],
                condition=Q(state=ProposalState.OPEN),
                name="records_one_open_proposal",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.CONFIRMED)
                | Q(closed_by__isnull=False) & ~Q(closed_by=models.F("proposed_by")),
                name="records_proposal_takes_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.checksum[:8]}"
