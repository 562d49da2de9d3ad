"""The ready types of action: what each proposes, so that a form is filled in and changed, not written from nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.steps.activity.models import ActionKind, Nature

Words = Promise | str
OCCASIONS: Words = _("tillfällen")


@dataclass(frozen=True)
class Ready:
    """A proposal for one kind of action and for its first activity.

    about         one sentence for who chooses among the types
    method        code of the method library, or ""
    activity      what is typically done, in `unit`
    within_hours  how soon it must be done each time, or None
    """

    kind: ActionKind
    about: Words
    title: Words = ""
    how: Words = ""
    nature: Nature = Nature.SITUATIONAL
    method: str = ""
    expected: Words = ""
    activity: Words = ""
    unit: Words = OCCASIONS
    within_hours: int | None = None


TYPES: tuple[Ready, ...] = (
    Ready(
        ActionKind.FIELD_ASSISTANTS,
        about=_("Vuxna som känner ungdomarna är ute där de är."),
        title=_("Fältassistenter på kvällar och helger"),
        how=_("Fältassistenterna är ute två och två på de platser och tider som lägesbilden pekar ut."),
        nature=Nature.SOCIAL,
        method="faltassistenter",
        expected=_("Fler ungdomar får kontakt med en vuxen innan något händer."),
        activity=_("Fältassistenter ute på kvällen"),
        unit=_("kvällar"),
    ),
    Ready(
        ActionKind.GRAFFITI_REMOVAL,
        about=_("Klotter tas bort inom ett dygn, varje gång."),
        title=_("Klottersanering inom 24 timmar"),
        how=_("Den som ser klotter anmäler det samma dag. Saneringen är klar inom 24 timmar från anmälan."),
        method="klottersanering",
        expected=_("Klottret syns kortare tid och lockar inte till mer."),
        activity=_("Sanering av anmält klotter"),
        unit=_("saneringar"),
        within_hours=24,
    ),
    Ready(
        ActionKind.EVENING_POLICE,
        about=_("Poliser till fots på de platser och tider där det händer mest."),
        title=_("Fotpatrull på kvällstid"),
        how=_("Poliserna går till fots, är kvar minst en kvart på varje plats och talar med dem som är där."),
        method="fotpatrull",
        expected=_("Färre händelser på platsen medan patrullen går."),
        activity=_("Fotpatrull på kvällen"),
    ),
    Ready(
        ActionKind.SUBSTANCE_PREVENTION,
        about=_("Tidigt stöd till den som har börjat använda alkohol eller droger."),
        title=_("Tidiga samtal om alkohol och droger"),
        how=_(
            "Skola, socialtjänst och polis erbjuder samtal tidigt. De sker i respektive verksamhet, inte här."
        ),
        nature=Nature.SOCIAL,
        method="tidiga-insatser-missbruk",
        expected=_("Fler tar emot stöd tidigt."),
        activity=_("Träffar med elever och personal"),
        unit=_("träffar"),
    ),
    Ready(
        ActionKind.HOME_VIOLENCE_PREVENTION,
        about=_("Grannar, personal och vårdgivare vet vad de ska göra vid oro."),
        title=_("Fler som agerar vid oro för våld i hemmet"),
        how=_(
            "Fastighetsägaren informerar i trapphusen, och personalen utbildas i att fråga och att lotsa vidare."
        ),
        nature=Nature.SOCIAL,
        method="huskurage",
        expected=_("Fler frågar, ringer och söker hjälp."),
        activity=_("Information och utbildning"),
    ),
    Ready(
        ActionKind.SAFETY_WALK,
        about=_("Boende, stad, polis och fastighetsägare går en runda och rättar det som går."),
        title=_("Trygghetsvandring"),
        how=_("Gå i mörker. Skriv upp det som ska rättas, vem som gör det och när det ska vara klart."),
        method="trygghetsvandring",
        expected=_("Brister på platsen blir rättade."),
        activity=_("Trygghetsvandring med boende"),
        unit=_("vandringar"),
    ),
    Ready(
        ActionKind.LIGHTING,
        about=_("Ljus där människor går, och träd och buskar som inte skymmer."),
        title=_("Bättre belysning"),
        how=_("Mät ljuset, byt eller komplettera stolpar, och kontrollera på plats i mörker efteråt."),
        method="belysning",
        expected=_("Fler väljer vägen när det är mörkt."),
        activity=_("Nya eller utbytta ljuspunkter"),
        unit=_("ljuspunkter"),
    ),
    Ready(
        ActionKind.CLEANING,
        about=_("En plats som sköts visar att någon bryr sig."),
        title=_("Städning och skötsel"),
        how=_("Platsen städas de dagar som står i planen. Skadat och trasigt anmäls samma dag."),
        method="skotsel-och-stadning",
        expected=_("Platsen ser skött ut varje dag."),
        activity=_("Städning av platsen"),
        unit=_("dagar"),
    ),
    Ready(
        ActionKind.CAMERA,
        about=_("Kräver att lagens villkor är prövade. Kommunens behov ska stå i lägesbilden."),
        title=_("Kamerabevakning av platsen"),
        how=_(
            "Pröva först om något mindre ingripande räcker. Skriv ner intresseavvägningen och sätt upp skyltar."
        ),
        method="kamerabevakning",
        expected=_("Fler händelser klaras upp och färre sker inom synfältet."),
        activity=_("Genomgång av om kameran behövs"),
        unit=_("genomgångar"),
    ),
    Ready(
        ActionKind.PARENT_INFORMATION,
        about=_("Föräldrar får veta vad som händer, och vad de kan göra."),
        title=_("Information till föräldrar"),
        how=_("Skola, socialtjänst och polis berättar tillsammans vad de ser, och svarar på frågor."),
        nature=Nature.SOCIAL,
        method="foraldrastod",
        expected=_("Fler föräldrar vet var barnen är på kvällen."),
        activity=_("Föräldramöten"),
        unit=_("möten"),
    ),
    Ready(
        ActionKind.EVENT_SUPPORT,
        about=_("Fler vuxna ute vid skolavslutning, valborg och större evenemang."),
        title=_("Samlad närvaro vid evenemang"),
        how=_(
            "Stad, polis och föreningar delar upp platser och tider i förväg och har en gemensam lägesbild på kvällen."
        ),
        nature=Nature.SOCIAL,
        method="nattvandring",
        expected=_("Kvällen slutar utan allvarliga händelser."),
        activity=_("Kvällar med samlad närvaro"),
        unit=_("kvällar"),
    ),
    Ready(ActionKind.OTHER, about=_("Något annat. Ni beskriver det själva.")),
)


def ready(kind: str) -> Ready | None:
    """Return the proposal for the kind, or None when there is no such kind."""
    return next((one for one in TYPES if one.kind == kind), None)
