"""The calendar file: what RFC 5545 asks for, at the edges where it is easily wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.meetings.ics import MOST_OCTETS, CalendarEvent, calendar, escaped, folded

STAMP = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


def unfolded(text: str) -> list[str]:
    """Read a file as the standard says: a line break before a blank is no line break."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def plain(value: str) -> str:
    """Take the escapes away, letter by letter, as a reader does."""
    found, letters = "", iter(value)
    for letter in letters:
        if letter == "\\":
            after = next(letters)
            found += "\n" if after in "nN" else after
        else:
            found += letter
    return found


def written(*events: CalendarEvent, name: str = "Årshjul Norr") -> list[str]:
    return unfolded(calendar(events, name=name, stamp=STAMP, language="sv"))


def event(**more) -> CalendarEvent:
    return CalendarEvent(
        **{
            "uid": "law:1@samsyn",
            "title": "Möte",
            "first": date(2028, 2, 29),
            "last": date(2028, 2, 29),
            **more,
        }
    )


def test_an_empty_calendar_is_whole():
    lines = written()
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Samsyn//Samsyn//SV"]
    assert "X-WR-CALNAME;LANGUAGE=sv:Årshjul Norr" in lines and lines[-1] == "END:VCALENDAR"


def test_a_whole_day_ends_on_the_day_after():
    lines = written(event())
    assert "DTSTART;VALUE=DATE:20280229" in lines and "DTEND;VALUE=DATE:20280301" in lines
    assert "DTSTAMP:20260329T003000Z" in lines and "UID:law:1@samsyn" in lines


def test_several_days_end_on_the_day_after_the_last():
    lines = written(event(first=date(2026, 9, 28), last=date(2026, 12, 31)))
    assert "DTSTART;VALUE=DATE:20260928" in lines and "DTEND;VALUE=DATE:20270101" in lines


def test_a_time_of_day_is_written_in_universal_time():
    from django.utils import timezone

    stockholm = timezone.get_fixed_timezone(120)
    lines = written(
        event(
            starts_at=datetime(2026, 6, 1, 13, 0, tzinfo=stockholm),
            ends_at=datetime(2026, 6, 1, 14, 30, tzinfo=stockholm),
        )
    )
    assert "DTSTART:20260601T110000Z" in lines and "DTEND:20260601T123000Z" in lines


def test_what_has_a_meaning_is_escaped():
    assert escaped("Möte; beslut, del 1\nA\\B") == "Möte\\; beslut\\, del 1\\nA\\\\B"
    assert escaped("rad\r\nrad\rrad") == "rad\\nrad\\nrad"
    assert escaped("a\x00b\x07c\td") == "abcd"


@pytest.mark.parametrize("letter", ["å", "ä", "ö", "Å", "é", "—", "😀"])
@pytest.mark.parametrize("before", range(60, 80))
def test_a_line_is_folded_at_75_octets_and_never_inside_a_letter(letter, before):
    line = "a" * before + letter * 3 + "b" * 90
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= MOST_OCTETS for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
    assert "".join(pieces).encode().decode() == "".join(pieces)


def test_exactly_75_octets_are_not_folded_and_76_are():
    assert "\r\n" not in folded("ö" * 37 + "a")
    assert folded("ö" * 37 + "aa") == "ö" * 37 + "a\r\n a"


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=300))
def test_whatever_a_title_holds_comes_back_as_it_was(title):
    lines = written(event(title=title))
    summary = next(line for line in lines if line.startswith("SUMMARY"))
    assert plain(summary.partition(":")[2]) == title


@given(st.text(max_size=200))
def test_no_title_can_add_a_line_of_its_own(title):
    lines = written(event(title=title), event(uid="2@samsyn"))
    assert lines.count("BEGIN:VEVENT") == 2 and lines.count("END:VCALENDAR") == 1
    assert len(lines) == len(written(event(), event(uid="2@samsyn")))
