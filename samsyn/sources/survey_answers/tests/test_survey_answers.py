from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.sources.registry import recognise
from samsyn.sources.survey_answers.answers import STEPS, Tally
from samsyn.sources.survey_answers.reader import READER
from samsyn.sources.tests.reading import read, refused, write

SAMPLE = Path(__file__).parents[1] / "sample" / "svar.csv"
HEADING = "löpnummer;område;år;trygg;vikt\n"


def test_wilson_interval_agrees_with_the_literature():
    tally = Tally(1)
    for place in range(263):
        tally.add(1.0, is_safe=place < 81)
    # Newcombe (1998), Stat Med 17:857-872, table I, method 3: 81/263 gives 0.2553 to 0.3662
    share, low, high = tally.share()
    assert (round(share, 4), round(low, 4), round(high, 4)) == (0.3080, 0.2553, 0.3662)


def test_unequal_weights_widen_the_interval():
    even, uneven = Tally(1), Tally(1)
    for place in range(100):
        even.add(1.0, is_safe=place % 2 == 0)
        uneven.add(0.2 if place < 50 else 1.8, is_safe=place % 2 == 0)
    assert even.share()[0] == pytest.approx(uneven.share()[0])
    assert uneven.share()[1] < even.share()[1] and uneven.share()[2] > even.share()[2]


def test_the_sample_gives_a_weighted_share_by_area():
    assert recognise(SAMPLE)[0][1] is READER
    figures, errors = read(READER, SAMPLE)
    assert errors == []
    north = figures[0]
    assert (north["area"], north["metric"], north["base"]) == (
        "Norra 1",
        "safe_in_area",
        4,
    )  # "vet ej" left out
    assert north["value"] == pytest.approx((1.2 + 0.8) / (1.2 + 0.8 + 1.0 + 1.1))
    assert north["low"] < north["value"] < north["high"]


def test_several_questions_become_several_metrics():
    figures, _errors = read(
        READER, SAMPLE, questions="trygg kväll = safe_in_area; trygg hemma = safe_at_home"
    )
    assert {(f["metric"], f["area"], f["base"]) for f in figures} == {
        ("safe_in_area", "Norra 1", 4),
        ("safe_in_area", "Södra 1", 3),
        ("safe_at_home", "Norra 1", 5),
        ("safe_at_home", "Södra 1", 2),
    }


def test_preview_shows_only_columns_that_are_used(tmp_path):
    path = write(tmp_path, "område;år;trygg;fritext\nNorr;2024;Ganska trygg;det var Kalle\n")
    preview = READER.preview(path)
    assert preview.rows == (("Norr", "2024", "Ganska trygg", ""),)
    assert "Kalle" not in str(preview)
    assert "Filen har ingen kolumn för vikt." in str(preview.notes)


def test_numbers_are_answers_when_told_which_end_is_safe(tmp_path):
    path = write(tmp_path, "område;år;trygg\nNorr;2024;1\nNorr;2024;5\nNorr;2024;2\n")
    best = read(READER, path, questions="trygg = safe_in_area", codes="1-best")[0]
    worst = read(READER, path, questions="trygg = safe_in_area", codes="5-best")[0]
    assert (best[0]["value"], worst[0]["value"]) == (pytest.approx(2 / 3), pytest.approx(1 / 3))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2;Norr;2024;Kanske;1", "Rad 3: svaret ”Kanske” i kolumnen ”trygg” finns inte på skalan."),
        ("2;Norr;2024;Ganska trygg;0", "Rad 3: ”0” i kolumnen ”vikt” är ingen vikt."),
        ("2;Norr;2024;Ganska trygg;tung", "Rad 3: ”tung” i kolumnen ”vikt” är ingen vikt."),
        ("2;;2024;Ganska trygg;1", "Rad 3: kolumnen ”område” är tom."),
        ("2;Norr;våren;Ganska trygg;1", "Rad 3: ”våren” i kolumnen ”år” är ingen period"),
        ("1;Norr;2024;Ganska trygg;1", "Rad 3: löpnumret ”1” finns redan samma år. Det står på rad 2."),
    ],
)
def test_a_wrong_row_is_said_and_the_others_are_counted(tmp_path, row, message):
    path = write(tmp_path, f"{HEADING}1;Norr;2024;Mycket trygg;1\n{row}\n")
    figures, errors = read(READER, path, questions="trygg = safe_in_area")
    assert [f["base"] for f in figures] == [1]
    assert errors[0].startswith(message)


def test_questions_that_cannot_be_read_say_how_to_write_them():
    message = refused(READER, SAMPLE, questions="trygg kväll")
    assert "Skriv kolumnens rubrik, likhetstecken och måttets kod" in message


def test_a_file_without_answers_says_which_are_sought(tmp_path):
    message = refused(READER, write(tmp_path, "område;år;antal\nNorr;2024;4\n"))
    assert "saknar kolumnen ”mycket trygg … mycket otrygg”" in message


def test_wrong_columns_are_named(tmp_path):
    assert "saknar kolumnen ”mellanomrade”" in refused(
        READER, write(tmp_path, "år;trygg\n2024;Ganska trygg\n")
    )


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([*STEPS, "vet ej"]), st.floats(0.1, 10)), min_size=1, max_size=30))
def test_a_share_lies_in_its_interval_and_base_counts_opinions(tmp_path_factory, answers):
    body = "".join(
        f"{n};Norr;2024;{step};{weight:.3f}\n" for n, (step, weight) in enumerate(answers, start=1)
    )
    path = write(tmp_path_factory.mktemp("svar"), HEADING + body)
    figures, errors = read(READER, path, questions="trygg = safe_in_area")
    assert errors == []
    opinions = [step for step, _weight in answers if step != "vet ej"]
    assert [f["base"] for f in figures] == ([len(opinions)] if opinions else [])
    for figure in figures:
        assert 0 <= figure["low"] <= figure["value"] <= figure["high"] <= 1
