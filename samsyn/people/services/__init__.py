"""Writing: members, their roles and offices, and what happens at the door."""

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
    renew_password,
)

__all__ = [
    "add_first_administrator",
    "add_forum",
    "add_member",
    "add_organisation",
    "become",
    "change_member",
    "close_member",
    "end_deputy",
    "end_office",
    "end_role",
    "end_seat",
    "give_office",
    "give_role",
    "give_seat",
    "name_deputy",
    "note_failed_sign_in",
    "note_own_password",
    "note_visit",
    "open_member",
    "renew_password",
]
