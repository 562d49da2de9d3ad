"""How secret an object is, by which paragraph, who said so and when. One row a change; the newest holds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.people.models import Member, Party
from samsyn.secrecy.classes import SecrecyClass, every


class Marking(models.Model):
    """Sekretessmärkning: the class that somebody gave an object.

    subject_type  code of its kind, as "situation.finding"
    subject       its primary key, or the key that lasts over the versions of a joint matter
    law           the paragraph as it stood then, in Swedish
    """

    subject_type = models.CharField(_("slag av objekt"), max_length=60)
    subject = models.CharField(_("objekt"), max_length=40)
    secrecy = models.SlugField(_("sekretessklass"), max_length=40)
    law = models.CharField(_("rättslig grund"), max_length=200)
    reason = models.TextField(_("skäl"))
    party = models.CharField(_("part"), max_length=10, choices=Party.choices)
    set_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("märkt av"))
    set_at = models.DateTimeField(_("märkt"))

    class Meta:
        verbose_name = _("sekretessmärkning")
        verbose_name_plural = _("sekretessmärkningar")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_type", "subject"], name="secrecy_subject")]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="secrecy_has_reason")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject}: {self.secrecy}"

    @property
    def secrecy_class(self) -> SecrecyClass:
        """The class; one that is no longer in the list counts as the strictest."""
        return every().get(self.secrecy) or max(every().values(), key=lambda one: one.level)
