"""Points of the six steps: editions and the law's two years, follow-ups, and when plans end."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from samsyn.meetings.days import local_day, years_after
from samsyn.meetings.points import Owner, Point, PointKind
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity.queries import plans as all_plans
from samsyn.steps.followup.queries import followups as all_followups
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.workflow import EditionState
from samsyn.ui.clock import today
from samsyn.ui.templatetags.numbers import day as in_words

YEARS_OF_LAW = 2  # 6 § lag (2023:196)
CLOSED = (EditionState.DECIDED, EditionState.SUPERSEDED)


def is_open(pair: AreaPair) -> bool:
    """Whether the pair still works today: one that has ended is late with nothing."""
    return pair.valid_to is None or pair.valid_to > today()


def _editions(pair: AreaPair) -> list[Edition]:
    rows = Edition.objects.filter(picture__pair=pair, state__in=CLOSED).exclude(decided_at=None)
    found = list(rows.select_related("picture").defer("canonical").order_by("number"))
    for row in found:
        row.picture.pair = pair
    return found


def editions(owner: Owner, start: date, end: date) -> list[Point]:
    """The editions that both parties have decided, on the day of the decision."""
    if not isinstance(owner, AreaPair):
        return []
    found = []
    for row in _editions(owner):
        assert row.decided_at is not None
        on = local_day(row.decided_at)
        if start <= on < end:
            title = _("Utgåva %(number)s av lägesbilden beslutad") % {"number": row.number}
            found.append(
                Point(
                    on,
                    None,
                    PointKind.EDITION,
                    title,
                    row.get_absolute_url(),
                    owner,
                    is_done=True,
                    key=f"edition:{row.pk}",
                    about=row,
                )
            )
    return found


def law(owner: Owner, start: date, end: date) -> list[Point]:
    """Two years after the newest decided edition: by then 6 § of the act wants the lägesbild updated."""
    if not isinstance(owner, AreaPair):
        return []
    newest = next((row for row in reversed(_editions(owner)) if row.state == EditionState.DECIDED), None)
    if newest is None or newest.decided_at is None:
        return []
    on = years_after(local_day(newest.decided_at), YEARS_OF_LAW)
    if not start <= on < end:
        return []
    why = _(
        "6 § lag (2023:196): lägesbilden uppdateras minst vartannat år. Utgåva %(number)s beslutades den %(day)s."
    ) % {"number": newest.number, "day": in_words(newest.decided_at)}
    return [
        Point(
            on,
            None,
            PointKind.LAW,
            _("Sista dagen för en ny utgåva av lägesbilden"),
            newest.picture.get_absolute_url(),
            owner,
            is_late=on < today() and is_open(owner),
            why=why,
            key=f"law:edition:{newest.pk}",
            about=newest,
            todo=_("Besluta en ny utgåva av lägesbilden"),
        )
    ]


def followups(owner: Owner, start: date, end: date) -> list[Point]:
    """The follow-ups of actions, on the day when each is due."""
    if not isinstance(owner, AreaPair):
        return []
    found = []
    for row in all_followups(owner):
        if not start <= row.due_on < end:
            continue
        is_done = row.measured_at is not None or row.state == JointState.DECIDED
        found.append(
            Point(
                row.due_on,
                None,
                PointKind.FOLLOW_UP,
                _("Uppföljning: %(action)s") % {"action": row.action.title},
                row.get_absolute_url(),
                owner,
                is_done=is_done,
                is_late=not is_done and row.due_on < today() and is_open(owner),
                key=f"followup:{row.key}",
                about=row.action,
                todo="" if is_done else _("Följ upp: %(action)s") % {"action": row.action.title},
            )
        )
    return found


def plans(owner: Owner, start: date, end: date) -> list[Point]:
    """The last day of each decided action plan, unless a later plan is decided already."""
    if not isinstance(owner, AreaPair):
        return []
    decided = [row for row in all_plans(owner) if row.state == JointState.DECIDED]
    found = []
    for row in decided:
        if not start <= row.last_day < end:
            continue
        is_done = any(other.period_end > row.period_end for other in decided)
        found.append(
            Point(
                row.last_day,
                None,
                PointKind.PLAN,
                _("%(plan)s slutar") % {"plan": row.title},
                row.get_absolute_url(),
                owner,
                is_done=is_done,
                is_late=not is_done and row.last_day < today() and is_open(owner),
                why=_("Nästa plan är beslutad.") if is_done else "",
                key=f"plan-end:{row.key}",
                about=row,
                todo="" if is_done else _("Besluta nästa åtgärdsplan"),
            )
        )
    return found
