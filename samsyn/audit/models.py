from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.audit import events


class LogEntry(models.Model):
    """One event, chained by SHA-256 to the one before. Triggers in both databases refuse change and removal.

    Holds ids, never names: `by_id` is a Member, `pair_id` an AreaPair, without foreign keys, so that the log
    stands on its own.
    """

    seq = models.BigIntegerField(_("nummer"), primary_key=True)
    at = models.DateTimeField(_("tid"))
    event = models.CharField(_("händelse"), max_length=40, choices=events.choices)
    object_type = models.CharField(_("slag av objekt"), max_length=60)
    object_id = models.CharField(_("objekt"), max_length=40)
    by_id = models.BigIntegerField(_("medarbetare"), null=True)
    party = models.CharField(_("part"), max_length=10, blank=True)
    pair_id = models.BigIntegerField(_("områdespar"), null=True)
    facts = models.TextField(_("uppgifter"), default="{}")
    previous = models.CharField(_("föregående kontrollsumma"), max_length=64, unique=True)
    checksum = models.CharField(_("kontrollsumma"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("händelselogg")
        verbose_name_plural = _("händelseloggar")
        ordering = ["-seq"]
        indexes = [
            models.Index(fields=["pair_id", "seq"], name="audit_pair"),
            models.Index(fields=["object_type", "object_id", "seq"], name="audit_object"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.event}"
