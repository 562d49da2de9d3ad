"""Files as people hand them in, and the way from a file to figures in force."""

import io
from datetime import date

import pytest
from django.db import connection

from samsyn.evidence import services
from samsyn.evidence.models import Dataset, DatasetKind, ImportState
from samsyn.places.models import Area, Division
from tests.worlds import picked

CRIMES = "ar,omrade,brottstyp,antal\n"


def crimes(*rows):
    """A file of Brå's form: year, area, type, count."""
    return CRIMES + "".join(",".join(str(cell) for cell in row) + "\n" for row in rows)


def incidents(*rows):
    """A file of incidents: day and time, kind, longitude, latitude."""
    return "datum,typ,longitud,latitud\n" + "".join(
        ",".join(str(cell) for cell in row) + "\n" for row in rows
    )


@picked
def area(city):
    return lambda key: Area.objects.select_related("division").get(key=f"exempelstaden/{key}")


@picked
def division(city):
    return lambda slug: Division.objects.get(city=city, slug=slug)


@picked
def receive(city):
    def run(text, name="brott.csv", **kwargs):
        data = text.encode() if isinstance(text, str) else text
        return services.receive_file(city=city, upload=io.BytesIO(data), file_name=name, by=None, **kwargs)

    return run


@picked
def dataset(city):
    def run(name="Anmälda brott", kind=DatasetKind.OBSERVATIONS, reader="bra-csv", shared="whole"):
        """A dataset that both parties see, unless the test says otherwise."""
        found = Dataset.objects.filter(city=city, name=name).first()
        if found is None:
            found = services.add_dataset(
                city=city, source_name="Samsyns exempel", name=name, kind=kind, reader=reader, licence="CC0",
                attribution="Påhittat", method="Påhittade tal.", by=None,
            )  # fmt: skip
            found.shared = shared
            found.save(update_fields=["shared"])
        return found

    return run


@picked
def bring_in(receive, dataset):
    """The whole way: received, chosen, confirmed and read in."""

    def run(
        text,
        *,
        name="brott.csv",
        into=None,
        options=None,
        division=None,
        state=ImportState.IN_FORCE,
        again=False,
    ):
        received = receive(text, name, again=again)
        into = into or dataset()
        if options is None:
            options = dict(services.preview(received, into.reader).options)
        services.choose(
            data_import=received,
            dataset=into,
            reader=into.reader,
            options=options,
            division=division,
            by=None,
        )
        services.confirm(data_import=received, by=None)
        assert received.state == state, (received.state, received.message, received.warnings)
        return received

    return run


@picked
def bring_in_incidents(bring_in, dataset):
    def run(text, **kwargs):
        into = kwargs.pop("into", None) or dataset("Händelser", DatasetKind.INCIDENTS, "incidents")
        return bring_in(text, into=into, options=kwargs.pop("options", None), name="handelser.csv", **kwargs)

    return run


@pytest.fixture
def on_2025(monkeypatch):
    monkeypatch.setattr("samsyn.evidence.queries.observations.today", lambda: date(2025, 6, 1))


@pytest.fixture
def counted_queries():
    from django.test.utils import CaptureQueriesContext

    return lambda: CaptureQueriesContext(connection)
