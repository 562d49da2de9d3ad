"""A calendar file by RFC 5545: text in, text out. No clock, no database.

Lines end in CRLF and are folded at 75 octets, never inside a letter; an all-day event ends on the day after its last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MOST_OCTETS = 75
PRODUCT = "-//Samsyn//Samsyn//SV"


@dataclass(frozen=True)
class CalendarEvent:
    """One event. It lasts whole days from `first` to `last`, or from `starts_at` to `ends_at`, aware moments.

    uid     the same for the same event every time; letters, digits and @.:-
    access  who may read it, as the file says it (CLASS): PUBLIC, PRIVATE or CONFIDENTIAL
    """

    uid: str
    title: str
    first: date
    last: date
    url: str = ""
    category: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    description: str = ""
    access: str = "PUBLIC"


def calendar(
    events: Iterable[CalendarEvent], *, name: str, stamp: datetime, language: str, about: str = ""
) -> str:
    """Return the file's text. `stamp` is when it was made, `language` of its texts as "sv", `about` what all of it is."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME;LANGUAGE={language}:{escaped(name)}",
        *([f"X-WR-CALDESC;LANGUAGE={language}:{escaped(about)}"] if about else []),
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
    ]
    for event in events:
        lines += _event(event, stamp, language)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(event: CalendarEvent, stamp: datetime, language: str) -> list[str]:
    lines = ["BEGIN:VEVENT", f"UID:{escaped(event.uid)}", f"DTSTAMP:{_utc(stamp)}"]
    if event.starts_at is not None and event.ends_at is not None:
        lines += [f"DTSTART:{_utc(event.starts_at)}", f"DTEND:{_utc(event.ends_at)}"]
    else:
        after = event.last + timedelta(days=1)
        lines += [f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    lines.append(f"SUMMARY;LANGUAGE={language}:{escaped(event.title)}")
    if event.description:
        lines.append(f"DESCRIPTION;LANGUAGE={language}:{escaped(event.description)}")
    if event.category:
        lines.append(f"CATEGORIES:{escaped(event.category)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    return [*lines, f"CLASS:{event.access}", "TRANSP:TRANSPARENT", "END:VEVENT"]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    r"""Return the text with what has a meaning in the file escaped, and without control characters.

    >>> print(escaped("Möte; beslut, del 1\\nA\\B"))
    Möte\; beslut\, del 1\nA\\B
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(letter for letter in plain if letter == "\n" or (letter >= " " and letter != "\x7f"))
    for letter, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(letter, written)
    return plain


def folded(line: str) -> str:
    """Return the line in pieces of at most 75 octets, each after the first begun by a blank; no letter is cut in two."""
    pieces, piece, octets = [], "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > MOST_OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece += letter
        octets += size
    return "\r\n".join([*pieces, piece])
