"""Files that pages show: the changelog and the glossary. They lie in the package, or beside it in the repository."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def find(name: str) -> Path | None:
    """Return where the file lies; None when this installation came without it."""
    for folder in (PACKAGE / "home", PACKAGE.parent):
        if (folder / name).is_file():
            return folder / name
    return None


def read(name: str) -> str:
    path = find(name)
    return path.read_text("utf-8") if path else ""
