"""`samsyn analyse`: the methods headless."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys

import numpy as np
import pytest
from scipy.stats import poisson, poisson_means_test

from samsyn.cli.analyses.registry import BASE, all_methods

METHODS = all_methods()
NAMES = [method.name for method in METHODS]


def three_sentences(text):
    return len(re.findall(r"[.?](?=\s|$)", text)) == 3 and text.endswith(".\n")


# What holds for all of them


def test_the_list_names_every_method_in_words(analyse):
    code, out, _err = analyse("--list")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == NAMES
    assert {"wdd", "etest", "rate", "detectable", "aoristic", "mannkendall"} <= set(NAMES)
    as_json = json.loads(analyse("--list", "--json")[1])
    assert [one["method"] for one in as_json] == NAMES


@pytest.mark.parametrize("method", METHODS, ids=NAMES)
def test_the_example_of_the_help_runs_and_the_help_names_every_key(method, analyse, tmp_path):
    code, out, _err = analyse(method.name, "--help")
    assert code == 0
    assert method.example in out
    for name, text in method.files:
        assert all(line in out for line in text.splitlines())
        (tmp_path / name).write_text(text)
    program, verb, *words = shlex.split(method.example)
    assert (program, verb) == ("samsyn", "analyse")
    code, said, err = analyse(*words)
    assert (code, err) == (0, "")
    assert said.strip()
    found = json.loads(analyse(*words, "--json")[1])
    assert set(found) == set(BASE) | set(method.keys)
    assert found["method"] == method.name
    assert all(re.search(rf"^  {key} ", out, re.MULTILINE) for key in found)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Ingen metod är vald."),
        (("nosuch",), "Valet METOD kan inte vara 'nosuch'"),
        (("etest", "--first", "3"), "Det saknas: --second."),
        (("etest", "--first", "3", "--second", "4", "--foo"), "Okänt i kommandot: --foo."),
        (("etest", "--first", "-3", "--second", "4"), "Valet --first"),
        (("etest", "--first", "3.5", "--second", "4"), "”3.5” är inget antal"),
        (("rate", "--count", "3", "--population", "0"), "”0” är inget tal över 0"),
        (("rate", "--count", "3", "--population", "nan"), "”nan” är inget tal över 0"),
        (("detectable", "--before", "3", "--power", "80"), "”80” ligger inte mellan 0 och 1"),
        (("wdd", "--control", "1", "--treated", "3,4"), "”1” ska vara 2 tal med komma mellan"),
        (("wdd", "--control", "1,2"), "Det saknas: --treated."),
        (("wdd", "--control", "1,2", "--treated", "3,4", "--control-buffer", "1,2"), "Ringen finns bara"),
        (("wdd", "--control", "1,2", "--treated", "3,4", "--harm-weights", "w"), "Skadevikter behöver en fil."),
        (("wdd", "borta.csv"), "Filen borta.csv finns inte."),
        (("wdd", "fil.csv", "--control", "1,2"), "Kommandot fick både en fil och antal."),
        (("wdd", "fil.csv"), "Filen fil.csv saknar kolumnen ”control_before”."),
        (("aoristic", "fil.csv", "--start", "a", "--end", "c"), "Kolumnerna i filen är: a, b."),
        (("aoristic", "fil.csv", "--start", "a", "--end", "b", "--zone", "X/Y"), "”X/Y” är ingen tidszon"),
        (("aoristic", "tom.csv", "--start", "a", "--end", "b"), "Filen tom.csv är tom."),
        (("aoristic", "rubrik.csv", "--start", "a", "--end", "b"), "Vi hittade bara en rubrikrad."),
        (("aoristic", "bild.png", "--start", "a", "--end", "b"), "Filen bild.png"),
        (("mannkendall", "fil.csv", "--time", "a", "--count", "b"), "I kolumnen ”b” står ”x”"),
        (("mannkendall", "tid.csv", "--time", "a", "--count", "b"), "I kolumnen ”a” står ”igår”"),
        (("mannkendall", "två.csv", "--time", "a", "--count", "b"), "Tiden ”2020” står på flera rader"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_three_swedish_sentences(words, said, analyse, tmp_path):
    for name, text in {
        "fil.csv": "a,b\n1,2\n2,x\n", "tom.csv": "", "rubrik.csv": "a,b\n", "tid.csv": "a,b\nigår,2\n2020,3\n",
        "två.csv": "a,b\n2020,2\n2020,3\n",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text)
    (tmp_path / "bild.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200))
    code, out, err = analyse(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert three_sentences(err), err


def test_the_methods_are_quick_to_import_and_bring_nothing_heavy():
    code = (
        "import importlib, pkgutil, sys, time; began = time.process_time(); import samsyn.analysis as a; "
        "[importlib.import_module(f'samsyn.analysis.{m.name}') for m in pkgutil.iter_modules(a.__path__) if m.name != 'tests']; "
        "took = time.process_time() - began; import samsyn.cli.analyses.registry as r; r.all_methods(); "
        "print(took, sorted({'scipy', 'pyarrow', 'django', 'babel'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    took, heavy = out.split(" ", 1)
    assert heavy.strip() == "[]"
    assert float(took) < 0.5


# wdd


def test_wdd_gives_the_published_numbers(answer):
    # METHODS.md 3
    found = answer("wdd", "--control", "20,20", "--treated", "20,10", "--level", "0.9")
    assert (found["value"], found["n"], found["level"]) == (-10, 70, 0.9)
    numbers = [found[key] for key in ("se", "z", "low", "high")]
    assert numbers == pytest.approx([8.366600, -1.195229, -23.761833, 3.761833], abs=5e-7)
    found = answer(
        "wdd", "--control", "130,150", "--treated", "120,100", "--control-buffer", "30,25",
        "--treated-buffer", "40,25", "--level", "0.9",
    )  # fmt: skip
    assert [found[key] for key in ("value", "inside", "around")] == [-50, -40, -10]
    assert (found["low"], found["high"]) == pytest.approx((-91.0, -9.0), abs=0.05)
    found = answer("wdd", "--control", "200,100", "--treated", "100,20", "--time-weights", "2,1")
    assert (found["value"], round(found["se"], 1)) == (-30, 14.0)
    found = answer(
        "wdd", "--control", "400,200", "--treated", "200,100", "--control-buffer", "80,40", "--treated-buffer",
        "40,20", "--area-weights", "2,1,2,1",
    )  # fmt: skip
    assert (found["value"], round(found["se"], 1)) == (0, 23.2)


HARM = (
    "type,control_before,control_after,treated_before,treated_after,weight\n"
    "mv,133,91,130,74,3\nth,388,305,327,202,2\nbu,148,97,398,190,5\nrob,86,64,144,92,7\nass,94,67,183,96,10\n"
)


def test_wdd_of_a_file_weighs_the_crime_types_by_their_harm(answer, analyse, tmp_path):
    # ptools tests/testthat/test-wdd.R, "Cumulative Harm"
    (tmp_path / "brott.csv").write_text(HARM)
    found = answer("wdd", "brott.csv", "--harm-weights", "weight")
    assert (found["value"], found["rows"]) == (-1721, 5)
    numbers = [found[key] for key in ("se", "low", "high")]
    assert numbers == pytest.approx([304.10360077, -2317.03210507, -1124.96789493], abs=1e-8)
    assert answer("wdd", "brott.csv")["value"] == sum(
        (d - c) - (b - a)
        for a, b, c, d in (map(int, row.split(",")[1:5]) for row in HARM.splitlines()[1:])
    )  # fmt: skip
    (tmp_path / "brott.csv").write_text(HARM.replace("327", ".."))
    code, _out, err = analyse("wdd", "brott.csv")
    assert code == 2
    assert "Rad 3 i filen brott.csv gick inte att använda." in err
    assert three_sentences(err.replace("..", ""))


def test_wdd_in_words(analyse):
    _code, out, _err = analyse("wdd", "--control", "20,20", "--treated", "20,10", "--level", "0.9")
    assert (
        "10 färre än om området hade ändrats som jämförelseområdet (WDD −10; −23,76 till 3,76, 90 % säk"
        in out
    )
    assert "Det är inte mer än vad som kan vara slumpen (p = 0,232)." in out
    _code, out, _err = analyse("wdd", "--control", "0,0", "--treated", "0,0")
    assert "går inte att beräkna" in out
    _code, out, _err = analyse("wdd", "--control", "90,90", "--treated", "90,10", "--dispersion", "3")
    assert "När händelserna kommer i klumpar: " in out


# etest, rate, detectable


@pytest.mark.parametrize(
    ("words", "p"),
    [
        # METHODS.md 3 (Krishnamoorthy & Thomson 2004)
        (("10", "5"), 0.2061644),
        (("15", "5"), 0.0250351),
        (("14", "5"), 0.0395227),
        (("100", "25", "--first-exposure", "10", "--second-exposure", "5"), 0.000574719285),
    ],
)
def test_etest_gives_the_published_p(words, p, answer):
    first, second, *rest = words
    found = answer("etest", "--first", first, "--second", second, *rest)
    n1, n2 = (float(rest[1]), float(rest[3])) if rest else (1, 1)
    assert found["p"] == pytest.approx(p, abs=5e-8)
    assert found["p"] == pytest.approx(poisson_means_test(int(first), n1, int(second), n2).pvalue, rel=1e-6)
    assert found["value"] == pytest.approx((int(second) / n2) / (int(first) / n1))


def test_etest_takes_each_mean_from_its_own_exposure(answer):
    # METHODS.md 4.11: a widely used E-test takes both means from the second exposure
    x1, x2, n1, n2 = 40, 90, 3, 4
    i, j = np.meshgrid(np.arange(400), np.arange(400), indexing="ij")
    with np.errstate(invalid="ignore"):
        t = np.abs(i / n1 - j / n2) / np.sqrt(i / n1**2 + j / n2**2)
    far = t >= t[x1, x2] * (1 - 1e-12)
    rate = (x1 + x2) / (n1 + n2)
    right, wrong = (
        (poisson.pmf(i, rate * first) * poisson.pmf(j, rate * n2))[far].sum() for first in (n1, n2)
    )
    words = ("--first", x1, "--second", x2, "--first-exposure", n1, "--second-exposure", n2)
    found = answer("etest", *words)["p"]
    assert found == pytest.approx(right, rel=1e-9)
    assert abs(found - wrong) > 0.01


def test_etest_from_nothing_says_that_the_ratio_cannot_be_computed(answer, analyse):
    found = answer("etest", "--first", "0", "--second", "4")
    assert (found["value"], found["low"], found["reason"]) == (None, None, "no-events")
    assert found["p"] == pytest.approx(0.0412585960654, abs=1e-12)  # R: the paper's double sum with dpois
    _code, out, _err = analyse("etest", "--first", "0", "--second", "4")
    assert "Kvoten går inte att beräkna, för ingenting hände i den första perioden." in out


def test_rate_has_its_exact_interval(answer, analyse):
    # R: 1000 * poisson.test(15, 400)$conf.int, METHODS.md 3
    found = answer("rate", "--count", "15", "--population", "400", "--per", "1000")
    assert [round(found[key], 1) for key in ("value", "low", "high")] == [37.5, 21.0, 61.9]
    found = answer("rate", "--count", "0", "--population", "1", "--per", "1")
    assert (found["value"], found["low"], round(found["high"], 6)) == (0, 0, 3.688879)
    _code, out, _err = analyse("rate", "--count", "15", "--population", "400")
    assert "37,5 per 1\xa0000 (20,99 till 61,85, 95 % säkerhet): 15 händelser på 400." in out


def test_detectable_tells_how_far_down_it_must_go(answer, analyse):
    # METHODS.md 2: from 14, 5
    found = answer("detectable", "--before", "14")
    assert (found["value"], found["direction"]) == (5, "down")
    assert found["mde"] == pytest.approx(14 - found["after"])
    assert poisson_means_test(14, 1, 5, 1).pvalue <= 0.05 < poisson_means_test(14, 1, 6, 1).pvalue
    up = answer("detectable", "--before", "14", "--up")
    assert up["value"] > 14
    assert poisson_means_test(14, 1, int(up["value"]) - 1, 1).pvalue > 0.05
    _code, out, _err = analyse("detectable", "--before", "3")
    assert "Med 3 händelser går ingen minskning att skilja från slumpen." in out


def test_etest_gives_a_wider_interval_for_events_in_clumps(answer):
    found = answer("etest", "--first", "30", "--second", "12", "--dispersion", "3")
    r = (0.117354091363, 1.199015965501)  # R: p <- qbeta(c(0.025, 0.975), 4.5, 10.5); p / (1 - p)
    assert (found["scaled_low"], found["scaled_high"]) == pytest.approx(r)
    assert "overdispersed" in found["caveats"]
    plain = answer("etest", "--first", "30", "--second", "12")
    assert [plain[key] for key in ("low", "high", "p")] == [found[key] for key in ("low", "high", "p")]
    assert (plain["dispersion"], plain["scaled_low"]) == (1, None)
