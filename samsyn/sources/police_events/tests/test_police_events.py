import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.sources.police_events.reader import READER
from samsyn.sources.registry import recognise
from samsyn.sources.tests.reading import read, refused, write

SAMPLE = Path(__file__).parents[1] / "sample"


def event(number, **changes):
    place = {"name": "Göteborg", "gps": "57.70887,11.97456"}
    return {
        "id": number,
        "datetime": "2025-06-20 7:03:04 +02:00",
        "type": "Stöld",
        "location": place,
    } | changes


def test_the_real_files_are_read_whole(reference):
    for name, rows in (("events_api_exempel.json", 37), ("polisen_handelser_2023-03_2025-06.csv.gz", 57_926)):
        path = reference / "polis" / name
        assert recognise(path)[0][1] is READER
        events, errors = read(READER, path)
        assert (len(events), errors) == (rows, [])


def test_json_and_csv_say_the_same():
    from_json = read(READER, SAMPLE / "handelser.json")[0]
    from_csv = read(READER, SAMPLE / "handelser.csv")[0]
    for one, two in zip(from_json, from_csv, strict=False):
        assert one | {"row": 0} == two | {"row": 0}
    assert str(from_csv[0]["start"]) == "2025-06-20 07:03:04"
    assert (from_csv[0]["lon"], from_csv[0]["lat"], from_csv[0]["area"]) == (
        13.059643,
        58.252793,
        "Västra Götalands län",
    )


def test_it_is_a_feed_and_says_so():
    assert READER.kind == "feed"
    notes = " ".join(template for template, _facts in READER.preview(SAMPLE / "handelser.json").notes)
    assert "aldrig brottsstatistik" in notes and "mitten av kommunen" in notes


def test_summary_and_address_are_never_shown(tmp_path):
    heading = "id,datetime,name,summary,url,type,location_name,location_gps\n"
    row = '1,2025-06-20 7:03:04 +02:00,namn,En man på Storgatan,/aktuellt,Stöld,Göteborg,"57.7,11.9"\n'
    preview = READER.preview(write(tmp_path, heading + row))
    assert "Storgatan" not in str(preview) and "aktuellt" not in str(preview)
    assert len(preview.rows[0]) == len(preview.columns) == 6


def test_the_same_event_twice_names_the_first_row(tmp_path):
    path = write(tmp_path, json.dumps([event(1), event(2), event(1)]), "fil.json")
    events, errors = read(READER, path)
    assert len(events) == 2
    assert errors == [
        "Rad 3: händelsen med nummer 1 finns redan i filen. Den står på rad 1. Ta bort den ena raden."
    ]


def test_wrong_events_are_said_and_the_others_are_read(tmp_path):
    wrong = [
        event(1, type=""),
        event(2, datetime="i går"),
        event(3, location={"name": "X", "gps": "öst,väst"}),
        event(4, location=None),
    ]
    events, errors = read(READER, write(tmp_path, json.dumps(wrong), "fil.json"))
    assert [(row["incident"], row["lon"]) for row in events] == [("4", None)]
    assert errors[0].startswith("Rad 1: brottstypen i kolumnen ”type” saknas.")
    assert errors[1].startswith("Rad 2: ”i går” i kolumnen ”datetime” är ingen tid")
    assert errors[2].startswith("Rad 3: ”väst” i kolumnen ”x” är ingen koordinat.")


def test_json_of_another_form_is_refused(tmp_path):
    assert "Den ska vara en lista med händelser" in refused(READER, write(tmp_path, '{"a": 1}', "fil.json"))
    assert "trasig eller bara halv" in refused(READER, write(tmp_path, '[{"id": 1,', "fil.json"))
    assert "inga rader med uppgifter" in refused(READER, write(tmp_path, "[]", "fil.json"))


def test_wrong_columns_are_named(tmp_path):
    assert "saknar kolumnen ”type”" in refused(READER, write(tmp_path, "id,datetime\n1,2025-06-20\n"))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=10))
def test_places_come_out_as_they_stand(tmp_path_factory, places):
    places = [(57.7, 11.9)] * 30 + [(round(lat, 5), round(lon, 5)) for lat, lon in places]
    events = [event(n, location={"name": "X", "gps": f"{lat},{lon}"}) for n, (lat, lon) in enumerate(places)]
    path = write(tmp_path_factory.mktemp("polis"), json.dumps(events), "fil.json")
    rows, errors = read(READER, path)
    assert errors == []
    for row, (lat, lon) in zip(rows, places, strict=True):
        assert (row["lat"], row["lon"]) == ((lat, lon) if (lat, lon) != (0, 0) else (None, None))
