"""The figures of the small city, read in from files as a person does it, and one action to follow up."""

from __future__ import annotations

from samsyn.evidence.models import DatasetKind
from samsyn.steps.followup.tests import world
from samsyn.steps.situation.tests import conftest as situation
from tests.worlds import picked, shared

_nothing_kept = situation._nothing_kept
crimes, picture, population = situation.crimes, situation.picture, situation.population
read_in, scale = situation.read_in, situation.scale


@shared
def lighting(cast, norr):
    """A planned follow-up of lighting, with no figures in force."""
    return world.story(cast, norr)


@picked
def counted(read_in):
    """Read assaults a year in Norr, Söder and the whole city, from the year before the last; earlier with `first`."""

    def count(norr, soder, whole, *, first=world.LAST - 1, **more):
        rows = ["ar,omrade,brottstyp,antal"]
        for name, values in (("Norr", norr), ("Söder", soder), ("Exempelstaden kommun", whole)):
            rows += [f"{first + index},{name},misshandel,{value}" for index, value in enumerate(values)]
        return read_in("\n".join(rows) + "\n", **{"name": "Anmälda brott", "reader": "bra-csv", **more})

    return count


@picked
def surveyed(read_in):
    """Read two surveys of who feels safe on evenings: {area: ((share, answers), (share, answers))}."""

    def ask(areas, *, first=world.LAST - 1):
        rows = ["område;år;andel trygga;antal svar"]
        for name, answers in areas.items():
            rows += [f"{name};{first + i};{share};{base}" for i, (share, base) in enumerate(answers)]
        return read_in(
            "\n".join(rows) + "\n",
            name="Trygghetsundersökning",
            reader="survey-shares",
            division="mellanomraden",
            source="Exempelstaden",
            kind=DatasetKind.SAFETY_SURVEY,
        )

    return ask
