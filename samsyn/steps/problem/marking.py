"""A problem picture's secrecy class."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samsyn.secrecy.kinds import register, versioned
from samsyn.steps.problem.models import ProblemPicture


def register_all() -> None:
    register(versioned(ProblemPicture, label=_("problembild"), heading=lambda row: str(row.title)))
