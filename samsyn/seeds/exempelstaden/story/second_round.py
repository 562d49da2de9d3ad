"""The third chapter, up to today: the second round, half way. Its days are counted back from the day of the example."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from samsyn.people.models import Forum, ForumKind, Organisation
from samsyn.places.models import AreaPair, PlaceKind
from samsyn.records.waivers import sign_waiver
from samsyn.seeds.exempelstaden.story import agreements, meetings, promises
from samsyn.seeds.exempelstaden.story.conferences import EVENINGS, priority_key
from samsyn.seeds.exempelstaden.story.hands import decide, on, place
from samsyn.seeds.exempelstaden.story.picture import BRIDGE, RIVER, Teller
from samsyn.steps.activity import services as activity
from samsyn.steps.activity.models import ActionKind, ActionPlan, Nature
from samsyn.steps.method import services as method
from samsyn.steps.method.models import ResourceKind
from samsyn.steps.problem import services as problem
from samsyn.steps.problem.models import (
    Cause,
    CauseKind,
    Perspective,
    ProblemKind,
    ProblemPicture,
    Side,
    Sureness,
    Weight,
)
from samsyn.steps.problem.queries import pictures
from samsyn.steps.purpose import services as purpose
from samsyn.steps.purpose.models import Direction, Goal, GoalKind, OutcomeLevel
from samsyn.steps.situation import services as situation
from samsyn.steps.situation.models import Edition, Section
from samsyn.steps.situation.queries.figures import figure

DARK, UNSEEN, OVERGROWN = "dark", "unseen", "overgrown"
DRUGS_AGO = 21  # days: when the second problem was written


@transaction.atomic
def tell(pair: AreaPair, today: date) -> None:
    """A problem by the river from analysis to a plan under way, and another that is still being analysed."""
    story = _Story(pair, today)
    river, causes = story.river()
    goals = story.goals(river)
    story.arrange(river, causes)
    made = story.plan(causes, goals)
    agreements.own(pair, river, today)
    promises.of_the_second_round(story, made, today)
    story.count(made, first=90, last=meetings.PLANNED_AGO)
    meetings.plan_steering(story, today)
    story.count(made, first=meetings.PLANNED_AGO, last=meetings.HELD_AGO)
    meetings.hold_steering(story, today)
    story.count(made, first=meetings.HELD_AGO, last=DRUGS_AGO)
    story.drugs()
    story.count(made, first=DRUGS_AGO, last=meetings.PREPARED_AGO + 1)
    meetings.prepare(story, today)
    story.count(made, first=meetings.PREPARED_AGO + 1, last=0)


@transaction.atomic
def third_edition(pair: AreaPair, today: date) -> None:
    """The picture as it stands, approved by the police; the city has not answered."""
    _Story(pair, today).third_edition()


class _Story(Teller):
    def __init__(self, pair: AreaPair, today: date) -> None:
        super().__init__(pair)
        self.today = today
        self.edition = Edition.objects.get(picture=self.picture, number=2)

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def river(self) -> tuple[ProblemPicture, dict[str, Cause]]:
        """The problem by the river, decided by both."""
        finding = self.picture.findings.get(removed_at=None, area=self.area(RIVER))
        astrid, bo = self.members["astrid"], self.members["bo"]
        with on(self.ago(170)):
            way = place(self.pair, "Gångvägen vid ån", PlaceKind.PARK, area=RIVER, by=astrid)
            picture = problem.add_picture(
                pair=self.pair,
                title="Otryggt längs gångvägen vid ån efter mörkrets inbrott",
                kind=ProblemKind.UNSAFETY,
                area=self.area(RIVER),
                place=way,
                since="hösten 2024",
                affected="Boende i Ekbygden, mest kvinnor och äldre",
                findings=[finding],
                by=astrid,
            )
            causes = self._causes(picture)
            problem.add_evidence(
                picture=picture, cause=causes[DARK], side=Side.FOR, finding=finding,
                text="Boende säger på trygghetsvandringen att de går en omväg.", by=astrid,
            )  # fmt: skip
            problem.add_evidence(
                picture=picture, cause=causes[UNSEEN], side=Side.AGAINST,
                text="Händelserna har inte blivit fler längs ån.", by=bo,
            )  # fmt: skip
            picture.refresh_from_db()
            picture = problem.weigh(
                picture=picture, weight=Weight.CHOSEN, version=picture.version, by=astrid,
                reason="Många berörs, orsakerna går att påverka, och vi har lärt oss något vid Gamla bron.",
            )  # fmt: skip
        with on(self.ago(150)):
            return decide(picture, self.members), causes

    def _causes(self, picture: ProblemPicture) -> dict[str, Cause]:
        astrid, bo = self.members["astrid"], self.members["bo"]
        made = {
            DARK: problem.add_cause(
                picture=picture,
                text="Det är mörkt längs gångvägen",
                kind=CauseKind.DIRECT,
                perspective=Perspective.SITUATION,
                grounds="Var tredje lampa är trasig. Samma orsak fanns vid Gamla bron.",
                disproof="Om lika många är otrygga på den upplysta delen.",
                by=astrid,
            ),
            UNSEEN: problem.add_cause(
                picture=picture,
                text="Den som går där syns inte från husen",
                kind=CauseKind.DIRECT,
                perspective=Perspective.SITUATION,
                grounds="Buskarna är högre än en vuxen längs hela sträckan.",
                by=bo,
            ),
        }
        made[OVERGROWN] = problem.add_cause(
            picture=picture,
            text="Ingen har ansvar för att klippa längs ån",
            kind=CauseKind.UNDERLYING,
            perspective=Perspective.SITUATION,
            grounds="Marken delas av tre förvaltningar.",
            effect=made[UNSEEN],
            by=astrid,
        )
        self._answer(made, {"astrid": (3, 2, 2), "bo": (3, 2, 2)})
        return made

    def _answer(self, causes: dict[str, Cause], answers: dict[str, tuple[int, ...]]) -> None:
        for who, levels in answers.items():
            for cause, sureness in zip(causes.values(), levels, strict=True):
                problem.answer_certainty(cause=cause, sureness=Sureness(sureness), by=self.members[who])

    def goals(self, picture: ProblemPicture) -> dict[str, Goal]:
        """More who feel safe, and lamps that shine."""
        river = self.area(RIVER)
        now = self.years("safe_evening", river)[-1]
        with on(self.ago(140)):
            row = purpose.add_purpose(
                problem=picture, text="Alla i Ekbygden ska kunna gå hem längs ån utan att vara rädda.",
                by=self.members["astrid"],
            )  # fmt: skip
            safer = purpose.add_goal(
                purpose=row, statement="Fler trygga ute på kvällen i Ekbygden", level=OutcomeLevel.EFFECT,
                kind=GoalKind.SAFETY, direction=Direction.UP, metric="safe_evening", area=river,
                baseline_reference=figure(now).reference, target=round((now.value or 0) + 0.14, 2),
                due_on=date(now.start.year + 2, 12, 31), source="Trygghetsundersökningen",
                measured_by="Analytiker, Exempelstaden stad", why="Då är det tryggare än före nedgången.",
                priority_key=priority_key(self.pair, EVENINGS, self.today),
                by=self.members["astrid"],
            )  # fmt: skip
            shining = purpose.add_goal(
                purpose=row, statement="Lamporna längs ån lyser", level=OutcomeLevel.RESULT, kind=GoalKind.SAFETY,
                direction=Direction.UP, own_measure="Lampor som lyser", unit="procent", baseline=0.66, target=0.98,
                area=river, due_on=self.today + timedelta(days=120), source="Besiktning varje kvartal",
                measured_by="Driftledare, Exempelstaden stad", why="Två procent får vara på väg att bytas.",
                by=self.members["astrid"],
            )  # fmt: skip
        with on(self.ago(125)):
            decide(row, self.members)
        return {"safer": safer, "shining": shining}

    def arrange(self, picture: ProblemPicture, causes: dict[str, Cause]) -> None:
        by, bo = self.members["astrid"], self.members["bo"]
        own = {row.name: row for row in Organisation.objects.filter(city=self.pair.city)}
        span: dict[str, Any] = {"period_start": self.ago(95), "period_end": self.today + timedelta(days=445)}
        with on(self.ago(120)):
            row = method.add_plan(
                problem=picture, forum=Forum.objects.get(pair=self.pair, kind=ForumKind.PREPARATORY),
                mandate="Leder arbetet längs ån och får samordna de tre förvaltningarna.",
                ends_on=self.today + timedelta(days=445), by=by,
            )  # fmt: skip
            method.choose_method(
                plan=row, cause=causes[DARK], method="belysning", why="Det hjälpte vid Gamla bron.", by=by
            )
            method.choose_method(
                plan=row,
                cause=causes[UNSEEN],
                method="siktrojning",
                why="Det är billigt och går fort.",
                by=by,
            )
            method.choose_method(
                plan=row, cause=causes[OVERGROWN], method="skotsel-och-stadning", by=by,
                why="En förvaltning tar ansvar för hela sträckan.",
            )  # fmt: skip
            method.promise_resource(
                plan=row, organisation=own["Socialförvaltningen Norr"], kind=ResourceKind.KRONOR, what="36 stolpar och röjning",
                amount=Decimal(540_000), by=by, **span,
            )  # fmt: skip
            method.promise_resource(
                plan=row, organisation=own["Lokalpolisområde Väst"], kind=ResourceKind.HOURS, what="Områdespolis på vandringarna",
                amount=Decimal(40), by=bo, **span,
            )  # fmt: skip
            method.add_function(
                plan=row, function="Trygghetssamordnare", party="city", task="Samordnar arbetet.", by=by
            )
            method.add_function(
                plan=row, function="Områdespolis", party="police", task="Är med på vandringarna.", by=bo
            )
        with on(self.ago(110)):
            decide(row, self.members)

    def plan(self, causes: dict[str, Cause], goals: dict[str, Goal]) -> dict[str, Any]:
        """The plan under way: one action carries a signed exception, for its goal is still being written."""
        start, end = self.ago(95), self.today + timedelta(days=445)
        with on(self.ago(100)):
            row = activity.add_plan(
                pair=self.pair, title="Åtgärdsplan för Norr, andra varvet", period_start=start, period_end=end,
                edition=self.edition, forum=Forum.objects.get(pair=self.pair, kind=ForumKind.STEERING),
                by=self.members["astrid"],
            )  # fmt: skip
            made = {}
            for name, action, work in self._actions(causes, goals, start=start, end=end):
                kept = activity.add_action(plan=row, by=self.members["astrid"], **action)
                made[name] = activity.add_activity(action=kept, by=self.members["astrid"], **work)
                if name == "evenings":
                    sign_waiver(
                        pair=self.pair, piece=kept, rule="action-without-goal", by=self.members["lena"],
                        reason="Vi fortsätter det som fungerade medan målet för nästa år skrivs.",
                    )  # fmt: skip
        with on(self.ago(90)):
            self._decided(row)
        return made

    def _decided(self, row: ActionPlan) -> None:
        decide(row, self.members)

    def _actions(
        self, causes: dict[str, Cause], goals: dict[str, Goal], *, start: date, end: date
    ) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
        later = {
            "followup_on": self.today + timedelta(days=430),
            "followup_by": "Analytiker, Exempelstaden stad",
        }
        way, bridge = self.area(RIVER), self.area(BRIDGE)
        kept = self._bridge_cause()
        return [
            (
                "lamps",
                {"kind": ActionKind.LIGHTING, "title": "Ny belysning längs ån", "nature": Nature.SITUATIONAL, "method": "belysning",
                 "cause": causes[DARK], "goal": goals["safer"], "responsible": "Driftledare",
                 "followup_source": "Trygghetsundersökningen", **later},
                {"text": "Stolpar tända", "amount": 36, "unit": "stolpar", "area": way, "period_start": start,
                 "period_end": self.today + timedelta(days=60), "responsible": "Driftledare",
                 "doer": Organisation.objects.get(city=self.pair.city, kind="housing-company")},
            ),
            (
                "bushes",
                {"kind": ActionKind.OTHER, "title": "Röj sikten längs ån", "nature": Nature.SITUATIONAL, "method": "siktrojning",
                 "cause": causes[UNSEEN], "goal": goals["safer"], "responsible": "Driftledare",
                 "followup_source": "Trygghetsvandring i oktober", "followup_on": self.ago(12), "followup_by": "Trygghetssamordnare"},
                {"text": "Sträckor röjda", "amount": 6, "unit": "sträckor", "area": way, "period_start": start,
                 "period_end": self.ago(30), "responsible": "Driftledare"},
            ),
            (
                "walks",
                {"kind": ActionKind.SAFETY_WALK, "title": "Trygghetsvandring varje kvartal", "nature": Nature.SOCIAL,
                 "method": "trygghetsvandring", "cause": causes[UNSEEN], "goal": goals["shining"],
                 "responsible": "Trygghetssamordnare", "followup_source": "Vandringarnas listor", **later},
                {"text": "Vandringar", "amount": 6, "unit": "vandringar", "area": way, "period_start": start,
                 "period_end": end, "responsible": "Trygghetssamordnare"},
            ),
            (
                "evenings",
                {"kind": ActionKind.FIELD_ASSISTANTS, "title": "Fältassistenter kvar vid Gamla bron", "nature": Nature.SOCIAL,
                 "method": "faltassistenter", "cause": kept, "goal": None, "responsible": "Områdeschef",
                 "followup_source": "Händelser i Exempelstaden", **later},
                {"text": "Kvällar med fältassistenter vid hållplatsen", "amount": 100, "unit": "kvällar", "area": bridge,
                 "period_start": start, "period_end": end, "responsible": "Fältassistent"},
            ),
        ]  # fmt: skip

    def _bridge_cause(self) -> Cause:
        """The cause by the bridge that the field assistants still work on."""
        return Cause.objects.get(picture__pair=self.pair, text__startswith="Ingen vuxen är på plats")

    def count(self, made: dict[str, Any], *, first: int, last: int) -> None:
        """What was done from `first` days ago until `last` days ago, counted by those who were there."""
        done = [
            (80, "bushes", 3, "astrid"),
            (74, "walks", 1, "astrid"),
            (70, "lamps", 12, "astrid"),
            (52, "bushes", 3, "astrid"),
        ]
        done += [(days, "evenings", 3, "hanna") for days in range(85, 4, -8)]
        done += [(24, "lamps", 10, "astrid"), (9, "walks", 1, "karl")]
        for days, name, count, who in sorted((row for row in done if last < row[0] <= first), reverse=True):
            with on(self.ago(days), hour=21):
                activity.count_progress(activity=made[name], count=count, by=self.members[who])

    def drugs(self) -> None:
        """A problem that the parties see differently, still a draft."""
        astrid, bo = self.members["astrid"], self.members["bo"]
        finding = self.picture.findings.filter(removed_at=None, area=self.area(BRIDGE)).order_by("pk")[1]
        with on(self.ago(DRUGS_AGO)):
            picture = problem.add_picture(
                pair=self.pair,
                title="Öppen försäljning av narkotika vid hållplatsen i Brovakten",
                kind=ProblemKind.DRUGS,
                area=self.area(BRIDGE),
                place=place(self.pair, "Hållplatsen i Brovakten", PlaceKind.STOP, area=BRIDGE, by=bo),
                since="våren i år",
                affected="Resande, butikernas personal och unga 13–20 år",
                findings=[finding],
                by=bo,
            )
            causes = {
                "sale": problem.add_cause(
                    picture=picture, text="Samma grupper säljer öppet vid entrén varje helg", kind=CauseKind.DIRECT,
                    perspective=Perspective.OFFENDER, grounds="Patrullerna möter samma grupper.", by=bo,
                ),
                "closed": problem.add_cause(
                    picture=picture, text="Fritidsgården stänger klockan 18", kind=CauseKind.UNDERLYING,
                    perspective=Perspective.EXPOSED, grounds="Unga har ingen annan plats inomhus på kvällen.", by=astrid,
                ),
            }  # fmt: skip
            self._answer(causes, {"astrid": (1, 3), "bo": (3, 2)})
            assert picture in pictures(self.pair)

    def third_edition(self) -> None:
        """Write what is new, and cut the third edition."""
        start, end = date(self.today.year, 1, 1), self.today.replace(day=1)
        if end <= start:
            start = date(self.today.year - 1, 7, 1)
        with on(self.ago(4), hour=15):
            situation.add_paragraph(
                picture=self.picture,
                section=Section.OTHER,
                text="Två nattöppna ställen vid Gamla bron har fått nya öppettider. Vi följer om helgnätterna blir lugnare.",
                by=self.members["bo"],
            )
            self.release("bo", "Staden arbetar med samma platser på helgnätterna.")
        with on(self.ago(3)):
            self.leave_with_the_city(start, end)
        with on(self.ago(2)):
            situation.add_paragraph(
                picture=self.picture,
                section=Section.ANALYSIS,
                text="Vi prövar en annan tid för patrullerna vid hållplatsen i Brovakten. Det är vår egen tanke ännu, inte gemensam.",
                by=self.members["bo"],
            )
