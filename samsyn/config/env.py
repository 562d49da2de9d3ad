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


def secret(name: str, credential: str) -> str:
    """Return the variable, else what systemd hands over under the credential's name, else "".

    systemd keeps a credential (`LoadCredentialEncrypted=`) out of the environment and of every other user's sight.
    """
    given = os.environ.get(name, "").strip()
    folder = os.environ.get("CREDENTIALS_DIRECTORY", "")
    if given or not folder:
        return given
    try:
        return (Path(folder) / credential).read_text("utf-8").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"The credential {credential} cannot be read: {error}. It must be a text that this user may read. "
            f"Mend it, or set {name} instead."
        ) from error


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


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """Return the variable as one of the allowed words."""
    raw = text(name, default)
    if raw not in allowed:
        raise ImproperlyConfigured(
            f"{name} is {raw!r}. It must be one of: {', '.join(allowed)}. Unset it to get {default}."
        )
    return raw


def existing_file(name: str) -> str:
    """Return the variable as the path of a file that can be read, or "" when it is unset."""
    raw = text(name, "")
    if raw and not os.access(raw, os.R_OK):
        raise ImproperlyConfigured(f"{name} is {raw!r}. No such file can be read. Unset it to do without.")
    return raw


def data_folder() -> Path:
    """Return the folder for database, figures and the secret key (SAMSYN_DATA, default ./var)."""
    folder = Path(text("SAMSYN_DATA", "var")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """Return SAMSYN_SECRET_KEY or its credential, else the key made at the first run, in the data folder, mode 0600."""
    given = secret("SAMSYN_SECRET_KEY", "samsyn-secret-key")
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
