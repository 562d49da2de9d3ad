"""Writing meetings, minutes, recurring points and calendar links."""

from samsyn.meetings.services.agenda import (
    add_item,
    change_item,
    move_item,
    remove_item,
    take_up,
)
from samsyn.meetings.services.attendance import remove_attendance, set_attendance
from samsyn.meetings.services.fixed_points import add_point, change_point, remove_point
from samsyn.meetings.services.links import make_link, renew_link, revoke_link, use_link
from samsyn.meetings.services.meetings import (
    cancel,
    change_meeting,
    hold,
    plan_meeting,
    plan_series,
)
from samsyn.meetings.services.minutes import start_minutes, write_minutes

__all__ = [
    "add_item",
    "add_point",
    "cancel",
    "change_item",
    "change_meeting",
    "change_point",
    "hold",
    "make_link",
    "move_item",
    "plan_meeting",
    "plan_series",
    "remove_attendance",
    "remove_item",
    "remove_point",
    "renew_link",
    "revoke_link",
    "set_attendance",
    "start_minutes",
    "take_up",
    "use_link",
    "write_minutes",
]
