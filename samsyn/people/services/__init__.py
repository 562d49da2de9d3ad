"""Writing: members, their roles and offices, and what happens at the door."""

from samsyn.people.services.appointments import (
    confirm_appointment,
    confirm_by_machine,
    refuse_appointment,
)
from samsyn.people.services.deputies import end_deputy, name_deputy
from samsyn.people.services.doors import (
    become,
    note_failed_sign_in,
    note_own_password,
    note_visit,
)
from samsyn.people.services.duties import end_office, end_role, give_office, give_role
from samsyn.people.services.forums import add_forum, end_seat, give_seat
from samsyn.people.services.members import (
    add_first_administrator,
    add_member,
    add_organisation,
    change_member,
    close_member,
    open_member,
)
from samsyn.people.services.resets import ask_for_reset, confirm_reset, refuse_reset, renew_password
from samsyn.people.services.sessions import (
    OwnSession,
    end_other_sessions,
    end_session,
    forget_sessions,
    sessions_of,
)

__all__ = [
    "OwnSession",
    "add_first_administrator",
    "add_forum",
    "add_member",
    "add_organisation",
    "ask_for_reset",
    "become",
    "change_member",
    "close_member",
    "confirm_appointment",
    "confirm_by_machine",
    "confirm_reset",
    "end_deputy",
    "end_office",
    "end_other_sessions",
    "end_role",
    "end_seat",
    "end_session",
    "forget_sessions",
    "give_office",
    "give_role",
    "give_seat",
    "name_deputy",
    "note_failed_sign_in",
    "note_own_password",
    "note_visit",
    "open_member",
    "refuse_appointment",
    "refuse_reset",
    "renew_password",
    "sessions_of",
]
