"""Datasets of the police in each state; the name of the dataset and of its file is the mark."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import shapely

from samsyn.evidence import services as evidence
from samsyn.evidence.models import DataImport
from samsyn.people.models import Member, Role, RoleAssignment
from samsyn.places.models import AreaPair

STATES = ("own", "areas", "places", "whole", "withdrawn")
MARKS = tuple(f"Xdataset-{state}" for state in STATES)
ROUTES = ("evidence:dataset", "evidence:import", "evidence:progress", "evidence:errors", "evidence:origin")
YEAR = 2024
SAID = {"reason": "Behövs i lägesbilden.", "legal_ground": "not-secret"}


def analyst(pair: AreaPair, cast: dict[str, Member]) -> Member:
    """Return Petra of the police, who reads files in and is none of the readers."""
    known = Member.objects.filter(email="petra@example.org").first()
    if known is not None:
        return known
    made: Member = Member.objects.create_user(
        "petra@example.org", name="Petra", organisation=cast["bo"].organisation
    )
    RoleAssignment.objects.create(member=made, role=Role.ANALYST, city=pair.city, valid_from=date(2021, 1, 1))
    return made


def read_in(pair: AreaPair, by: Member, mark: str) -> DataImport:
    """Read incidents of a year of its own into a dataset of its own, with one row that is refused."""
    dataset = evidence.add_dataset(
        city=pair.city, source_name="Polisen", name=mark, kind="incidents", reader="incidents", licence="Intern",
        attribution="Polisen", by=by,
    )  # fmt: skip
    spot = shapely.from_wkb(bytes(pair.city_area.geometry)).representative_point()
    year = YEAR - MARKS.index(mark)
    rows = [f"{year}-03-0{day} 21:00,misshandel,{spot.x},{spot.y}" for day in (1, 2, 3)]
    text = "\n".join(["datum,typ,longitud,latitud", *rows, f"{year}-03-01 21:00,misshandel,x,y", ""])
    made = evidence.receive_file(
        city=pair.city, upload=io.BytesIO(text.encode()), file_name=f"{mark}.csv", by=by
    )
    options = dict(evidence.preview(made, "incidents").options)
    evidence.choose(
        data_import=made, dataset=dataset, reader="incidents", options=options, division=None, by=by
    )
    evidence.confirm_and_run(data_import=made, by=by)
    made.refresh_from_db()
    assert (made.state, made.rows_taken, made.rows_refused) == ("in-force", 3, 1), made.message
    return made


def build(pair: AreaPair, cast: dict[str, Member]) -> dict[str, dict[str, Any]]:
    """Datasets that are own, released by area, with places, whole, and taken back. Return the addresses of each."""
    petra, known = analyst(pair, cast), {}
    for mark in MARKS:
        row = read_in(pair, petra, mark)
        state = mark.partition("-")[2]
        if state != "own":
            scope = "whole" if state == "withdrawn" else state
            evidence.release_dataset(dataset=row.dataset, scope=scope, by=cast["bo"], **SAID)
        if state == "withdrawn":
            evidence.withdraw_dataset(dataset=row.dataset, reason="Ångrat.", by=cast["bo"])
        year = YEAR - MARKS.index(mark)
        query = {"m": "incidents", "a": pair.city_area.key, "d": f"{year}-03-01", "t": f"{year}-04-01"}
        for route in ROUTES:
            pk = row.dataset_id if route == "evidence:dataset" else row.pk
            known[f"{route} {mark}"] = {
                "kwargs": {"pk": pk},
                **({"query": query} if route == "evidence:origin" else {}),
            }
    return known
