"""`samsyn analyse wdq`."""

from __future__ import annotations

import pytest

PLAIN = ("--control", "100,100", "--treated", "50,30", "--treated-buffer", "40,45")


def test_the_quotient_and_its_differences(answer):
    found = answer("wdq", *PLAIN)
    assert found["value"] == pytest.approx(-0.25)
    assert (found["low"], found["p"], found["n"]) == (None, None, 365)
    assert (found["wdd_inside"], found["wdd_around"], found["wdd_total"]) == (-20, 5, None)
    assert found["wdd_inside_low"] < -20 < found["wdd_inside_high"]
    assert {"wdq-no-interval", "unsure-reduction"} <= set(found["caveats"])
    found = answer("wdq", *PLAIN, "--control-buffer", "40,38")
    assert (found["wdd_around"], found["wdd_total"]) == (7, -13)


@pytest.mark.parametrize(
    ("ring", "said"),
    [
        ("40,45", "ringen ökade, men mindre än området minskade"),
        ("40,80", "ringen ökade, mer än området minskade"),
        ("40,40", "ringen ändrades som jämförelseområdet"),
        ("40,30", "också ringen minskade, men mindre än området"),
        ("40,10", "också ringen minskade, mer än området självt"),
    ],
)
def test_in_words(ring, said, analyse):
    out = analyse("wdq", *PLAIN[:5], ring)[1]
    assert said in out
    assert "Kvoten har inget intervall" in out
    assert "Kvoten visar inte att brott har flyttat" in out


def test_no_quotient_in_words(analyse):
    out = analyse("wdq", "--control", "0,5", *PLAIN[2:])[1]
    assert "för jämförelseområdet har inga händelser i en av perioderna" in out
    out = analyse("wdq", *PLAIN[:2], "--treated", "50,60", *PLAIN[4:])[1]
    assert "för området minskade inte jämfört med jämförelseområdet" in out
    assert "Området, differens (WDD): 10 (" in out


def test_missing_counts_are_said(analyse):
    code, _out, err = analyse("wdq", *PLAIN[:4])
    assert code == 2
    assert "Det saknas: --treated-buffer." in err
