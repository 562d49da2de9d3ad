"""The one error that services raise for people to read."""

from __future__ import annotations


class UserError(Exception):
    """Something a person can mend. The text has three sentences: what is wrong, what we found, what to do.

    The text is translated where it is raised and is shown as it stands.
    """

    def __init__(self, message: str) -> None:
        self.message = str(message)
        super().__init__(self.message)


class StaleError(UserError):
    """Somebody else saved the same row first. Nothing was overwritten; `theirs` is the text that stands now."""

    def __init__(self, message: str, *, theirs: str = "") -> None:
        super().__init__(message)
        self.theirs = theirs
