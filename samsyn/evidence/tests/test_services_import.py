"""From a received file to figures in force, and what stops on the way."""

import json
import subprocess
import sys
from datetime import date, timedelta

import pytest

from samsyn.audit.models import LogEntry
from samsyn.evidence import queries, services
from samsyn.evidence.models import DataImport, DatasetKind, ImportContents, ImportState
from samsyn.evidence.services.run import run_import, start
from samsyn.evidence.tests.conftest import crimes
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError

ROWS = [
    (year, name, "alla_brott", 100 * year + n)
    for year in (2023, 2024)
    for n, name in enumerate(("Norr", "Söder"))
]


def values(metric, area, **kwargs):
    return [(row.start.year, row.value, row.state) for row in queries.series(metric, area, **kwargs)]


def test_a_file_of_crimes_comes_into_force_with_contents_and_a_log(bring_in, area):
    made = bring_in(crimes(*ROWS, (2024, "Exempelstaden kommun", "alla_brott", 1234)))
    assert (made.rows_taken, made.rows_refused, made.rows_outside) == (5, 0, 0)
    found = [
        (c.metric, c.division.slug, c.grain, c.period_start, c.period_end, c.rows)
        for c in made.contents.all()
    ]
    assert ("reported_crime", "stadsomraden", "year", date(2023, 1, 1), date(2025, 1, 1), 4) in found
    assert ("reported_crime", "kommun", "year", date(2024, 1, 1), date(2025, 1, 1), 1) in found
    assert values("reported_crime", area("stadsomraden/norr")) == [
        (2023, 202300, "value"),
        (2024, 202400, "value"),
    ]
    events = list(
        LogEntry.objects.filter(object_id=str(made.pk), object_type="evidence.dataimport")
        .order_by("seq")
        .values_list("event", flat=True)
    )
    assert events == ["file-received", "import-prepared", "import-confirmed", "import-finished"]


def test_a_row_with_an_unknown_area_is_refused_in_words_and_the_others_are_read(bring_in, area):
    made = bring_in(
        crimes(
            (2024, "Nor", "alla_brott", 1),
            (2024, "Mölndal", "alla_brott", 2),
            (2024, "Söder", "alla_brott", 3),
        )
    )
    assert (made.rows_taken, made.rows_refused) == (1, 2)
    first, second = services.row_errors(made).to_pylist()
    assert services.error_text(first) == (
        "Området ”Nor” finns inte i Exempelstaden. Rad 2 lästes inte in. Menas Norr? Välj det i så fall vid inläsningen."
    )
    assert "Området ”Mölndal” finns inte i Exempelstaden. Rad 3 lästes inte in." in services.error_text(
        second
    )
    assert {
        "template": "{count} rader hade fel och lästes inte in.",
        "facts": {"count": 2},
        "kind": "note",
    } in made.warnings
    text = b"".join(services.errors_as_csv(made)).decode("utf-8-sig").splitlines()
    assert text[0] == "Rad;Kolumn;I cellen stod;Vad som är fel"
    assert text[1].startswith("2;")


def test_an_area_may_be_chosen_for_a_misspelled_name(bring_in, receive, dataset, area):
    received = receive(crimes((2024, "Nor", "alla_brott", 7)))
    options = {
        **services.preview(received, "bra-csv").options,
        "areas": {"Nor": "exempelstaden/stadsomraden/norr"},
    }
    services.choose(
        data_import=received, dataset=dataset(), reader="bra-csv", options=options, division=None, by=None
    )
    services.confirm(data_import=received, by=None)
    assert received.state == ImportState.IN_FORCE
    assert values("reported_crime", area("stadsomraden/norr")) == [(2024, 7, "value")]


def test_the_check_of_areas_says_what_each_name_was_taken_for(receive, dataset, division):
    received = receive(
        crimes(
            (2024, "norr (Exempelstaden)", "alla_brott", 1),
            (2024, "Söderr", "alla_brott", 1),
            (2024, "Hela staden", "alla_brott", 1),
        )
    )
    check = services.check_areas(received)
    found = {
        match.name: (
            match.area.name if match.area else None,
            match.how,
            [a.name for a in match.suggestions][:1],
        )
        for match in check.matches
    }
    assert found == {
        "norr (Exempelstaden)": ("Norr", "spelling", []),
        "Söderr": (None, "", ["Söder"]),
        "Hela staden": ("Exempelstaden", "city", []),
    }
    assert check.divisions[0][0].slug == "stadsomraden"
    assert not check.is_whole


def test_a_cell_that_comes_twice_is_an_error_and_the_first_stands(bring_in, area):
    made = bring_in(
        crimes(
            (2024, "Norr", "alla_brott", 5), (2024, "Söder", "alla_brott", 6), (2024, "norr", "alla_brott", 9)
        )
    )
    assert made.rows_refused == 1
    assert "Rad 4 upprepar rad 2." in services.error_text(services.row_errors(made).to_pylist()[0])
    assert values("reported_crime", area("stadsomraden/norr")) == [(2024, 5, "value")]


def test_a_file_where_every_row_is_wrong_is_stopped_and_keeps_its_list_of_errors(bring_in):
    made = bring_in(crimes((2024, "Månen", "alla_brott", 5)), state=ImportState.FAILED)
    assert made.message.startswith("Ingen rad i filen kunde läsas in. 1 rader hade fel")
    assert services.row_errors(made).num_rows == 1
    assert made.warnings[0]["kind"] == "error"
    assert not ImportContents.objects.exists()


def test_a_zero_from_before_the_area_was_drawn_is_no_zero(bring_in, area):
    made = bring_in(crimes((2019, "Norr", "alla_brott", 0), (2022, "Norr", "alla_brott", 0)))
    assert values("reported_crime", area("stadsomraden/norr")) == [
        (2019, None, "not-applicable"),
        (2022, 0, "zero"),
    ]
    assert any("nollor gäller tid före" in note["template"] for note in made.warnings)


def test_a_correction_supersedes_the_older_and_keeps_it(bring_in, area):
    old = bring_in(crimes(*ROWS))
    new = bring_in(crimes(*[(*row[:3], row[3] + 1) for row in ROWS]), name="rättad.csv")
    old.refresh_from_db()
    assert (old.state, new.supersedes) == (ImportState.SUPERSEDED, old)
    assert old.original_path.exists()
    assert old.contents.exists()
    assert values("reported_crime", area("stadsomraden/norr"))[0] == (2023, 202301, "value")


def test_a_file_that_overlaps_wins_cell_by_cell_and_the_older_stays(bring_in, area):
    old = bring_in(crimes(*ROWS))
    bring_in(crimes((2024, "Norr", "alla_brott", 1), (2025, "Norr", "alla_brott", 2)), name="ny.csv")
    old.refresh_from_db()
    assert old.state == ImportState.IN_FORCE
    assert values("reported_crime", area("stadsomraden/norr")) == [
        (2023, 202300, "value"),
        (2024, 1, "value"),
        (2025, 2, "value"),
    ]
    assert values("reported_crime", area("stadsomraden/soder"))[1] == (2024, 202401, "value")


def test_a_file_for_one_area_does_not_supersede_one_for_two(bring_in, area):
    old = bring_in(crimes(*ROWS))
    bring_in(crimes(*[(*row[:3], 1) for row in ROWS if row[1] == "Norr"]), name="norr.csv")
    old.refresh_from_db()
    assert old.state == ImportState.IN_FORCE
    assert values("reported_crime", area("stadsomraden/soder"))[0] == (2023, 202301, "value")


def test_another_file_with_the_same_figures_changes_nothing_and_says_so(bring_in):
    first = bring_in(crimes(*ROWS))
    version = queries.figures_version(first.city)
    same = bring_in(crimes(*reversed(ROWS)), name="omvänd.csv", state=ImportState.DISCARDED)
    assert same.message.startswith("Filen ändrade ingenting. Talen i den är exakt desamma som i brott.csv")
    assert queries.figures_version(first.city) == version
    first.refresh_from_db()
    assert first.state == ImportState.IN_FORCE


def test_of_two_runs_of_one_import_only_one_gets_it(receive, dataset):
    received = receive(crimes(*ROWS))
    services.choose(
        data_import=received, dataset=dataset(), reader="bra-csv", options={}, division=None, by=None
    )
    DataImport.objects.update(state=ImportState.QUEUED)
    first = start(received.pk)
    assert start(received.pk) is None
    run_import(received.pk)  # finds nothing to do
    received.refresh_from_db()
    assert (received.state, received.run) == (ImportState.RUNNING, first.run)


def test_a_run_that_was_overtaken_changes_nothing(receive, dataset):
    from samsyn.evidence.services.finish import OvertakenError, finish
    from samsyn.evidence.services.run import read

    received = receive(crimes(*ROWS))
    options = dict(services.preview(received, "bra-csv").options)
    services.choose(
        data_import=received, dataset=dataset(), reader="bra-csv", options=options, division=None, by=None
    )
    DataImport.objects.update(state=ImportState.QUEUED)
    dead = start(received.pk)
    outcome = read(dead)
    DataImport.objects.update(state=ImportState.QUEUED)
    run_import(received.pk)
    contents = ImportContents.objects.count()
    with pytest.raises(OvertakenError):
        finish(dead, outcome)
    assert ImportContents.objects.count() == contents


def test_an_import_whose_worker_died_is_queued_again_and_read_in(receive, dataset):
    received = receive(crimes(*ROWS))
    options = dict(services.preview(received, "bra-csv").options)
    services.choose(
        data_import=received, dataset=dataset(), reader="bra-csv", options=options, division=None, by=None
    )
    DataImport.objects.update(state=ImportState.QUEUED)
    start(received.pk)
    assert services.resume_stuck() == 0  # this process lives
    child = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True
    )
    host, _pid, began = DataImport.objects.get().worker.split("|")
    DataImport.objects.update(worker=f"{host}|{child.stdout.strip()}|{began}")
    assert services.resume_stuck() == 1
    received.refresh_from_db()
    assert received.state == ImportState.IN_FORCE


def test_an_import_that_its_living_worker_let_go_of_is_queued_again_after_an_hour(receive, dataset):
    """A full disk may stop the database too: then nobody could write that the run had ended."""
    received = receive(crimes(*ROWS))
    options = dict(services.preview(received, "bra-csv").options)
    services.choose(
        data_import=received, dataset=dataset(), reader="bra-csv", options=options, division=None, by=None
    )
    DataImport.objects.update(state=ImportState.QUEUED)
    start(received.pk)
    DataImport.objects.update(beat_at=now() - timedelta(minutes=59))
    assert services.resume_stuck() == 0
    DataImport.objects.update(beat_at=now() - timedelta(minutes=61))
    assert services.resume_stuck() == 1
    received.refresh_from_db()
    assert received.state == ImportState.IN_FORCE


def test_an_unexpected_error_is_said_with_a_number_and_changes_nothing(bring_in, monkeypatch):
    monkeypatch.setattr("samsyn.evidence.services.observations.grains", lambda *args: 1 / 0)
    made = bring_in(crimes(*ROWS), state=ImportState.FAILED)
    assert made.message.startswith("Inläsningen stoppades av ett fel i programmet. Ingenting har ändrats")
    assert f"{made.pk}-" in made.message


def test_a_full_disk_in_the_middle_of_an_import_is_said(bring_in, receive, dataset, monkeypatch, settings):
    received = receive(crimes(*ROWS))
    options = dict(services.preview(received, "bra-csv").options)
    services.choose(
        data_import=received, dataset=dataset(), reader="bra-csv", options=options, division=None, by=None
    )

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    services.confirm(data_import=received, by=None)
    assert received.state == ImportState.FAILED
    assert "Disken är full." in received.message
    assert not list((settings.SAMSYN_DATA / "figures").rglob("*.p*"))


def test_a_stopped_file_may_be_chosen_anew_and_confirmed(receive, dataset, bring_in):
    made = bring_in(crimes((2024, "Månen", "alla_brott", 5)), state=ImportState.FAILED)
    options = {**made.options, "areas": {"Månen": "exempelstaden/stadsomraden/norr"}}
    services.choose(
        data_import=made, dataset=dataset(), reader="bra-csv", options=options, division=None, by=None
    )
    assert services.confirm(data_import=made, by=None).state == ImportState.IN_FORCE


def test_nothing_is_confirmed_before_a_dataset_is_chosen_or_twice(receive, bring_in):
    with pytest.raises(UserError, match="Det är inte valt vilken datamängd"):
        services.confirm(data_import=receive(crimes(*ROWS[:1])), by=None)
    with pytest.raises(StaleError, match="redan bekräftad"):
        services.confirm(data_import=bring_in(crimes(*ROWS)), by=None)


def test_what_is_in_force_cannot_be_taken_away(bring_in):
    with pytest.raises(UserError, match="det som har gällt sparas alltid"):
        services.discard(data_import=bring_in(crimes(*ROWS)), by=None)


def test_a_dataset_with_the_same_name_is_not_added_twice(city, dataset):
    dataset()
    with pytest.raises(UserError, match="har redan en datamängd med namnet"):
        services.add_dataset(
            city=city, source_name="samsyns EXEMPEL", name="anmälda brott", kind=DatasetKind.OBSERVATIONS,
            reader="bra-csv", licence="CC0", attribution="", by=None,
        )  # fmt: skip


def test_the_figures_of_stadsomraden_go_in_as_they_are(reference, bring_in, city):
    text = (reference / "statistik" / "bra_anmalda_brott_stadsomraden.csv").read_text()
    made = bring_in(text, state=ImportState.FAILED)  # another city's areas
    assert "Ingen rad i filen kunde läsas in." in made.message
    assert json.dumps(made.warnings)
