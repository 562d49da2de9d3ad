"""What must hold in a store at any moment, whatever was killed: prints what does not. `python -m tests.soak.consistency`."""

from __future__ import annotations

import hashlib
import json
import sys


def faults() -> list[str]:
    """Return every breach of consistency in the store."""
    return [*_log(), *_imports(), *_approvals(), *_editions(), *_joint(), *_agreements()]


def _log() -> list[str]:
    from samsyn.audit.queries import check_chain

    chain = check_chain()
    return [] if chain.is_whole else [f"the log breaks at {chain.broken_at}"]


def _imports() -> list[str]:
    from samsyn.evidence.models import DataImport, ImportState
    from samsyn.evidence.store import figures

    wrong = []
    store = figures()
    for row in DataImport.objects.filter(state__in=[ImportState.IN_FORCE, ImportState.SUPERSEDED]):
        if hashlib.sha256(row.original_path.read_bytes()).hexdigest() != row.file_checksum:
            wrong.append(f"import {row.pk}: the original is not what came in")
        for checksum in (row.figures_checksum, row.incidents_checksum):
            if checksum and hashlib.sha256(store.path(checksum).read_bytes()).hexdigest() != checksum:
                wrong.append(f"import {row.pk}: figures {checksum[:8]} are not whole")
        if row.state == ImportState.IN_FORCE and not row.contents.exists():
            wrong.append(f"import {row.pk}: in force without contents")
    for dataset, rows in _by_dataset(DataImport.objects.filter(state=ImportState.IN_FORCE)).items():
        if len(rows) != 1:
            wrong.append(f"dataset {dataset}: {len(rows)} whole files in force at once")
    return wrong


def _by_dataset(rows) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row.dataset_id, []).append(row.pk)
    return found


def _approvals() -> list[str]:
    from samsyn.records.models import Approval, Decision

    wrong = []
    for decision in Decision.objects.all():
        if hashlib.sha256(decision.canonical.encode()).hexdigest() != decision.checksum:
            wrong.append(f"decision {decision.pk}: text and checksum differ")
        parties = set(
            Approval.objects.filter(
                subject_type=decision.subject_type, subject_id=decision.subject_id, checksum=decision.checksum, voided_at=None
            ).values_list("party", flat=True)
        )  # fmt: skip
        if parties != {"city", "police"}:
            wrong.append(f"decision {decision.pk}: binds with {parties}")
    return wrong


def _joint() -> list[str]:
    """Every joint matter: its text is whole, it is decided when and only when a decision of that text stands, and once."""
    from samsyn.records.joint.kinds import kinds
    from samsyn.records.models import Decision

    wrong = []
    for kind in kinds():
        label = kind.model._meta.label_lower
        decided = set(Decision.objects.filter(subject_type=label).values_list("subject_id", "checksum"))
        for row in kind.model.objects.all():
            name = f"{kind.code} {row.pk}"
            if row.canonical and hashlib.sha256(row.canonical.encode()).hexdigest() != row.checksum:
                wrong.append(f"{name}: text and checksum differ")
            if row.is_closed != ((row.pk, row.checksum) in decided):
                wrong.append(f"{name}: {row.state} but decision says otherwise")
        keys = list(kind.model.objects.filter(state="decided").values_list("key", flat=True))
        if len(keys) != len(set(keys)):
            wrong.append(f"{kind.code}: two versions are decided at once")
    return wrong


def _agreements() -> list[str]:
    """An agreement is signed when and only when both have signed, came into force once, and each paper is what came in."""
    from samsyn.agreements.models import Agreement, Signature
    from samsyn.agreements.services.scans import scan_path
    from samsyn.agreements.workflow import Stage
    from samsyn.audit.models import LogEntry

    wrong = []
    for row in Agreement.objects.all():
        signed = set(row.signatures.values_list("party", flat=True))
        if row.stage in (Stage.SIGNED, Stage.IN_FORCE) and signed != {"city", "police"}:
            wrong.append(f"agreement {row.pk}: {row.stage} signed by {signed}")
        if row.stage == Stage.FOR_SIGNATURE and len(signed) == 2:
            wrong.append(f"agreement {row.pk}: both have signed, but it waits")
        begun = LogEntry.objects.filter(event="agreement-in-force", object_id=str(row.pk)).count()
        if begun > 1 or (row.stage == Stage.IN_FORCE and begun != 1):
            wrong.append(f"agreement {row.pk}: {row.stage} and came into force {begun} times")
    for paper in Signature.objects.exclude(file_checksum=""):
        held = scan_path(paper.file_checksum)
        if not held.exists() or hashlib.sha256(held.read_bytes()).hexdigest() != paper.file_checksum:
            wrong.append(f"signature {paper.pk}: its paper is not what came in")
    return wrong


def _editions() -> list[str]:
    from samsyn.records.models import Decision
    from samsyn.steps.situation.models import Edition, LevelAssessment

    wrong = []
    decided = set(
        Decision.objects.filter(subject_type="situation.edition").values_list("subject_id", "checksum")
    )
    for edition in Edition.objects.all():
        if hashlib.sha256(edition.canonical.encode()).hexdigest() != edition.checksum:
            wrong.append(f"edition {edition.pk}: text and checksum differ")
        json.loads(edition.canonical)
        is_closed = edition.state in {"decided", "superseded"}
        if is_closed != ((edition.pk, edition.checksum) in decided):
            wrong.append(f"edition {edition.pk}: {edition.state} but decision says otherwise")
    if Edition.objects.filter(state="decided").count() > 1:
        wrong.append("two editions of one picture are decided at once")
    versions = list(LevelAssessment.objects.values_list("area_id", "version").order_by("area_id", "version"))
    if len(versions) != len(set(versions)):
        wrong.append("two assessments carry the same version")
    return wrong


if __name__ == "__main__":
    import django

    django.setup()
    found = faults()
    print("\n".join(found) or "consistent")
    sys.exit(bool(found))
