"""The first chapter, 2024: the first picture, why it is violent by the bridge, and what Norr decides to do."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from samsyn.places.models import AreaPair, PlaceKind
from samsyn.seeds.exempelstaden.story import first_plan, promises
from samsyn.seeds.exempelstaden.story.first_plan import CROWD, DARK, FOR_CARS, NO_ADULTS
from samsyn.seeds.exempelstaden.story.hands import decide, on, place
from samsyn.seeds.exempelstaden.story.picture import BRIDGE, Teller
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
from samsyn.steps.purpose import services as purpose
from samsyn.steps.purpose.models import Direction, Goal, GoalKind, OutcomeLevel
from samsyn.steps.situation.models import Edition, Section
from samsyn.steps.situation.queries.figures import figure
from samsyn.ui.templatetags.numbers import number, percent

FIGURES_ON = date(2024, 1, 22)
HARBOUR = "01"

PARAGRAPHS = (
    (
        "astrid",
        Section.MAPPING,
        "Norr har sex mellanområden. De flesta händelserna sker kring Gamla bron, där butiker, hållplatser och uteställen "
        "ligger tätt.",
    ),
    (
        "bo",
        Section.MAPPING,
        "Våldet utomhus vid Gamla bron sker mest natten mot lördag och söndag, längs gångvägen mellan uteställena och hållplatsen.",
    ),
    (
        "astrid",
        Section.OTHER,
        "På trygghetsvandringen i november berättade boende att gångvägen vid Gamla bron är mörk och att de går omvägar. "
        "Verksamheterna vid kajen sanerar klotter flera gånger i veckan om sommaren.",
    ),
    (
        "bo",
        Section.ANALYSIS,
        "Vi tror att mörkret och att ingen vuxen är på plats när uteställena stänger betyder mest. Vi vet det inte säkert.",
    ),
)
LEVELS = (
    ("01", ("gul", "Skadegörelsen vid kajen ökar varje sommar."), ("gul", "Vi åker ofta till kajen på sommaren.")),
    ("02", (None, "Undersökningen har för få svar här. Vi vet för lite."), (None, "Få anmäler härifrån.")),
    ("03", ("orange", "Få är trygga ute på kvällen."), ("orange", "Våldet utomhus samlas här på helgnätter.")),
    ("04", ("grön", "Få händelser och hög trygghet."), ("grön", "Få händelser.")),
    ("05", ("grön", "De flesta är trygga längs ån."), ("grön", "Få händelser.")),
    ("06", ("grön", "Få händelser och hög trygghet."), ("grön", "Få händelser.")),
)  # fmt: skip
WHOLE = (
    "Det mesta i Norr är lugnt och välkänt. Gamla bron drar upp antalet händelser.",
    "Helheten är gul fast Gamla bron är orange, för problemen är samlade på några få platser.",
)


@transaction.atomic
def tell(pair: AreaPair, today: date) -> None:
    """From the first picture to a plan that is carried out."""
    story = _Story(pair)
    story.first_edition()
    bridge, causes = story.problems()
    goals = story.goals(bridge)
    given = first_plan.arrange(story, bridge, causes)
    plan = first_plan.plan(story, causes, goals)
    first_plan.count(story, plan, given, promises.of_the_first_round(story, plan))


class _Story(Teller):
    def first_edition(self) -> None:
        """Write the picture of 2023 and decide it."""
        with on(date(2024, 1, 25)):
            self.write(PARAGRAPHS)
            self._findings()
            self.levels(LEVELS, WHOLE)
        with on(date(2024, 2, 6)):
            self.decide(date(2023, 1, 1), date(2024, 1, 1))

    def _findings(self) -> None:
        bridge, harbour = self.area(BRIDGE), self.area(HARBOUR)
        here = self.year("incidents.vald_utomhus", bridge)
        all_of_it = self.year("incidents.vald_utomhus", self.pair.city_area)
        self.violence = self.add(
            "bo",
            f"{percent((here.value or 0) / (all_of_it.value or 1))} av våldet utomhus i Norr sker vid Gamla bron",
            f"{number(here.value)} av {number(all_of_it.value)} händelser {here.start.year}. De är vad som har skrivits "
            "upp, inte allt som har hänt.",
            [here, all_of_it],
            bridge,
        )
        safe = self.years("safe_evening", bridge)[-1]
        self.unsafety = self.add(
            "astrid",
            f"{percent(safe.value)} är trygga ute på kvällen vid Gamla bron",
            f"Så svarade de {safe.start.year}. Svaren är få, så andelen kan vara några procent högre eller lägre.",
            [safe],
            bridge,
        )
        before, after = self.years("incidents.skadegorelse", harbour)[-2:]
        self.damage = self.add(
            "astrid",
            "Skadegörelsen i Norra hamnen återkommer varje sommar",
            f"{number(after.value)} händelser {after.start.year} och {number(before.value)} {before.start.year}. "
            "Skillnaden mellan åren kan vara en slump.",
            [after, before],
            harbour,
        )
        self.evening, self.crimes = safe, here

    def problems(self) -> tuple[ProblemPicture, dict[str, Cause]]:
        """One problem taken on with its causes, and one set aside."""
        astrid, bo = self.members["astrid"], self.members["bo"]
        with on(date(2024, 2, 14)):
            way = place(self.pair, "Gångvägen vid Gamla bron", PlaceKind.STREET, area=BRIDGE, by=astrid)
            picture = problem.add_picture(
                pair=self.pair,
                title="Våldsamt och otryggt vid Gamla bron på helgnätter",
                kind=ProblemKind.VIOLENCE,
                area=self.area(BRIDGE),
                place=way,
                since="sommaren 2021",
                affected="De som går mellan uteställena och hållplatsen, och de som bor nära",
                findings=[self.violence, self.unsafety],
                by=bo,
            )
            causes = self._causes(picture)
            picture = self._weigh(
                picture,
                Weight.CHOSEN,
                "Det drabbar många, det är samlat på en plats, och det går att påverka.",
            )
            aside = problem.add_picture(
                pair=self.pair,
                title="Skadegörelse vid kajen i Norra hamnen om sommaren",
                kind=ProblemKind.DAMAGE,
                area=self.area(HARBOUR),
                since="sommaren 2019",
                affected="Verksamheterna vid kajen",
                findings=[self.damage],
                by=astrid,
            )
            aside = self._weigh(
                aside,
                Weight.SET_ASIDE,
                "Verksamheterna vid kajen sanerar själva. Gamla bron drabbar fler och går först.",
            )
        with on(date(2024, 2, 28)):
            decide(aside, self.members)
            return decide(picture, self.members, by="bo"), causes

    def _weigh(self, picture: ProblemPicture, weight: Weight, reason: str) -> ProblemPicture:
        picture.refresh_from_db()
        return problem.weigh(
            picture=picture, weight=weight, reason=reason, version=picture.version, by=self.members["astrid"]
        )

    def _causes(self, picture: ProblemPicture) -> dict[str, Cause]:
        astrid, bo = self.members["astrid"], self.members["bo"]
        made = {
            DARK: problem.add_cause(
                picture=picture,
                text="Det är mörkt längs gångvägen mellan uteställena och hållplatsen",
                kind=CauseKind.DIRECT,
                perspective=Perspective.SITUATION,
                grounds="Hälften av lamporna är trasiga eller saknas. De flesta händelserna är på den mörkaste delen.",
                disproof="Om det är lika mycket våld på den del av gångvägen som redan är upplyst.",
                by=astrid,
            ),
            NO_ADULTS: problem.add_cause(
                picture=picture,
                text="Ingen vuxen är på plats när uteställena stänger",
                kind=CauseKind.DIRECT,
                perspective=Perspective.EXPOSED,
                grounds="Fältassistenterna slutar klockan 22. De flesta händelserna är efter klockan 23.",
                disproof="Om nätter med vuxna på plats har lika många händelser som nätter utan.",
                by=astrid,
            ),
            CROWD: problem.add_cause(
                picture=picture,
                text="Många som har druckit möts vid samma hållplats",
                kind=CauseKind.DIRECT,
                perspective=Perspective.OFFENDER,
                grounds="Två uteställen stänger samtidigt, och nattbussen går en gång i timmen.",
                by=bo,
            ),
        }
        made[FOR_CARS] = problem.add_cause(
            picture=picture,
            text="Gångvägen planerades för bilar, inte för gående",
            kind=CauseKind.UNDERLYING,
            perspective=Perspective.SITUATION,
            grounds="Belysningen sitter mot körbanan.",
            effect=made[DARK],
            by=astrid,
        )
        for party, answers in (("astrid", (3, 3, 2, 2)), ("bo", (3, 2, 3, 1))):
            for cause, sureness in zip(made.values(), answers, strict=True):
                problem.answer_certainty(cause=cause, sureness=Sureness(sureness), by=self.members[party])
        problem.add_evidence(
            picture=picture, cause=made[DARK], side=Side.FOR, text="Boende går omvägar för att det är mörkt.",
            finding=self.unsafety, by=astrid,
        )  # fmt: skip
        problem.add_evidence(
            picture=picture, cause=made[NO_ADULTS], side=Side.AGAINST, text="Vakterna är kvar till klockan 02 vissa nätter.",
            by=bo,
        )  # fmt: skip
        return made

    def goals(self, picture: ProblemPicture) -> dict[str, Goal]:
        """What shall have changed by the end of 2025."""
        edition = Edition.objects.get(picture=self.picture, number=1)
        with on(date(2024, 3, 5)):
            row = purpose.add_purpose(
                problem=picture,
                text="Alla ska kunna gå mellan uteställena och hållplatsen utan att bli utsatta och utan att vara rädda.",
                by=self.members["astrid"],
            )
            fewer = purpose.add_goal(
                purpose=row,
                statement="Färre våldshändelser utomhus vid Gamla bron",
                level=OutcomeLevel.EFFECT,
                kind=GoalKind.CRIME,
                direction=Direction.DOWN,
                metric="incidents.vald_utomhus",
                area=self.area(BRIDGE),
                baseline_reference=figure(self.crimes).reference,
                target=float(round((self.crimes.value or 0) * 0.7)),
                due_on=date(2025, 12, 31),
                source="Händelser i Exempelstaden",
                measured_by="Analytiker, Exempelstaden stad",
                why="Så mycket vill vi nå, även om det är svårt att se i ett så litet område.",
                by=self.members["bo"],
            )
            safer = purpose.add_goal(
                purpose=row,
                statement="Fler trygga ute på kvällen vid Gamla bron",
                level=OutcomeLevel.EFFECT,
                kind=GoalKind.SAFETY,
                direction=Direction.UP,
                metric="safe_evening",
                area=self.area(BRIDGE),
                baseline_reference=figure(self.evening).reference,
                target=round((self.evening.value or 0) + 0.12, 2),
                due_on=date(2025, 12, 31),
                source="Trygghetsundersökningen",
                measured_by="Analytiker, Exempelstaden stad",
                why="Då ligger Gamla bron nära resten av Norr.",
                by=self.members["astrid"],
            )
        assert edition.decided_at is not None
        with on(date(2024, 3, 12)):
            decide(row, self.members)
        return {"fewer": fewer, "safer": safer}
