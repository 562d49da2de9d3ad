"""What waits for a member in a pair: one named function for each kind of thing. Late things come first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.agreements.queries.promises import ToPublish
from samsyn.evidence.access import known_imports
from samsyn.evidence.models import DataImport, ImportState
from samsyn.home.levels import Levels
from samsyn.home.progress import Progress
from samsyn.home.situation import SituationBrief
from samsyn.home.steps import FOLLOW_UP
from samsyn.meetings.points import PointKind
from samsyn.people import appointments as appointed
from samsyn.people.models import Member, PasswordReset
from samsyn.places.models import AreaPair
from samsyn.records.disagreement.models import Disagreement
from samsyn.records.disagreement.queries import address
from samsyn.steps.situation.workflow import EditionState
from samsyn.ui.templatetags.numbers import day, moment

MOST_AREAS = 3
MOST_DRAFTS = 5
MOST_DAYS = 3
DAYS_AHEAD = 30


@dataclass(frozen=True)
class Waiting:
    """One thing to do: the sentence is the link, the explanation says why."""

    sentence: str
    why: str
    url: str


@dataclass(frozen=True)
class Scene:
    """What the functions look at. It is read once; they ask no questions of their own.

    may_write, may_approve   what the member may do in the pair
    offices                  those she holds there, read when something waits for signatures
    """

    member: Member
    pair: AreaPair
    brief: SituationBrief
    levels: Levels
    progress: Progress
    may_write: bool = False
    may_approve: bool = False
    offices: frozenset[str] = frozenset()
    imports: tuple[DataImport, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    to_publish: tuple[ToPublish, ...] = ()
    resets: tuple[PasswordReset, ...] = ()
    appointments: tuple[appointed.Row, ...] = ()


def approvals(scene: Scene) -> list[Waiting]:
    """An edition in review that the member's own party has not approved."""
    if not scene.may_approve:
        return []
    return [
        Waiting(
            _("Läs och godkänn utgåva %(number)s av lägesbilden") % {"number": edition.number},
            _("Den gäller när båda parter har godkänt samma text. Er part har inte godkänt den.")
            if len(edition.lacks) == 2
            else _("Den andra parten har godkänt den. Utgåvan gäller när er part också har gjort det."),
            reverse("situation:edition_decide", args=[scene.pair.slug, edition.number]),
        )
        for edition in scene.brief.editions
        if edition.state == EditionState.IN_REVIEW and scene.member.party in edition.lacks
    ]


def drafts(scene: Scene) -> list[Waiting]:
    """A draft that nobody has sent to review."""
    if not scene.may_write:
        return []
    return [
        Waiting(
            _("Gör klart utkastet till utgåva %(number)s") % {"number": edition.number},
            _("Sidan säger vad som fattas innan utgåvan kan skickas på granskning."),
            reverse("situation:edition", args=[scene.pair.slug, edition.number]),
        )
        for edition in scene.brief.editions
        if edition.state == EditionState.DRAFT
    ]


def failed_imports(scene: Scene) -> list[Waiting]:
    """A file of the member's own that the program could not read."""
    return [
        Waiting(
            _("Se vad som var fel i filen %(file)s") % {"file": row.file_name},
            _("Inläsningen stoppades. Inget av filens tal är sparat."),
            reverse("evidence:import", args=[row.pk]),
        )
        for row in scene.imports
        if row.state == ImportState.FAILED
    ]


def received_imports(scene: Scene) -> list[Waiting]:
    """A file of the member's own that she has not confirmed."""
    return [
        Waiting(
            _("Granska filen %(file)s och läs in den") % {"file": row.file_name},
            _("Filen är mottagen men inte inläst. Talen syns först när du har bekräftat."),
            reverse("evidence:import", args=[row.pk]),
        )
        for row in scene.imports
        if row.state == ImportState.RECEIVED
    ]


def areas_without_level(scene: Scene) -> list[Waiting]:
    """Areas without a level that one's own party has not judged, once the picture is begun."""
    if not scene.may_write or first_picture(scene):
        return []
    lacking = scene.levels.to_judge
    if not lacking:
        return []
    names = ", ".join(row.name for row in lacking[:MOST_AREAS])
    more = len(lacking) - MOST_AREAS
    why = (
        ngettext("%(names)s och ett till.", "%(names)s och %(more)s till.", more)
        % {"names": names, "more": more}
        if more > 0
        else _("Det gäller %(names)s.") % {"names": names}
    )
    return [
        Waiting(
            ngettext(
                "Sätt läget i ett område som saknar läge",
                "Sätt läget i %(count)s områden som saknar läge",
                len(lacking),
            )
            % {"count": len(lacking)},
            why,
            reverse("situation:level", args=[scene.pair.slug, lacking[0].code]),
        )
    ]


def levels_to_settle(scene: Scene) -> list[Waiting]:
    """Areas that both have judged, where they have neither agreed nor said that they differ."""
    if not scene.may_write:
        return []
    return [
        Waiting(
            _("Kom överens om läget i %(area)s") % {"area": name},
            _("Båda har bedömt. Jämför, och kom överens eller skriv att ni är oeniga."),
            reverse("situation:level", args=[scene.pair.slug, code]),
        )
        for name, code in scene.levels.to_settle[:MOST_AREAS]
    ]


def first_picture(scene: Scene) -> list[Waiting]:
    """A pair where nothing is written."""
    if not scene.may_write or scene.brief.has_text or scene.brief.editions:
        return []
    return [
        Waiting(
            _("Börja på lägesbilden"),
            _("Ingenting är skrivet ännu. Ta upp det ni vet, och skriv vad som saknas."),
            reverse("situation:picture", args=[scene.pair.slug]),
        )
    ]


def matters_to_approve(scene: Scene) -> list[Waiting]:
    """A text of steps 2 to 6 on review that the member's own party has not approved."""
    if not scene.may_approve:
        return []
    return [
        Waiting(
            _("Läs och godkänn: %(title)s") % {"title": row.title},
            _("%(kind)s. Er part har inte godkänt texten. Den gäller när båda har godkänt den.")
            % {"kind": str(row.kind.name).capitalize()}
            if len(row.lacks) == 2
            else _(
                "%(kind)s. Den andra parten har godkänt texten. Den gäller när er part också har gjort det."
            )
            % {"kind": str(row.kind.name).capitalize()},
            reverse("records:decide", args=[scene.pair.slug, row.kind.code, row.pk]),
        )
        for row in scene.progress.matters
        if row.is_in_review and scene.member.party in row.lacks
    ]


def agreements_to_sign(scene: Scene) -> list[Waiting]:
    """A decided agreement that the member's own office has not signed."""
    return [
        Waiting(
            _("Läs och skriv under: %(title)s") % {"title": row.title},
            _("Båda parter har beslutat texten. Den gäller när båda har skrivit under."),
            row.url,
        )
        for row in scene.progress.to_sign
        if any(party == scene.member.party and office in scene.offices for party, office in row.lacks)
    ]


def disagreements(scene: Scene) -> list[Waiting]:
    """What the parties do not agree on: for the whole city to answer, in a pair to write one's own party's view of."""
    ask = (
        _("Svara på oenigheten i %(pair)s: %(about)s")
        if scene.pair.is_whole
        else _("Skriv er syn på oenigheten: %(about)s")
    )
    return [
        Waiting(ask % {"pair": row.pair.name, "about": _short(row.about)}, due(row), address(row))
        for row in scene.disagreements
    ]


def due(row: Disagreement) -> str:
    """Say by when the answer is to come, or that it is late."""
    said = (
        _("Försenat: svaret skulle ha kommit den %(day)s.")
        if row.is_late
        else _("Svaret ska komma senast den %(day)s.")
    )
    return said % {"day": day(row.answer_by)}


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(90)


def promises_to_publish(scene: Scene) -> list[Waiting]:
    """A promise that somebody else has proposed to publish: it takes two, and the member may be the second."""
    return of_promises(scene.to_publish)


def of_promises(rows: Iterable[ToPublish]) -> list[Waiting]:
    """Say which promises wait for the member to publish, and where she does it."""
    return [
        Waiting(
            _("Läs och publicera: %(title)s") % {"title": one.promise.title},
            _("%(who)s föreslog det %(day)s. Det krävs två personer, och du kan vara den andra.")
            % {"who": one.proposal.proposer_name, "day": day(one.proposal.proposed_at)},
            one.promise.get_absolute_url(),
        )
        for one in rows
    ]


def resets_to_confirm(scene: Scene) -> list[Waiting]:
    """Another's new password in the city: somebody has asked for it, and the member may be the second who confirms."""
    return of_resets(scene.resets)


def of_resets(rows: Iterable[PasswordReset]) -> list[Waiting]:
    """Say which new passwords wait for the member's yes or no, and where she gives it."""
    return [
        Waiting(
            _("Bekräfta eller säg nej: nytt lösenord för %(name)s") % {"name": row.member.name},
            _("%(who)s begärde det %(at)s. Prata med medarbetaren först.")
            % {"who": row.asked_by.name, "at": moment(row.asked_at)},
            reverse("people:resets", args=[row.member.organisation.city.slug]),
        )
        for row in rows
    ]


def appointments_to_confirm(scene: Scene) -> list[Waiting]:
    """What the other authority has appointed in the member's own, which she may confirm."""
    return of_appointments(scene.appointments)


def of_appointments(rows: Iterable[appointed.Row]) -> list[Waiting]:
    """Say which appointments wait for the member's yes or no, and where she gives it."""
    asks = _("Bekräfta eller säg nej: %(name)s, %(duty)s")
    why = _("%(who)s gav uppdraget %(at)s. Det ger ingen rätt förrän er myndighet har svarat.")
    return [
        Waiting(
            asks % {"name": row.member.name, "duty": appointed.name_of(row)},
            why % {"who": row.appointed_by, "at": moment(row.appointed_at)},
            reverse("people:appointments", args=[appointed.city_of(row).slug]),
        )
        for row in rows
    ]


def late_followups(scene: Scene) -> list[Waiting]:
    """Follow-ups that are past their day."""
    names = scene.progress.late_followups
    if not names or not (scene.may_write or scene.may_approve):
        return []
    return [
        Waiting(
            ngettext(
                "Gör uppföljningen som är försenad",
                "Gör %(count)s uppföljningar som är försenade",
                len(names),
            )
            % {"count": len(names)},
            _("Det gäller %(names)s.") % {"names": ", ".join(names[:MOST_AREAS])},
            reverse("followup:followups", args=[scene.pair.slug]),
        )
    ]


def late_activities(scene: Scene) -> list[Waiting]:
    """Activities that are past their end with less done than promised."""
    names = scene.progress.late_activities
    if not names or not scene.may_write:
        return []
    return [
        Waiting(
            ngettext(
                "Se över aktiviteten som är sen", "Se över %(count)s aktiviteter som är sena", len(names)
            )
            % {"count": len(names)},
            _("Det gäller %(names)s.") % {"names": ", ".join(names[:MOST_AREAS])},
            reverse("activity:plans", args=[scene.pair.slug]),
        )
    ]


def days_of_the_year(scene: Scene) -> list[Waiting]:
    """What the year asks for: late, or due within 30 days. Late follow-ups have a line of their own."""
    if not (scene.may_write or scene.may_approve):
        return []
    rows = [
        row
        for row in scene.progress.reminders
        if row.days_left <= DAYS_AHEAD and not (row.kind == PointKind.FOLLOW_UP and row.is_late)
    ]
    return [Waiting(row.sentence, f"{row.title}. {row.when}", row.url) for row in rows[:MOST_DAYS]]


def matters_in_draft(scene: Scene) -> list[Waiting]:
    """Drafts of steps 2 to 5 that nobody has sent to review; a follow-up waits for its day."""
    if not scene.may_write:
        return []
    rows = [
        row
        for row in scene.progress.matters
        if not row.is_decided and not row.is_in_review and row.kind.step != FOLLOW_UP
    ]
    return [
        Waiting(
            _("Gör klart utkastet: %(title)s") % {"title": row.title},
            _("%(kind)s. Sidan säger vad som fattas innan texten kan skickas på granskning.")
            % {"kind": str(row.kind.name).capitalize()},
            reverse("records:decide", args=[scene.pair.slug, row.kind.code, row.pk]),
        )
        for row in rows[:MOST_DRAFTS]
    ]


KINDS: tuple[Callable[[Scene], list[Waiting]], ...] = (
    approvals,
    matters_to_approve,
    agreements_to_sign,
    promises_to_publish,
    resets_to_confirm,
    appointments_to_confirm,
    disagreements,
    late_followups,
    failed_imports,
    received_imports,
    late_activities,
    days_of_the_year,
    drafts,
    matters_in_draft,
    first_picture,
    levels_to_settle,
    areas_without_level,
)


def waiting_for(scene: Scene) -> list[Waiting]:
    """Return all that waits for the member in the pair, the most urgent first."""
    return [row for kind in KINDS for row in kind(scene)]


def own_imports(member: Member, pair: AreaPair) -> tuple[DataImport, ...]:
    """Return the member's own files in the pair's city that failed or wait for her."""
    rows = DataImport.objects.filter(
        known_imports(reader=member.party),  # not what she handed in for the authority that she has left
        city_id=pair.city_id,
        received_by=member,
        state__in=(ImportState.FAILED, ImportState.RECEIVED),
    )
    return tuple(rows.only("pk", "state", "file_name", "received_at")[:5])
