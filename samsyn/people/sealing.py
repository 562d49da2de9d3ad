"""Secrets of the second step, sealed with a key that lies outside the database.

AES-256-GCM. The key is 32 random bytes in `second-step.key` in the folder of keys (`SAMSYN_KEYS`), mode 0600, made at first
need. What was kept before this is read as it stands; a migration sealed it.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import secrets
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

FILE = "second-step.key"
_MARK = "sealed1"
_BOUND_TO = b"samsyn second step"
_NONCE = 12


class SealError(Exception):
    """The key is gone or is another one than the secret was sealed with."""


def key_file() -> Path:
    """Return the file of the key."""
    return Path(settings.SAMSYN_KEYS or Path(settings.SAMSYN_DATA) / "keys") / FILE


def _key(*, may_make: bool) -> bytes:
    path = key_file()
    if not path.exists():
        if not may_make:
            raise SealError(f"{path} is missing")
        _make(path)
    key = path.read_bytes()
    if len(key) != 32:
        raise SealError(f"{path} is damaged")
    return key


def _make(path: Path) -> None:
    """Write a new key; when two processes do it at once the first one's stands."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=path.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(secrets.token_bytes(32))
            handle.flush()
            os.fsync(handle.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()


def _name_of(key: bytes) -> str:
    return hashlib.sha256(b"samsyn key name" + key).hexdigest()[:8]


def is_sealed(text: str) -> bool:
    """Whether the text is sealed: neither a seed in base 32 nor one in hexadecimal has a colon."""
    return text.startswith(f"{_MARK}:")


def seal(text: str) -> str:
    """Return the secret sealed."""
    key, nonce = _key(may_make=True), secrets.token_bytes(_NONCE)
    box = base64.b64encode(nonce + AESGCM(key).encrypt(nonce, text.encode(), _BOUND_TO)).decode()
    return f"{_MARK}:{_name_of(key)}:{box}"


def opened(text: str) -> str:
    """Return the secret in clear; a text that was never sealed as it is. Raises SealError."""
    if not is_sealed(text):
        return text
    _mark, name, box = text.split(":")
    key = _key(may_make=False)
    if name != _name_of(key):
        raise SealError(f"{key_file()} is not the key {name} that the secret was sealed with")
    raw = base64.b64decode(box)
    try:
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], _BOUND_TO).decode()
    except InvalidTag as error:
        raise SealError("the sealed secret was changed") from error
