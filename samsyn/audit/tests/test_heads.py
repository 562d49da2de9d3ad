"""The head of the log on paper: it is found as long as nobody has touched anything up to it, and only then."""

from __future__ import annotations

from argparse import Namespace

import pytest
from django.db import connection

from samsyn.audit import guards
from samsyn.audit.events import Event
from samsyn.audit.heads import Found, Head, decided_head, look_for, read
from samsyn.audit.models import LogEntry
from samsyn.audit.services import GENESIS, link, record
from samsyn.cli import log


@pytest.fixture
def paper(city):
    """A head as it was printed when a city was "decided", and what was logged afterwards."""
    record(Event.CITY_ADDED, city)
    record(Event.TEXT_DECIDED, city)
    head = decided_head(city._meta.label_lower, city.pk)
    record(Event.CITY_ADDED, city)
    return head


@pytest.fixture
def unguarded():
    guards.LOG.remove(connection)
    yield
    guards.LOG.install(connection)


def rewrite(rows):
    """Build the chain anew over the rows, as one who owns the database and the program would."""
    LogEntry.objects.all().delete()
    previous = GENESIS
    for seq, row in enumerate(rows, 1):
        row.seq, row.previous = seq, previous
        row.checksum = previous = link(previous, row)
        row.save(force_insert=True)


def test_a_printed_head_is_in_the_chain_whatever_comes_after(paper):
    assert look_for(paper) == Found.STANDS == look_for(read(paper.short)) == look_for(read(paper.words))
    assert decided_head("places.city", 999_999) is None


def test_a_log_that_was_rewritten_whole_does_not_fit_the_paper(paper, unguarded):
    rows = list(LogEntry.objects.order_by("seq"))
    rows[paper.seq - 2].facts = '{"city":7}'
    rewrite(rows)
    assert look_for(paper) == Found.OTHER
    assert look_for(Head(paper.seq - 2, "0" * 64)) == (Found.OTHER if paper.seq > 2 else Found.LATER)


def test_a_log_whose_newest_entries_are_cut_off_is_shorter_than_the_paper(paper, unguarded):
    rewrite(list(LogEntry.objects.order_by("seq"))[: paper.seq - 1])
    assert look_for(paper) == Found.LATER


def test_a_broken_chain_before_the_head_is_no_proof(paper, unguarded):
    LogEntry.objects.filter(seq=paper.seq - 1).update(facts='{"city":7}')
    assert look_for(paper) == Found.BROKEN


@pytest.mark.parametrize(
    "typed", ["", "7", "7:", "7:abcd", ":" + "a" * 64, "7:" + "g" * 64, "7:" + "a" * 65, "x" * 90]
)
def test_nonsense_is_no_head(typed):
    assert read(typed) is None


def test_the_command_says_it_in_words(paper, capsys, monkeypatch):
    def ask(*heads):
        code = log.run(Namespace(what="verify", head=list(heads)))
        return code, "".join(capsys.readouterr())

    assert ask(paper.short) == (
        0,
        f"Led {paper.seq} stämmer: loggen är oförändrad från början till och med den händelsen.\n",
    )
    code, said = ask(paper.short, f"{paper.seq}:{'0' * 16}")
    assert code == 1 and "Loggen har en annan kontrollsumma där än papperet." in said
    code, said = ask(f"{paper.seq + 100}:{'0' * 16}")
    assert code == 1 and "Loggen är kortare än när papperet skrevs ut." in said
    code, said = ask("41")
    assert code == 2 and said.count(".") >= 2
