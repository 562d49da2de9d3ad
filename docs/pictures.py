"""Draw the pictures of the methods for the handbook anew: `make screenshots`. From the answers that /komponenter/metoder/ shows."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import override

from samsyn.ui import results
from samsyn.ui.sheet import sheet
from samsyn.ui.showcase.methods import QUESTIONS, answer

FOLDER = Path(__file__).resolve().parent / "handbok" / "bilder"


def drawn(name: str) -> str:
    """Return a method's picture as it stands in the handbook, in Swedish."""
    with override("sv"):
        return sheet(results.draw(name, answer(name)), "sv")


def main() -> None:
    for _code, _text, names in QUESTIONS:
        for name in names:
            (FOLDER / f"metod-{name}.svg").write_text(drawn(name), encoding="utf-8")


if __name__ == "__main__":
    import django

    django.setup()
    main()
