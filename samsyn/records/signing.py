"""The authorities' keys, kept as files outside the database, and the signatures that they make (ADR 0011).

A key is Ed25519. Its files lie in `SAMSYN_KEYS`, named by city, party and fingerprint:

    exempelstaden.city.0f3a….pem   the private part, mode 0600; an authority may keep it elsewhere
    exempelstaden.city.0f3a….pub   the public part, which stays for ever: it verifies what the key signed

Keys are never read from the database, so that who can write to it can neither sign nor change what is signed.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from samsyn.people.models import Party
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError

DIGITS = 32  # of the fingerprint: 128 bits of the SHA-256 of the public key
_FINGERPRINT = re.compile(rf"[0-9a-f]{{{DIGITS}}}")
_PARTIES = frozenset(Party.values)
_MADE = re.compile(rb"^Made: (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Key:
    """A key of one party in one city, ready to sign. `is_new` says that it was made just now."""

    city: str
    party: str
    fingerprint: str
    private: Any
    is_new: bool = False

    def sign(self, message: bytes) -> str:
        """Return the signature of the message as base64."""
        return base64.b64encode(self.private.sign(message)).decode("ascii")


@dataclass(frozen=True)
class KeyFile:
    """What the folder holds of a key: since when, and whether this machine can sign with it."""

    fingerprint: str
    made_at: datetime
    has_private: bool


def folder() -> Path:
    """Return the folder of the keys."""
    return Path(_place())


def _place() -> str:
    return str(settings.SAMSYN_KEYS or f"{settings.SAMSYN_DATA}/keys")


def signing_key(city: str, party: str, *, has_signed: bool) -> Key:
    """Return the party's key, made at first need.

    has_signed  whether the party has signed in this city before: then a missing key is not made anew

    Raises UserError when the key is missing or damaged, or the folder cannot be written to.
    """
    found = _private(city, party)
    if found is not None:
        return found
    if has_signed or key_files(city, party):
        raise UserError(
            _(
                "Godkännandet sparades inte. Nyckeln som %(party)s skriver under med saknas i mappen för nycklar. "
                "Be it-förvaltningen lägga tillbaka den, eller skapa en ny med kommandot samsyn keys new."
            )
            % {"party": Party(party).label}
        )
    try:
        with _alone():
            return _private(city, party) or _make(city, party)
    except OSError:
        raise UserError(
            _(
                "Godkännandet sparades inte. Samsyn kan inte skriva i mappen för nycklar (SAMSYN_KEYS). "
                "Be it-förvaltningen ge programmet rätt att skriva där."
            )
        ) from None


def replace_key(city: str, party: str) -> Key:
    """Make a new key and throw the old private part away; what the old one signed still verifies.

    Raises OSError when the folder cannot be written to.
    """
    with _alone():
        made = _make(city, party)
        for path in _files(city, party, "pem"):
            if _fingerprint_in(path) == made.fingerprint:
                continue
            if not path.with_suffix(".pub").exists():
                with contextlib.suppress(UserError):
                    _publish(path, _load_private(path).public_key())
            path.unlink()
    return made


def key_files(city: str, party: str) -> list[KeyFile]:
    """Return the party's keys, the oldest first."""
    private = {_fingerprint_in(path): path for path in _files(city, party, "pem")}
    public = {_fingerprint_in(path): path for path in _files(city, party, "pub")}
    found = [
        KeyFile(name, _made_at(public.get(name) or private[name]), name in private)
        for name in {*private, *public}
    ]
    return sorted(found, key=lambda key: (key.made_at, key.fingerprint))


def has_public(city: str, party: str, fingerprint: str) -> bool:
    """Whether the public key that a signature names is at hand."""
    return _public(city, party, fingerprint) is not None


def is_signed_by(city: str, party: str, fingerprint: str, *, message: bytes, signature: str) -> bool:
    """Whether the message was signed with the party's key of that fingerprint, and not a byte has changed since."""
    public = _public(city, party, fingerprint)
    return public is not None and _holds(public.public_bytes_raw(), message, signature)


@lru_cache(maxsize=4096)
def _holds(public: bytes, message: bytes, signature: str) -> bool:
    """Whether the signature is of exactly this message by this key. The same bytes always give the same answer, so it is kept."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private(city: str, party: str) -> Key | None:
    """Return the newest key that this machine can sign with, or None."""
    ready = [key for key in key_files(city, party) if key.has_private]
    if not ready:
        return None
    path = folder() / f"{city}.{party}.{ready[-1].fingerprint}.pem"
    private = _load_private(path)
    if not path.with_suffix(
        ".pub"
    ).exists():  # a kill between the two files, or a folder of private parts only
        with contextlib.suppress(OSError):
            _publish(path, private.public_key())
    return Key(city, party, ready[-1].fingerprint, private)


def _load_private(path: Path) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        private = load_pem_private_key(path.read_bytes(), password=None)
        is_right = isinstance(private, Ed25519PrivateKey) and _digits(
            private.public_key()
        ) == _fingerprint_in(path)
    except (OSError, ValueError, TypeError):
        is_right = False
    if not is_right:
        raise UserError(
            _(
                "Godkännandet sparades inte. Nyckeln i filen %(name)s går inte att läsa eller är en annan än namnet säger. "
                "Be it-förvaltningen lägga tillbaka den från säkerhetskopian."
            )
            % {"name": path.name}
        )
    return private


def _public(city: str, party: str, fingerprint: str) -> Any:
    if not _FINGERPRINT.fullmatch(fingerprint) or party not in _PARTIES:
        return None
    path = f"{_place()}/{city}.{party}.{fingerprint}.pub"  # as text: asked for every approval of a page
    try:
        at = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return _read_public(path, at.st_mtime_ns, at.st_size, fingerprint)


@lru_cache(maxsize=256)
def _read_public(path: str, _changed: int, _size: int, fingerprint: str) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        public = load_pem_public_key(Path(path).read_bytes())
    except (OSError, ValueError):
        return None
    is_right = isinstance(public, Ed25519PublicKey) and _digits(public) == fingerprint
    return public if is_right else None


def _digits(public: Any) -> str:
    """Return the fingerprint of a public key."""
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()[:DIGITS]


def _files(city: str, party: str, suffix: str) -> list[Path]:
    found = folder().glob(f"{city}.{party}.*.{suffix}")
    return [path for path in found if _FINGERPRINT.fullmatch(_fingerprint_in(path))]


def _fingerprint_in(path: Path) -> str:
    return path.name.split(".")[-2]


def _made_at(path: Path) -> datetime:
    """Return when the key was made: as its public file says, else the file's own date."""
    try:
        said = _MADE.search(path.read_bytes())
        if said:
            return datetime.fromisoformat(said[1].decode("ascii"))
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, ValueError):
        return datetime.fromtimestamp(0, UTC)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Make the folder and hold it: two processes at once make one key."""
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (place / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _make(city: str, party: str) -> Key:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    fingerprint = _digits(private.public_key())
    path = folder() / f"{city}.{party}.{fingerprint}.pem"
    pem = private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    _write(path, pem)
    _publish(path, private.public_key())
    return Key(city, party, fingerprint, private, is_new=True)


def _publish(path: Path, public: Any) -> None:
    """Write the public part beside the private one, with the moment when it was made."""
    from cryptography.hazmat.primitives import serialization as form

    pem = public.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    _write(path.with_suffix(".pub"), f"Made: {now().isoformat()}\n".encode("ascii") + pem)


def _write(path: Path, content: bytes) -> None:
    """Write whole or not at all, for the owner's eyes only: another process may read the file at any moment."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
