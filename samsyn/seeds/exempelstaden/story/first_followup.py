"""The second chapter, early 2026: was it done, did it help, and what the next picture takes up."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from samsyn.places.models import AreaPair
from samsyn.seeds.exempelstaden.story.hands import decide, on
from samsyn.seeds.exempelstaden.story.picture import LEVELS, PARAGRAPHS, WHOLE, Teller
from samsyn.steps.activity.models import ActionKind
from samsyn.steps.followup import services
from samsyn.steps.followup.models import Conclusion, FollowUp

FIGURES_ON = date(2026, 1, 20)
# what each party said first, what they agreed on and why, and what they learned
CONCLUSIONS = {
    ActionKind.LIGHTING: (
        Conclusion.CONTINUE,
        Conclusion.SPREAD,
        Conclusion.SPREAD,
        "Ljuset är kvar av sig självt. Vi prövar samma sak längs gångvägen vid ån, där tryggheten sjunker.",
        "Belysningen ska vändas mot dem som går. Det kostade inte mer.",
    ),
    ActionKind.FIELD_ASSISTANTS: (
        Conclusion.CONTINUE,
        Conclusion.CONTINUE,
        Conclusion.CONTINUE,
        "Det gjordes som lovat och fler svarar att de är trygga. Vi vet inte hur mycket som beror på fältassistenterna.",
        "Samma vuxna varje helg betyder mer än många vuxna.",
    ),
    ActionKind.EVENING_POLICE: (
        Conclusion.CHANGE,
        Conclusion.CHANGE,
        Conclusion.CHANGE,
        "Patrullerna blev färre än lovat. Vi lovar hellre färre kvällar och håller dem.",
        "Ett löfte om patruller behöver en reserv när något annat händer.",
    ),
}


@transaction.atomic
def tell(pair: AreaPair, today: date) -> None:
    """Follow up each action, and let the second edition take up what was concluded."""
    story = Teller(pair)
    rows = list(FollowUp.objects.filter(pair=pair).select_related("action").order_by("pk"))
    with on(date(2026, 2, 2)):
        for row in rows:
            services.measure(followup=row, by=story.members["cilla"])
    with on(date(2026, 2, 9)):
        for row in rows:
            _conclude(story, row)
    with on(date(2026, 2, 18)):
        for row in rows:
            row.refresh_from_db()
            decide(row, story.members)
    with on(date(2026, 2, 24)):
        story.clear()
        story.write(PARAGRAPHS)
        story.findings()
        story.levels(LEVELS, WHOLE)
    with on(date(2026, 3, 10)):
        story.decide(date(2025, 1, 1), date(2026, 1, 1))


def _conclude(story: Teller, row: FollowUp) -> None:
    """Each party says what it thinks first, then they agree, and write down what they learned."""
    city, police, agreed, reason, lesson = CONCLUSIONS[ActionKind(row.action.kind)]
    members = story.members
    services.propose(followup=row, conclusion=city, by=members["astrid"])
    services.propose(followup=row, conclusion=police, by=members["bo"])
    services.add_lesson(followup=row, text=lesson, by=members["astrid"])
    row.refresh_from_db()
    services.settle(followup=row, conclusion=agreed, reason=reason, version=row.version, by=members["astrid"])
