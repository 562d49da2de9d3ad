"""Each object has one owning authority. The other sees it after a release: whole, or its words without its figures."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.people.models import Member, Party
from samsyn.places.models import AreaPair


class Scope(models.TextChoices):
    WHOLE = "whole", _("texten och talen")
    WORDS = "words", _("texten utan talen")


class Owned(models.Model):
    """What one authority owns. `shared` is what the other sees of it now: "" nothing, else a Scope.

    The row has `party`, the owner. `Release` rows say who released it, why and on what ground.
    """

    shared = models.CharField(_("släppt"), max_length=8, choices=Scope.choices, blank=True, default="")

    class Meta:
        abstract = True

    @property
    def is_shared(self) -> bool:
        return bool(self.shared)


class Release(models.Model):
    """One release of one object to the other authority. A withdrawn one stays readable.

    pair   None for what belongs to a city and not to one of its pairs: a dataset
    scope  a `Scope`, or one of the scopes of the object's own kind
    """

    subject_type = models.CharField(_("slag av objekt"), max_length=60)
    subject_id = models.BigIntegerField(_("objekt"))
    pair = models.ForeignKey(
        AreaPair,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="releases",
        verbose_name=_("områdespar"),
    )
    party = models.CharField(_("ägare"), max_length=10, choices=Party.choices)
    scope = models.CharField(_("omfattning"), max_length=8, choices=Scope.choices)
    reason = models.TextField(_("skäl"))
    legal_ground = models.SlugField(_("rättslig grund"), max_length=40)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("släppt av"))
    released_at = models.DateTimeField(_("släppt"))
    withdrawn_by = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tillbakatagen av"),
    )
    withdrawn_at = models.DateTimeField(_("tillbakatagen"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("skäl att ta tillbaka"), blank=True)

    class Meta:
        verbose_name = _("frisläppning")
        verbose_name_plural = _("frisläppningar")
        ordering = ["-released_at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="releases_subject")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="releases_has_reason"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""), name="releases_withdrawn_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"

    @property
    def scope_words(self) -> str:
        """How much was released, in words."""
        from samsyn.releases.kinds import kind_of

        kind = kind_of(self.subject_type)
        return kind.words_of(self.scope) if kind else str(self.get_scope_display())
