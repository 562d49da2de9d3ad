"""The secrecy class of a purpose and of each of its goals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samsyn.secrecy.kinds import register, versioned
from samsyn.steps.purpose.models import Goal, Purpose


def register_all() -> None:
    register(versioned(Purpose, label=_("syfte"), heading=str))
    register(
        versioned(
            Goal,
            label=_("mål"),
            heading=lambda row: str(row.statement),
            matter="purpose",
            url=lambda row: f"{row.purpose.get_absolute_url()}#mal-{row.pk}",
        )
    )
