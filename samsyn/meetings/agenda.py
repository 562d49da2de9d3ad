"""What is open in a pair and could be taken up at a meeting: one named function for each kind of thing.

The program proposes and a person ticks. A matter has a code, so that it is added once to an agenda.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.agreements.models import Agreement, AgreementKind
from samsyn.agreements.workflow import Stage
from samsyn.meetings import queries
from samsyn.meetings.models import AgendaItem, MatterKind, Meeting
from samsyn.meetings.room import RELEASED
from samsyn.meetings.sources.agreed import NOTICE
from samsyn.priorities.queries import priorities_now
from samsyn.records.joint.queries import Matter, matters
from samsyn.releases.kinds import every as released_kinds
from samsyn.releases.queries import joint, standing
from samsyn.steps.activity.queries import late_activities
from samsyn.steps.followup.queries import late_followups
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.workflow import EditionState
from samsyn.ui.clock import today
from samsyn.ui.templatetags.numbers import day

RECENT = timedelta(days=60)  # what counts as newly released when the forum has not met before
MOST_RELEASED = 20
FOLLOW_UP = 6  # a follow-up waits for its day: it is no draft to finish


@dataclass(frozen=True)
class Proposal:
    """Something that could be taken up.

    code   of the matter: an item keeps it
    why    one sentence
    """

    code: str
    kind: str
    title: str
    why: str
    url: str

    @property
    def kind_word(self) -> str:
        return str(MatterKind(self.kind).label)


@dataclass(frozen=True)
class Scene:
    """What the functions look at: the meeting, and the pair's standing joint matters, read once."""

    meeting: Meeting
    matters: tuple[Matter, ...]


def on_review(scene: Scene) -> list[Proposal]:
    """Texts that wait for a party's approval: the editions of the lägesbild and every joint text."""
    pair = scene.meeting.pair
    rows = Edition.objects.filter(picture__pair=pair, state=EditionState.IN_REVIEW).defer("canonical")
    found = [
        Proposal(
            f"edition:{row.pk}",
            MatterKind.REVIEW,
            _("Besluta utgåva %(number)s av lägesbilden") % {"number": row.number},
            _("Texten är på granskning."),
            reverse("situation:edition_decide", args=[pair.slug, row.number]),
        )
        for row in rows.order_by("number")
    ]
    return found + [
        _of_matter(row, scene, MatterKind.REVIEW, _("Besluta: %(title)s"))
        for row in scene.matters
        if row.is_in_review
    ]


def _of_matter(row: Matter, scene: Scene, kind: str, title: str) -> Proposal:
    return Proposal(
        f"{row.kind.code}:{row.key}:{row.number}",
        kind,
        title % {"title": row.title},
        str(row.kind.name).capitalize() + ".",
        reverse("records:decide", args=[scene.meeting.pair.slug, row.kind.code, row.pk]),
    )


def late_follow_ups(scene: Scene) -> list[Proposal]:
    """Follow-ups whose day has passed without anybody measuring."""
    return [
        Proposal(
            f"late-followup:{row.key}",
            MatterKind.LATE_FOLLOW_UP,
            _("Uppföljning: %(action)s") % {"action": row.action.title},
            _("Skulle ha följts upp den %(day)s.") % {"day": day(row.due_on)},
            row.get_absolute_url(),
        )
        for row in late_followups(scene.meeting.pair, on=today())
    ]


def late_work(scene: Scene) -> list[Proposal]:
    """Activities whose period is over with less done than promised."""
    pair = scene.meeting.pair
    return [
        Proposal(
            f"late-activity:{row.activity.key}",
            MatterKind.LATE_ACTIVITY,
            _("Aktivitet: %(activity)s") % {"activity": row.activity.text},
            _("Perioden slutade den %(day)s och allt är inte gjort.") % {"day": day(row.activity.last_day)},
            reverse("activity:plan", args=[pair.slug, row.activity.action.plan_id]),
        )
        for row in late_activities(pair, on=today())
    ]


def ending_agreements(scene: Scene) -> list[Proposal]:
    """Agreements in force that end within 90 days."""
    pair, on = scene.meeting.pair, today()
    rows = Agreement.objects.filter(pair=pair, stage=Stage.IN_FORCE, valid_to__lte=on + NOTICE)
    found = []
    for row in rows.defer("canonical").order_by("valid_to", "pk"):
        row.pair = pair
        found.append(
            Proposal(
                f"agreement:{row.pk}",
                MatterKind.AGREEMENT,
                _("Efter %(title)s") % {"title": row.title},
                _("%(kind)s. Sista dagen är den %(day)s.")
                % {"kind": str(AgreementKind(row.kind).label).capitalize(), "day": day(row.last_day)},
                row.get_absolute_url(),
            )
        )
    return found


def unanswered_priorities(scene: Scene) -> list[Proposal]:
    """Priorities of the city that the pair has not said yes or no to."""
    pair = scene.meeting.pair
    if pair.is_whole:
        return []
    return [
        Proposal(
            f"priority:{one.row.key}",
            MatterKind.PRIORITY,
            _("Svara på prioriteringen: %(title)s") % {"title": one.row.title},
            _("Stadens prioritering för %(year)s. Ni har inte svarat.") % {"year": one.year},
            one.row.list.get_absolute_url(),
        )
        for one in priorities_now(pair, on=today())
        if one.answer is None
    ]


def from_earlier(scene: Scene) -> list[Proposal]:
    """What the forum's last held meeting gave somebody to do, and that is not done."""
    before = queries.earlier_meeting(scene.meeting)
    if before is None:
        return []
    before.pair = scene.meeting.pair
    return [
        Proposal(
            f"item:{row.key}",
            MatterKind.EARLIER,
            row.title,
            _("Beslutades den %(day)s. Ansvarig: %(who)s.")
            % {"day": day(before.starts_at), "who": row.responsible},
            before.get_absolute_url(),
        )
        for row in queries.items_of(before)
        if row.responsible and not row.is_done
    ]


def unfinished_drafts(scene: Scene) -> list[Proposal]:
    """Drafts that nobody has sent to review. Minutes and follow-ups come when their day has."""
    return [
        _of_matter(row, scene, MatterKind.DRAFT, _("Utkast: %(title)s"))
        for row in scene.matters
        if not row.is_in_review
        and not row.is_decided
        and row.kind.step != FOLLOW_UP
        and row.kind.code != "protokoll"
    ]


def newly_released(scene: Scene) -> list[Proposal]:
    """Texts that one authority has released whole since the forum met last: both see them, so both may take them up."""
    pair, before = scene.meeting.pair, queries.earlier_meeting(scene.meeting)
    since = before.starts_at if before is not None else scene.meeting.added_at - RECENT
    found = []
    for kind in released_kinds():
        rows = list(joint(kind.standing(pair)))
        releases = standing(kind, [row.pk for row in rows])
        found += [
            Proposal(
                f"{RELEASED}:{kind.code}:{row.pk}",
                MatterKind.RELEASED,
                kind.heading(row),
                _("%(kind)s, släppt den %(day)s.")
                % {"kind": str(kind.label).capitalize(), "day": day(releases[row.pk].released_at)},
                kind.url(row, pair),
            )
            for row in rows
            if row.pk in releases and releases[row.pk].released_at >= since
        ]
    return found[:MOST_RELEASED]


KINDS: tuple[Callable[[Scene], list[Proposal]], ...] = (
    on_review,
    from_earlier,
    late_follow_ups,
    late_work,
    ending_agreements,
    unanswered_priorities,
    unfinished_drafts,
    newly_released,
)


def build_agenda(meeting: Meeting) -> list[Proposal]:
    """Return what is open in the pair and not on the agenda yet, what binds first."""
    taken = set(
        AgendaItem.objects.filter(meeting=meeting)
        .standing()
        .exclude(matter="")
        .values_list("matter", flat=True)
    )
    scene = Scene(meeting, tuple(matters(meeting.pair)))
    found = [proposal for kind in KINDS for proposal in kind(scene)]
    return [proposal for proposal in found if proposal.code not in taken]
