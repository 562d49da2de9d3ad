"""What Norr has promised those who live there: one promise that was kept, one where a number is lacking, one that goes on.

The first two belong to the first round and happen among its evenings; the third is told relative to the day of the example.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from samsyn.agreements.models import CitizenPromise, Commitment
from samsyn.agreements.services import commitments, promises
from samsyn.people.models import Organisation
from samsyn.seeds.exempelstaden.story.hands import decide, on
from samsyn.seeds.exempelstaden.story.picture import Teller
from samsyn.steps.activity.models import ActionKind, ActionPlan, Activity

Happening = tuple[date, Callable[[], object]]
SOCIAL, POLICE, HOUSING = "Socialförvaltningen Norr", "Lokalpolisområde Väst", "Exempelstadens bostäder"

BRIDGE_TEXT = (
    "Många av er säger att det är stökigt och skräpigt i kvarteren vid Gamla bron. Därför går vi trygghetsvandringar med er, "
    "vi är på plats oftare och vi tar bort klottret fort."
)
YEAR_TEXT = (
    "Ni ska möta vuxna när uteställena stänger. Under 2025 går polisen till fots vid hållplatsen, fältassistenterna är ute "
    "på kvällarna, och vi träffar föräldrar till dem som börjar sjuan."
)
RIVER_TEXT = (
    "Gångvägen vid ån ska vara ljus och gå att se längs. Vi tänder nya stolpar, går vandringar med er och är kvar vid "
    "hållplatsen på kvällarna."
)
TALKS, GRAFFITI, WALKS = (
    "Kontroller mot öppen försäljning av narkotika",
    "Klotter borta inom ett dygn",
    "Trygghetsvandringar",
)
PARENTS = "Träffar med föräldrar i årskurs 7"


def of_the_first_round(story: Teller, plan: ActionPlan) -> list[Happening]:
    """Return what happens with the two first promises, each on its day."""
    return [
        (date(2024, 9, 24), partial(_promise_the_bridge, story)),
        (date(2024, 12, 11), partial(_promise_the_year, story, plan)),
        (date(2025, 10, 8), partial(_report_the_bridge, story)),
        (date(2025, 12, 28), partial(_report_the_year, story)),
    ]


def of_the_second_round(story: Teller, work: dict[str, Activity], today: date) -> None:
    """A promise that goes on: its numbers are counted on the plan under way."""
    with on(today - timedelta(days=88)):
        row = _start(story, "Medborgarlöfte för Ekbygden", RIVER_TEXT, -85, 280, today=today)
        _add(story, row, "Nya stolpar tända längs ån", 30, "stolpar", SOCIAL, work["lamps"])
        _add(story, row, "Vandringar med boende", 4, "vandringar", SOCIAL, work["walks"])
        _add(story, row, "Kvällar med fältassistenter", 60, "kvällar", SOCIAL, work["evenings"])
        _add(story, row, "Områdespolis med på vandringarna", None, "", POLICE)
        decided = decide(row, story.members)
    with on(today - timedelta(days=86)):
        _publish(story, decided, "astrid", "bo")


def _promise_the_bridge(story: Teller) -> None:
    with on(date(2024, 9, 24)):
        row = promises.start_promise(
            pair=story.pair, title="Medborgarlöfte för Gamla bron", text=BRIDGE_TEXT, valid_from=date(2024, 10, 1),
            valid_to=date(2025, 10, 1), by=story.members["astrid"],
        )  # fmt: skip
        _add(story, row, WALKS, 2, "vandringar", SOCIAL)
        _add(story, row, TALKS, 6, "tillfällen", POLICE)
        _add(story, row, GRAFFITI, None, "", HOUSING)
        _publish(story, decide(row, story.members), "bo", "astrid")


def _promise_the_year(story: Teller, plan: ActionPlan) -> None:
    rows = Activity.objects.filter(action__plan=plan).select_related("action")
    work = {row.action.kind: row for row in rows}
    with on(date(2024, 12, 11)):
        row = promises.start_promise(
            pair=story.pair, title="Medborgarlöfte för Norr 2025", text=YEAR_TEXT, valid_from=date(2025, 1, 1),
            valid_to=date(2026, 1, 1), by=story.members["bo"],
        )  # fmt: skip
        patrols, evenings = work[ActionKind.EVENING_POLICE], work[ActionKind.FIELD_ASSISTANTS]
        _add(story, row, "Fotpatruller vid hållplatsen", 40, "tillfällen", POLICE, patrols)
        _add(story, row, "Kvällar med fältassistenter", 60, "kvällar", SOCIAL, evenings)
        _add(story, row, PARENTS, 4, "träffar", SOCIAL)
        _publish(story, decide(row, story.members), "astrid", "bo")


def _report_the_bridge(story: Teller) -> None:
    """The walks were counted, the checks of the police were not: nobody knows how many there were."""
    with on(date(2025, 10, 8)):
        _report(
            story,
            WALKS,
            "astrid",
            2,
            "En vandring i november och en i april. Ni pekade ut fjorton saker att göra.",
        )
        _report(story, TALKS, "bo", None, "Vi gjorde kontroller hela våren, men skrev inte upp hur många.")
        _report(
            story,
            GRAFFITI,
            "astrid",
            None,
            "Bolaget tar bort det mesta samma dag. På helger tar det längre tid.",
        )


def _report_the_year(story: Teller) -> None:
    with on(date(2025, 12, 28)):
        _report(story, PARENTS, "astrid", 4, "Alla fyra skolor, med polis och fältassistent.")


def _start(story: Teller, title: str, text: str, first: int, last: int, *, today: date) -> CitizenPromise:
    return promises.start_promise(
        pair=story.pair, title=title, text=text, valid_from=today + timedelta(days=first),
        valid_to=today + timedelta(days=last), by=story.members["astrid"],
    )  # fmt: skip


def _publish(story: Teller, row: CitizenPromise, proposer: str, publisher: str) -> None:
    """One of the two proposes and the other publishes."""
    promises.propose_publishing(promise=row, by=story.members[proposer])
    promises.publish(promise=row, by=story.members[publisher])


def _add(
    story: Teller, row: CitizenPromise, what: str, number: int | None, unit: str, who: str, work: Any = None
) -> None:
    commitments.add_commitment(
        promise=row,
        what=what,
        number=number,
        unit=unit,
        organisation=Organisation.objects.get(city=story.pair.city, name=who),
        activity_key=work.key if work is not None else None,
        by=story.members["bo" if who == POLICE else "astrid"],
    )


def _report(story: Teller, what: str, who: str, number: int | None, text: str) -> None:
    row = Commitment.objects.get(promise__pair=story.pair, what=what)
    commitments.report_outcome(commitment=row, number=number, text=text, by=story.members[who])
