"""The codes of `samsyn.analysis` in words: what a reader must know about an estimate, and why there is none."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.analysis.result import Caveat, Reason

CAVEATS = {
    Caveat.FEW_EVENTS: _("Få händelser, stor osäkerhet."),
    Caveat.SMALL_BASE: _("Få svar, stor osäkerhet."),
    Caveat.NO_BASE: _("Källan säger inte hur många som svarat, så osäkerheten går inte att räkna."),
    Caveat.MANY_VISITORS: _(
        "Många fler än de boende vistas här. Tal per invånare blir därför högre än risken för dem som bor här."
    ),
    Caveat.POLICE_EFFORT: _("Visar vad polisen har sökt efter, inte hur mycket som begås."),
    Caveat.BREAK: _(
        "Området ritades om under perioden. Kurvorna är delade där, och inget jämförs över gränsen."
    ),
    Caveat.OVERDISPERSED: _("Händelserna kommer i klumpar, så osäkerheten är större än intervallet visar."),
    Caveat.PRELIMINARY: _("Preliminärt: källan kan ändra talet."),
    Caveat.COMPOSED: _("Talen för området är summor av mindre områden."),
    Caveat.INCOMPLETE: _("Ett eller flera av de mindre områdena saknar tal."),
    Caveat.SNAPPED_PLACES: _(
        "Mer än 30 % av händelserna delar plats med minst 10 andra. Platserna är troligen flyttade till gemensamma "
        "punkter, så upprepningar på ”samma plats” säger inget, och en topp kan vara en sådan punkt."
    ),
    Caveat.MONTH_ONLY: _("Tiderna är bara månader. Band kortare än en månad säger inget."),
    Caveat.DISTORTED_DISTANCES: _(
        "Koordinatsystemet förvränger avstånden här med mer än 1 %. Välj ett som är gjort för platsen."
    ),
    Caveat.AUTOCORRELATED: _(
        "Avvikelserna hänger ihop från en period till nästa, så osäkerheten är större än intervallet visar."
    ),
    Caveat.EMPTY_CALENDAR_MONTH: _(
        "En del av året har inga händelser alls. Dess nivå går inte att beräkna, så de raderna är inte med."
    ),
    Caveat.NO_SEASON: _("Få händelser i den här delen av året: prövat utan egen årstid."),
    Caveat.LONELY_STRATA: _(
        "Något stratum har bara ett kluster eller ett svar. Det räknas så att osäkerheten hellre blir för stor."
    ),
    Caveat.FEW_CLUSTERS: _("Få grupper eller kluster: osäkerheten är själv osäker."),
    Caveat.ONE_CLUSTER: _("Det finns inte fler kluster än strata, så intervallet går inte att beräkna."),
    Caveat.INTERVAL_SWITCHED: _(
        "Ingen eller alla svarade så. Intervallet är Korn och Graubards, för det valda går inte att beräkna."
    ),
    Caveat.NO_SPREAD: _(
        "Områdena skiljer sig inte mer än deras egna fel kan göra. Alla får därför det värde som modellen säger, "
        "och det visar inte att de är lika."
    ),
    Caveat.SYNTHETIC: _("Området har inget eget värde med medelfel, bara vad modellen säger."),
    Caveat.STAGGERED: _(
        "Åtgärden började vid olika tid. Om verkan växer eller skiljer sig mellan enheterna kan talet bli fel, "
        "till och med till tecknet."
    ),
    Caveat.TOO_FEW_UNITS: _(
        "Med så få enheter kan inget utfall skiljas från slumpen på det här sättet: minst 21 behövs."
    ),
    Caveat.FEW_UNITS: _(
        "Enheterna är få. Intervall och p går då inte att beräkna på det här sättet: minst 10 med åtgärd behövs, "
        "och lika många utan."
    ),
    Caveat.MATCHED_ON_FEW: _(
        "Enheterna har få händelser var. Valdes de för att de var värst går talen ofta tillbaka av sig själva, och det "
        "kan se ut som en verkan."
    ),
    Caveat.PERFECT_FIT: _(
        "Blandningen träffar serien före starten exakt. Då finns ofta flera lika goda vikter, och en exakt träff "
        "säger lite när perioderna är få."
    ),
    Caveat.POOR_FIT: _("Blandningen följer inte serien före starten. Gapet efter säger då lite om åtgärden."),
    Caveat.SHORT_BEFORE: _("Det är få perioder före starten. Att blandningen träffar dem kan vara en slump."),
    Caveat.DEPENDENT_EFFECTS: _(
        "Flera effekter kommer från samma studie. De är inte oberoende: intervallet räknas därför på studierna."
    ),
    Caveat.FEW_STUDIES: _(
        "Det är få studier. Spridningen mellan platserna är osäker, och därmed hela svaret."
    ),
    Caveat.NARROWER_THAN_FIXED: _(
        "Effekterna ligger närmare varandra än deras egen osäkerhet säger. Intervallet kan vara för smalt: se det "
        "vida intervallet."
    ),
    Caveat.WDQ_NO_INTERVAL: _(
        "Kvoten har inget intervall och inget p: lita på differensen (WDD), som har det."
    ),
    Caveat.UNSURE_REDUCTION: _(
        "Områdets egen minskning kan vara slumpen. Kvoten delar med den och kan då bli vad som helst."
    ),
}

# Each stands after "går inte att beräkna: "
REASONS = {
    Reason.NO_VALUE: _("tal saknas"),
    Reason.HIDDEN: _("för få svar för att visas"),
    Reason.NO_BASE: _("källan säger inte hur många som ligger bakom"),
    Reason.NO_EVENTS: _("det finns inga händelser"),
    Reason.NO_POPULATION: _("ingen bor där"),
    Reason.NO_EXPECTED: _("inget var att vänta"),
    Reason.ONE_AREA: _("det finns inget annat område att jämföra med"),
    Reason.NO_AREAS: _("inget område finns kvar att välja"),
    Reason.NO_DIFFERENCE: _("ingen variabel skiljer områdena åt"),
    Reason.TOO_FEW_AREAS: _("det är för få områden med egna värden"),
    Reason.NO_PAIRS: _("inget par är att vänta i det första bandet"),
    Reason.NO_SPREAD: _("alla händelser ligger på samma plats"),
    Reason.NO_VARIATION: _("alla rutor har lika många händelser"),
    Reason.TOO_FEW_PERIODS: _("det behövs minst två perioder"),
    Reason.TOO_FEW_PLACES: _("det behövs minst två platser"),
    Reason.TOO_SHORT: _("serien är för kort"),
    Reason.TOO_FEW_EVENTS: _("det är för få händelser"),
    Reason.NO_FINITE_TREND: _("alla händelser ligger först eller sist i serien"),
    Reason.NO_BEFORE_OR_AFTER: _("serien har inte värden både före och efter starten"),
    Reason.NO_EVENTS_BEFORE_OR_AFTER: _("det finns inga händelser före eller inga efter starten"),
    Reason.NOT_IDENTIFIED: _("åtgärden går inte att skilja från trenden eller årstiden"),
    Reason.NO_CONTRAST: _("ingen enhet fick åtgärden medan en annan var utan"),
    Reason.NO_TREATED: _("ingen enhet har åtgärden"),
    Reason.NO_CONTROLS: _("ingen enhet är utan åtgärden"),
    Reason.NO_DONORS: _("det finns ingen enhet att blanda av"),
    Reason.NO_BEFORE: _("det finns ingen period före starten"),
    Reason.NO_AFTER: _("det finns ingen period efter starten"),
    Reason.NO_WEIGHTS: _("inga vikter får de andra enheterna att stämma med åtgärdens"),
    Reason.ONE_STUDY: _("det behövs minst två studier"),
    Reason.NO_CONTROL_EVENTS: _("jämförelseområdet har inga händelser i en av perioderna"),
    Reason.NO_REDUCTION: _("området minskade inte jämfört med jämförelseområdet"),
}


def caveat(code: str) -> str:
    """Return the sentence of a caveat. Raises ValueError for what is no code."""
    return str(CAVEATS[Caveat(code)])


def caveats(codes: Iterable[str]) -> list[str]:
    """Return the sentences of several, each once, in their order."""
    return [caveat(code) for code in dict.fromkeys(codes)]


def reason(code: str) -> str:
    """Return why something cannot be estimated, to stand after a colon. Raises ValueError for what is no code."""
    return str(REASONS[Reason(code)])


def not_estimable(code: str) -> str:
    """Return the whole sentence."""
    return gettext("Går inte att beräkna: %(reason)s.") % {"reason": reason(code)}
