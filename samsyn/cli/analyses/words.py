"""What the methods share: options in, errors in three Swedish sentences, the JSON object out."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable
from typing import Any, NoReturn

_MESSAGES = (
    (r"the following arguments are required: (.+)", "Det saknas: {}"),
    (r"unrecognized arguments: (.+)", "Okänt i kommandot: {}"),
    (r"argument (.+?): expected (?:one|at least one|\d+) arguments?", "Valet {} saknar ett värde"),
    (r"argument (.+?): ignored explicit argument (.+)", "Valet {} ska stå utan värde, men fick {}"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", "Valet {} kan inte vara {}, bara {}"),
    (r"ambiguous option: (\S+) could match (.+)", "Valet {} kan vara flera: {}"),
    (r"argument (.+?): (.+)", "Valet {}: {}"),
)


class UsageError(Exception):
    """What a user wrote cannot be used. Three sentences: what is wrong, what we found, what to do next."""


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in Swedish."""

    def __init__(self, *args: Any, **options: Any) -> None:
        form = {"formatter_class": argparse.RawDescriptionHelpFormatter, "allow_abbrev": False}
        super().__init__(*args, **{**form, **options})

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        known, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return known, unknown

    def error(self, message: str) -> NoReturn:
        self.exit(
            2,
            f"Kommandot {self.prog} gick inte att köra. {_swedish(message)}. "
            f"Skriv {self.prog} --help för att se vad som går.\n",
        )


def _swedish(message: str) -> str:
    for pattern, text in _MESSAGES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return text.format(*found.groups()).rstrip(".")
    return message


# Options


def count(text: str) -> int:
    if not re.fullmatch(r"\d{1,12}", text.strip(), re.ASCII):
        raise argparse.ArgumentTypeError(f"”{text}” är inget antal, ett heltal från 0 och uppåt")
    return int(text)


def positive(text: str) -> float:
    value = _float(text)
    if value is None or value <= 0:
        raise argparse.ArgumentTypeError(f"”{text}” är inget tal över 0 (decimaler skrivs med punkt)")
    return value


def between_0_and_1(text: str) -> float:
    value = _float(text)
    if value is None or not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"”{text}” ligger inte mellan 0 och 1, som 0.95")
    return value


def several(one: Callable[[str], Any], many: int) -> Callable[[str], tuple[Any, ...]]:
    """Return a type that reads `many` values with commas between."""

    def read(text: str) -> tuple[Any, ...]:
        parts = text.split(",")
        if len(parts) != many:
            raise argparse.ArgumentTypeError(f"”{text}” ska vara {many} tal med komma mellan")
        return tuple(one(part) for part in parts)

    return read


def _float(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def level_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--level", type=between_0_and_1, default=0.95, metavar="NIVÅ", help="intervallets nivå (0.95)"
    )


# Answers


def answer(name: str, estimate: Any, **extra: Any) -> dict[str, Any]:
    """Return the JSON object of a result: the keys that all methods have, then its own."""
    reason = getattr(estimate, "reason", None)
    return {
        "method": name,
        "value": getattr(estimate, "value", None),
        "low": getattr(estimate, "low", None),
        "high": getattr(estimate, "high", None),
        "level": getattr(estimate, "level", None),
        "n": estimate.n,
        "p": getattr(estimate, "p", None),
        "caveats": [str(code) for code in getattr(estimate, "caveats", ())],
        "estimator": estimate.method,
        "reason": None if reason is None else str(reason),
        **extra,
    }


def number(value: float | None, digits: int = 2) -> str:
    """12705.5 -> 12 705,5. Nothing is said in words.

    >>> number(-10.0), number(0.12345, 3), number(None)
    ('−10', '0,123', 'går inte att beräkna')
    """
    from babel.numbers import format_decimal

    if value is None:
        return "går inte att beräkna"
    return str(format_decimal(value, format="#,##0." + "#" * digits, locale="sv")).replace("-", "−")


def many(amount: int, one: str, more: str) -> str:
    """1, "rad", "rader" -> 1 rad."""
    return f"{number(amount)} {one if amount == 1 else more}"
