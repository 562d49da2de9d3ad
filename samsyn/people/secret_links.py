"""A secret address that is worth something to whoever has it: what calendar links and questions to partners share.

The secret part is shown once. What is kept is its checksum, so that nobody who reads the database can use it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

OCTETS = 32  # of chance in a link: nobody guesses it
LONGEST = 100


class SecretLink(models.Model):
    """A row that is reached by a secret address until it is revoked."""

    token_checksum = models.CharField(_("länkens kontrollsumma"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("skapad"))
    revoked_at = models.DateTimeField(_("avslutad"), null=True, blank=True)

    class Meta:
        abstract = True


L = TypeVar("L", bound=SecretLink)


def new_secret() -> tuple[str, str]:
    """Return a new secret part, and the checksum that is kept of it."""
    token = secrets.token_urlsafe(OCTETS)
    return token, checksum_of(token)


def checksum_of(token: str) -> str:
    """Return what is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(rows: models.QuerySet[L], token: str) -> L | None:
    """Return the row of a secret part, when it is not revoked; else None.

    The search goes by the checksum, so its time says nothing of the secret.
    """
    if not token or len(token) > LONGEST:
        return None
    wanted = checksum_of(token)
    row = rows.filter(token_checksum=wanted, revoked_at=None).first()
    return row if row is not None and hmac.compare_digest(row.token_checksum, wanted) else None
