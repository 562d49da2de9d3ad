"""The six steps of the model in words: what belongs in each, why, who decides, and what the law says."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Step:
    """One step of the model. `law` is empty where no law asks for the step."""

    number: int
    name: Promise | str
    short: Promise | str  # in the wheel
    question: Promise | str
    belongs: tuple[Promise | str, ...]
    why: Promise | str
    decides: Promise | str
    law: Promise | str = ""


STEPS = (
    Step(
        1,
        _("Lägesbild"),
        _("Lägesbild"),
        _("Hur är det här, och hur säkra är ni? Båda ser var för sig, sedan tillsammans."),
        (
            _("kartläggning av brott, deras omfattning och följder"),
            _("annan information av betydelse, som trygghet och händelser på platser"),
            _("en analys av båda"),
        ),
        _("Utan en gemensam bild arbetar var och en efter sin egen."),
        _(
            "Trygghetssamordnaren och kommunpolisen, eller deras chefer, godkänner samma text för var sin part."
        ),
        _("4 § lag (2023:196): kommunen ska ta fram en lägesbild med en analys."),
    ),
    Step(
        2,
        _("Problembild"),
        _("Problembild"),
        _("Varför är det så? Orsaker, med skäl för och emot."),
        (
            _("ett problem på en plats eller i ett område, med de slutsatser ur lägesbilden som visar det"),
            _("orsakerna till problemet, direkta och bakomliggande, var och en med skäl för och emot"),
            _("en prioritering: vilka problem ni tar er an och vilka ni lägger åt sidan, och varför"),
        ),
        _("En åtgärd som inte svarar mot en orsak hjälper bara av en slump."),
        _("Beredningsgruppen analyserar. Styrgruppen beslutar vilka problem som går först."),
        _("4 § lag (2023:196): i lägesbilden ska det ingå en analys."),
    ),
    Step(
        3,
        _("Syfte och mål"),
        _("Syfte|och mål"),
        _("Vad ska ha ändrats, hur mycket och när? Går det att se?"),
        (
            _("ett syfte: varför ni gör detta"),
            _("mål med mått, utgångsvärde, målvärde och dag"),
            _("svaret på frågan om en förändring av den storleken går att skilja från slumpen här"),
        ),
        _("Ett mål som inte går att mäta kan ingen säga att ni har nått."),
        _("Styrgruppen, båda parter på samma text."),
        _("Ingen lag kräver mål. Brås arbetssätt gör det: målen ska vara avgränsade och mätbara."),
    ),
    Step(
        4,
        _("Metod, resurs och organisation"),
        _("Metod, resurs,|organisation"),
        _("Vad brukar hjälpa, vad kostar det och vem leder?"),
        (
            _("metoden för varje orsak, med hur väl den är prövad"),
            _("timmar och kronor som varje organisation lovar"),
            _("vilket forum som leder, och med vilket mandat"),
        ),
        _("Ett beslut utan timmar och utan någon som leder blir inte gjort."),
        _("Cheferna hos båda parter, för sina egna resurser."),
        _("8–12 §§ lag (2023:196): överenskommelser, råd och en funktion som samordnar."),
    ),
    Step(
        5,
        _("Aktivitet och åtgärd"),
        _("Aktivitet|och åtgärd"),
        _("Vem gör vad, hur många gånger, var?"),
        (
            _("åtgärder som var och en svarar mot en orsak och ett mål"),
            _("aktiviteter med antal, enhet, plats, period och en ansvarig"),
            _("det som är utfört, räknat av dem som var där"),
        ),
        _("Löften utan antal går varken att planera eller att följa upp."),
        _("Styrgruppen beslutar åtgärdsplanen på en beslutad utgåva av lägesbilden."),
        _("5 § lag (2023:196): kommunen ska besluta en åtgärdsplan med lägesbilden som underlag."),
    ),
    Step(
        6,
        _("Uppföljning"),
        _("Uppföljning"),
        _("Gjordes det? Hjälpte det? Vad hade hänt ändå?"),
        (
            _("om det som lovades blev gjort"),
            _("om målet nåddes, jämfört med vad som skulle ha hänt ändå"),
            _("slutsatsen: fortsätt, ändra, sluta eller sprid, och vad ni lärde er"),
        ),
        _("Uppföljningen är det första som nästa lägesbild börjar med."),
        _("Styrgruppen, båda parter på samma text."),
        _("6 § lag (2023:196): lägesbilden uppdateras och åtgärdsplanen följs upp minst vartannat år."),
    ),
)
