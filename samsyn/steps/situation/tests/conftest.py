"""Figures for the small city, read in from files as a person does it, and a lägesbild to write in."""

from __future__ import annotations

import io

import pytest
from django.core.cache import caches

from samsyn.evidence import services as evidence
from samsyn.evidence.models import DatasetKind, ImportState
from samsyn.places.models import Area, Division
from samsyn.releases.tests.world import release_all
from samsyn.steps.situation import services
from samsyn.ui.clock import today
from tests.worlds import picked, shared

LAST = today().year - 1  # the last whole year: coverage counts what is recent


@pytest.fixture(autouse=True)
def _nothing_kept():
    for name in ("default", "shared"):
        caches[name].clear()


@picked
def read_in(city, cilla):
    """Read a file into force: text, what it is, and which reader understands it."""

    def read(text, *, name, reader, division="", kind=DatasetKind.OBSERVATIONS, source="Brå", into=None):
        home = into or city
        dataset = evidence.add_dataset(
            city=home,
            source_name=source,
            name=name,
            kind=kind,
            reader=reader,
            licence="CC0",
            attribution=f"{source}, {name}",
            is_example=True,
            by=cilla,
        )
        dataset.shared = "whole"  # both parties see it
        dataset.save(update_fields=["shared"])
        row = evidence.receive_file(
            city=home, upload=io.BytesIO(text.encode()), file_name=f"{name}.csv", by=cilla
        )
        evidence.choose(
            data_import=row,
            dataset=dataset,
            reader=reader,
            options=dict(evidence.preview(row, reader).options),
            division=Division.objects.get(city=home, slug=division) if division else None,
            by=cilla,
        )
        evidence.confirm_and_run(data_import=row, by=cilla)
        row.refresh_from_db()
        assert row.state == ImportState.IN_FORCE, row.message
        return row

    return read


@shared
def population(read_in):
    rows = ["ar,omrade,niva,folkmangd"]
    for year in (LAST - 1, LAST):
        rows += [f"{year},Norr,stadsomrade,40000", f"{year},Söder,stadsomrade,60000"]
        rows += [f"{year},Exempelstaden kommun,kommun,100000"]
    return read_in("\n".join(rows) + "\n", name="Folkmängd", reader="population", source="SCB")


@shared
def crimes(read_in):
    """Assault rises in Norr from 100 to 150, burglary goes from 14 to 10, all crimes from 1 000 to 1 010."""
    rows = ["ar,omrade,brottstyp,antal"]
    counts = {
        "alla_brott": ((1000, 1010), (2400, 2400)),
        "misshandel": ((100, 150), (250, 300)),
        "bilstold": ((14, 10), (40, 41)),
    }
    for kind, (norr, whole) in counts.items():
        for index, year in enumerate((LAST - 1, LAST)):
            rows += [
                f"{year},Norr,{kind},{norr[index]}",
                f"{year},Exempelstaden kommun,{kind},{whole[index]}",
            ]
    return read_in("\n".join(rows) + "\n", name="Anmälda brott", reader="bra-csv")


@shared
def survey(read_in):
    """Norra 1 has 200 answers, Norra 2 has 60, Norra 3 has 12."""
    rows = ["område;år;andel trygga;antal svar"]
    rows += [f"Norra 1;{LAST};80;200", f"Norra 2;{LAST};60;60", f"Norra 3;{LAST};50;12"]
    return read_in(
        "\n".join(rows) + "\n",
        name="Trygghetsundersökning",
        reader="survey-shares",
        division="mellanomraden",
        kind=DatasetKind.SAFETY_SURVEY,
        source="Exempelstaden",
    )


@picked
def part(city):
    """A mellanområde by its code."""
    return lambda code: Area.objects.get(key=f"exempelstaden/mellanomraden/{code}")


@shared
def scale(city):
    return {level.code: level for level in services.add_default_scale(city)}


@shared
def picture(norr):
    return services.open_picture(norr)


def shared_paragraph(**facts):
    """A paragraph that its own party has released to the other."""
    return _released(services.add_paragraph(**facts), facts)


def shared_finding(**facts):
    """A finding that its own party has released to the other."""
    return _released(services.add_finding(**facts), facts)


def _released(row, facts):
    release_all(facts["picture"].pair, facts["by"])
    row.refresh_from_db()
    return row
