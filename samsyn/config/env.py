"""Settings from environment variables: three helpers that fail loudly on nonsense.

Each variable is described in docs/dev/settings.md; a test compares the two.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str) -> str:
    """Return the variable as text; the default when unset or empty."""
    return os.environ.get(name, "").strip() or default


def whole(name: str, default: int, *, low: int, high: int) -> int:
    """Return the variable as a whole number between low and high."""
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    if not raw.lstrip("-").isdigit() or not low <= int(raw) <= high:
        raise ImproperlyConfigured(
            f"{name} is {raw!r}. It must be a whole number from {low} to {high}. Unset it to get {default}."
        )
    return int(raw)


def switch(name: str, default: bool) -> bool:
    """Return the variable as a boolean: 1, true, yes, on or 0, false, no, off."""
    raw = os.environ.get(name, "").strip().lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {raw!r}. It must be 1 or 0. Unset it to get {int(default)}.")


def data_folder() -> Path:
    """Return the folder for database, figures and the secret key (SAMSYN_DATA, default ./var)."""
    folder = Path(text("SAMSYN_DATA", "var")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """Return SAMSYN_SECRET_KEY, or the key made at the first run and kept in the data folder, mode 0600."""
    given = os.environ.get("SAMSYN_SECRET_KEY", "").strip()
    if given:
        return given
    path = folder / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii")
    import secrets

    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(secrets.token_urlsafe(48))
    return path.read_text("ascii")
