"""Every event that the log can hold. The value is stored; the label is what a reader of the log sees."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    # people
    SIGNED_IN = "signed-in", _("loggade in")
    SIGNED_OUT = "signed-out", _("loggade ut")
    SIGN_IN_FAILED = "sign-in-failed", _("misslyckades med att logga in")
    SECOND_FACTOR_ADDED = "second-factor-added", _("slog på inloggning i två steg")
    SECOND_FACTOR_REMOVED = "second-factor-removed", _("slog av inloggning i två steg")
    PASSWORD_CHANGED = "password-changed", _("bytte sitt lösenord")
    PASSWORD_RENEWED = "password-renewed", _("gav en medarbetare ett engångslösenord")
    MEMBER_ADDED = "member-added", _("lade till en medarbetare")
    MEMBER_CHANGED = "member-changed", _("ändrade uppgifter om en medarbetare")
    MEMBER_CLOSED = "member-closed", _("stängde en medarbetares inloggning")
    MEMBER_OPENED = "member-opened", _("öppnade en medarbetares inloggning")
    ORGANISATION_ADDED = "organisation-added", _("lade till en organisation")
    ROLE_GIVEN = "role-given", _("gav en roll")
    ROLE_ENDED = "role-ended", _("avslutade en roll")
    OFFICE_GIVEN = "office-given", _("tillsatte ett ämbete")
    OFFICE_ENDED = "office-ended", _("avslutade ett innehav av ett ämbete")
    FORUM_ADDED = "forum-added", _("lade till ett forum")
    SEAT_GIVEN = "seat-given", _("gav en plats i ett forum")
    SEAT_ENDED = "seat-ended", _("avslutade en plats i ett forum")
    # places
    CITY_ADDED = "city-added", _("lade till en stad")
    AREAS_LOADED = "areas-loaded", _("läste in områden")
    PAIR_OPENED = "pair-opened", _("öppnade ett områdespar")
    # evidence
    FILE_RECEIVED = "file-received", _("tog emot en fil")
    DATASET_ADDED = "dataset-added", _("lade till en datamängd")
    IMPORT_PREPARED = "import-prepared", _("valde hur en fil ska läsas")
    IMPORT_CONFIRMED = "import-confirmed", _("bekräftade en inläsning")
    IMPORT_RESUMED = "import-resumed", _("startade om en avbruten inläsning")
    IMPORT_FINISHED = "import-finished", _("läste in en fil")
    IMPORT_FAILED = "import-failed", _("kunde inte läsa in en fil")
    IMPORT_DISCARDED = "import-discarded", _("tog bort en fil innan den lästes in")
    IMPORT_SUPERSEDED = "import-superseded", _("ersatte en inläsning")
    RECIPE_SAVED = "recipe-saved", _("sparade ett recept för kolumner")
    ROWS_SEEN = "rows-seen", _("öppnade rader i en fil")
    # situation
    PARAGRAPH_ADDED = "paragraph-added", _("skrev ett stycke")
    PARAGRAPH_CHANGED = "paragraph-changed", _("ändrade ett stycke")
    PARAGRAPH_REMOVED = "paragraph-removed", _("tog bort ett stycke")
    FINDING_ADDED = "finding-added", _("lade till en slutsats")
    FINDING_CHANGED = "finding-changed", _("ändrade en slutsats")
    FINDING_REMOVED = "finding-removed", _("tog bort en slutsats")
    LEVEL_SET = "level-set", _("satte ett läge")
    EDITION_CUT = "edition-cut", _("skapade en utgåva")
    EDITION_RECUT = "edition-recut", _("uppdaterade en utgåva")
    EDITION_SENT = "edition-sent", _("skickade en utgåva på granskning")
    EDITION_RETURNED = "edition-returned", _("begärde ändring av en utgåva")
    EDITION_DECIDED = "edition-decided", _("beslutade en utgåva")
    EDITION_EXPORTED = "edition-exported", _("hämtade en utgåva som dokument")
    # records
    REGISTRY_NUMBER_SET = "registry-number-set", _("skrev in ett diarienummer")
    APPROVED = "approved", _("godkände en text")
    APPROVAL_VOIDED = "approval-voided", _("gjorde att ett godkännande upphörde")
    DECIDED = "decided", _("godkände sist, så att båda parter nu har beslutat")


def choices() -> list[tuple[str, str]]:
    """Return the choices of the field, as a function so that a new event needs no migration."""
    return list(Event.choices)  # type: ignore[arg-type]
