"""Triggers in both databases that refuse to change or remove what must stand: log, decisions, decided editions.

Migrations install them. The tests of whole databases take them away while they empty tables between two tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Guard:
    """What may not happen to one table.

    frozen  columns that may not change; empty means that no column may
    when    SQL over OLD that says from when a row is frozen
    never   SQL over OLD and NEW for one more change that is refused: a state that may not go back
    """

    table: str
    frozen: tuple[str, ...] = ()
    when: str = "TRUE"
    never: str = "FALSE"

    def _changed(self, operator: str) -> str:
        if not self.frozen:
            return "TRUE"
        changes = [f"OLD.{name} {operator} NEW.{name}" for name in self.frozen]
        return "(" + " OR ".join([*changes, f"({self.never})"]) + ")"

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Make the triggers. Nothing happens when they stand already."""
        self.remove(connection)
        sqls = self._postgresql() if connection.vendor == "postgresql" else self._sqlite()
        with connection.cursor() as cursor:
            for sql in sqls:
                cursor.execute(sql)

    def _sqlite(self) -> list[str]:
        text = f"{self.table} is append-only"
        return [
            f"CREATE TRIGGER {self.table}_no_update BEFORE UPDATE ON {self.table} "
            f"WHEN {self.when} AND {self._changed('IS NOT')} BEGIN SELECT RAISE(ABORT, '{text}'); END",
            f"CREATE TRIGGER {self.table}_no_delete BEFORE DELETE ON {self.table} "
            f"WHEN {self.when} BEGIN SELECT RAISE(ABORT, '{text}'); END",
        ]

    def _postgresql(self) -> list[str]:
        return [
            f"""CREATE FUNCTION {self.table}_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION '{self.table} is append-only'; END IF;
                IF {self.when} THEN
                    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{self.table} is append-only'; END IF;
                    IF {self._changed("IS DISTINCT FROM")} THEN RAISE EXCEPTION '{self.table} is append-only'; END IF;
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW; END $$""",
            f"CREATE TRIGGER {self.table}_guard BEFORE UPDATE OR DELETE ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.table}_guard()",
            f"CREATE TRIGGER {self.table}_no_truncate BEFORE TRUNCATE ON {self.table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {self.table}_guard()",
        ]

    def remove(self, connection: BaseDatabaseWrapper) -> None:
        """Take the triggers away."""
        if connection.vendor == "postgresql":
            sqls = [f"DROP FUNCTION IF EXISTS {self.table}_guard() CASCADE"]
        else:
            sqls = [f"DROP TRIGGER IF EXISTS {self.table}_no_{verb}" for verb in ("update", "delete")]
        with connection.cursor() as cursor:
            for sql in sqls:
                cursor.execute(sql)


LOG = Guard("audit_logentry")
DECISION = Guard(
    "records_decision",
    ("subject_type", "subject_id", "pair_id", "title", "canonical", "checksum", "decided_at"),
)
APPROVAL = Guard(
    "records_approval",
    (
        "subject_type",
        "subject_id",
        "pair_id",
        "checksum",
        "party",
        "by_id",
        "capacity",
        "reservation",
        "approved_at",
    ),
    never="OLD.voided_at IS NOT NULL AND (NEW.voided_at IS NULL OR NEW.voided_at <> OLD.voided_at)",
)
APPROVAL_SIGNED = Guard(  # takes the place of the one above when approvals are signed
    APPROVAL.table,
    (
        *APPROVAL.frozen,
        "presented_by",
        "took_part",
        "legal_ground",
        "signer_name",
        "signer_email",
        "signature",
        "key",
    ),
    never=APPROVAL.never,
)
CHANGE_REQUEST = Guard("records_changerequest")
EDITION = Guard(
    "situation_edition",
    (
        "picture_id",
        "number",
        "period_start",
        "period_end",
        "canonical",
        "checksum",
        "cut_by_id",
        "cut_at",
        "decided_at",
        "supersedes_id",
    ),
    "OLD.state IN ('decided', 'superseded')",
    never="NEW.state NOT IN ('decided', 'superseded') OR (OLD.state = 'superseded' AND NEW.state <> 'superseded')",
)
WAIVER = Guard("records_waiver")
DISAGREEMENT = Guard(  # closed, it stands as it is; open, only its answer is lacking
    "records_disagreement",
    (
        "subject_type",
        "subject_id",
        "title",
        "checksum",
        "pair_id",
        "level_id",
        "party",
        "raised_by_id",
        "raised_at",
        "about",
        "answer_by",
    ),
    never="OLD.state <> 'open'",
)
STANDPOINT = Guard(  # both parties read what both have written
    "records_standpoint",
    ("disagreement_id", "party"),
    never="(SELECT COUNT(*) FROM records_standpoint s WHERE s.disagreement_id = OLD.disagreement_id) > 1"
    " OR EXISTS (SELECT 1 FROM records_disagreement d WHERE d.id = OLD.disagreement_id AND d.state <> 'open')",
)

PROPOSAL = Guard(  # one proposes, another confirms: who and of which text stands, and a closed one is closed for good
    "records_proposal",
    (
        "purpose",
        "subject_type",
        "subject_id",
        "pair_id",
        "checksum",
        "proposed_by_id",
        "proposer_name",
        "proposed_at",
    ),
    never="OLD.state <> 'open'",
)


def joint(table: str, *own: str) -> Guard:
    """Return the guard of a joint matter: once decided its text stands, and it may only be superseded.

    own  the columns of its own that must not change either
    """
    shared = ("pair_id", "key", "number", "canonical", "checksum", "added_by_id", "added_at", "decided_at")
    return Guard(
        table,
        (*shared, *own),
        "OLD.state IN ('decided', 'superseded')",
        never="NEW.state NOT IN ('decided', 'superseded') OR (OLD.state = 'superseded' AND NEW.state <> 'superseded')",
    )


PROBLEM = joint("problem_problempicture")
PURPOSE = joint("purpose_purpose")
WORK_PLAN = joint("method_workplan")
ACTION_PLAN = joint("activity_actionplan")
FOLLOW_UP = joint("followup_followup")
AGREEMENT = joint(
    "agreements_agreement",
    "kind", "title", "parent_id", "replaces_id", "city_party_id", "police_party_id", "valid_from", "valid_to",
)  # fmt: skip
SIGNATURE = Guard("agreements_signature")
AGREEMENT_REVIEW = Guard("agreements_agreementreview")
CITIZEN_PROMISE = joint(
    "agreements_citizenpromise", "title", "text", "agreement_id", "valid_from", "valid_to"
)
REPORTED_OUTCOME = Guard("agreements_reportedoutcome")
MINUTES = joint("meetings_minutes", "meeting_id", "text")
AGENDA_ITEM = Guard(  # the minutes that both have approved hold the meeting's agenda
    "meetings_agendaitem",
    when="EXISTS (SELECT 1 FROM meetings_minutes m WHERE m.meeting_id = OLD.meeting_id AND m.state = 'decided')",
)
PRIORITY_LIST = joint("priorities_prioritylist", "year", "text")
PRIORITY_ANSWER = Guard("priorities_priorityanswer")
ALL = (
    LOG,
    DECISION,
    APPROVAL_SIGNED,
    CHANGE_REQUEST,
    EDITION,
    WAIVER,
    DISAGREEMENT,
    STANDPOINT,
    PROPOSAL,
    PROBLEM,
    PURPOSE,
    WORK_PLAN,
    ACTION_PLAN,
    FOLLOW_UP,
    AGREEMENT,
    SIGNATURE,
    AGREEMENT_REVIEW,
    CITIZEN_PROMISE,
    REPORTED_OUTCOME,
    MINUTES,
    AGENDA_ITEM,
    PRIORITY_LIST,
    PRIORITY_ANSWER,
)


def installer(guard: Guard) -> tuple[Any, Any]:
    """Return the two functions of a migration's RunPython."""

    def forward(apps: Any, schema_editor: Any) -> None:
        guard.install(schema_editor.connection)

    def backward(apps: Any, schema_editor: Any) -> None:
        guard.remove(schema_editor.connection)

    return forward, backward
