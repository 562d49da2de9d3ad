"""What must hold in a store at any moment, whatever was killed. Reads rows and files; asks no service and no model.

`Checker` remembers what it has seen: the log only grows, and texts that were whole once are read again at the end.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.kills.store import Store, files, moment, table

PARTIES = {"city", "police"}
EDITION = "situation.edition"
# the last of these events on a row says what state it is in
OF_EDITION = {
    "edition-cut": "draft", "edition-sent": "in-review", "edition-returned": "draft", "edition-decided": "decided",
}  # fmt: skip
OF_TEXT = {
    "text-sent": "in-review", "text-returned": "draft", "text-reopened": "draft", "text-decided": "decided",
    "text-withdrawn": "withdrawn",
}  # fmt: skip
OF_DISAGREEMENT = {
    "disagreement-raised": "open", "disagreement-answered": "answered", "disagreement-withdrawn": "withdrawn",
}  # fmt: skip


def sha(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def compact(said: Any) -> str:
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass
class Entry:
    seq: int
    event: str
    subject: tuple[str, str]
    by: Any
    party: str
    facts: dict[str, Any]


@dataclass
class Checker:
    data: Path
    log: list[Entry] = field(default_factory=list)
    heads: dict[int, str] = field(default_factory=dict)
    head: str = "0" * 64
    good: set[Any] = field(default_factory=set)
    kinds: list[str] = field(default_factory=list)
    owned: list[str] = field(default_factory=list)

    def faults(self, store: Store, *, whole: bool = False) -> list[str]:
        """Return everything that does not hold. `whole` reads again what was read before."""
        if whole:
            self.log, self.heads, self.head, self.good = [], {}, "0" * 64, set()
        if not self.kinds:
            self.kinds = store.tables_with("key", "number", "state", "canonical", "checksum", "decided_at")
            self.owned = [*store.tables_with("shared", "party"), *store.tables_with("shared", "owner")]
        found = [*self._log(store), *self._releases(store), *self._approvals(store), *self._decisions(store)]
        found += [*self._editions(store), *self._texts(store), *self._agreements(store)]
        return [*found, *self._disagreements(store), *self._files(store)]

    def _log(self, store: Store) -> Iterator[str]:
        """The chain is whole and goes on where it ended at the last look."""
        sql = (
            "SELECT seq, at, event, object_type, object_id, by_id, party, pair_id, facts, previous, checksum"
        )
        for row in store.rows(f"{sql} FROM audit_logentry WHERE seq >= ? ORDER BY seq", [len(self.log)]):
            seq, at, event, kind, pk, by, party, pair, facts, previous, checksum = row
            if seq == len(self.log):
                if checksum != self.head:
                    yield f"log {seq}: is another than it was"
                continue
            at = moment(at)
            body = {
                "seq": seq, "at": at.replace(".000000", ""), "event": event, "object": [kind, pk], "by": by,
                "party": party, "pair": pair, "facts": facts,
            }  # fmt: skip
            if (
                seq != len(self.log) + 1
                or previous != self.head
                or checksum != sha(f"{previous}|{compact(body)}")
            ):
                yield f"log {seq}: the chain breaks"
            self.head = self.heads[seq] = checksum
            self.log.append(Entry(seq, event, (kind, pk), by, party, json.loads(facts)))

    def of(self, *events: str) -> list[Entry]:
        return [entry for entry in self.log if entry.event in events]

    def _releases(self, store: Store) -> Iterator[str]:
        """What the other sees of a row is the newest release that is not withdrawn; each has its event, and once."""
        scope: dict[tuple[str, int], str] = {}
        made, ended = Counter[Any](), Counter[Any]()
        sql = "SELECT id, subject_type, subject_id, party, scope, withdrawn_at FROM releases_release ORDER BY released_at, id"
        for pk, kind, subject, party, said, withdrawn in store.rows(sql):
            made[pk, kind, str(subject), party, said] += 1
            if withdrawn is None:
                scope[kind, subject] = said
            else:
                ended[pk, kind, str(subject), party] += 1
        told = Counter(
            (e.facts["release"], *e.subject, e.party, e.facts["scope"]) for e in self.of("released")
        )
        taken = Counter((e.facts.get("release"), *e.subject, e.party) for e in self.of("release-withdrawn"))
        yield from _differ("releases", made, told)
        yield from _differ("withdrawals", ended, taken)
        for name in self.owned:
            kind = name.replace("_", ".", 1)
            open_statistics = " WHERE NOT is_example" if name == "evidence_dataset" else ""
            for pk, shared in store.rows(f"SELECT id, shared FROM {name}{open_statistics}"):
                if shared != scope.get((kind, pk), ""):
                    yield f"{kind} {pk}: shows {shared!r}, released {scope.get((kind, pk), '')!r}"

    def _approvals(self, store: Store) -> Iterator[str]:
        """Each approval has its event, and each that has ended has its own."""
        given, ended = Counter[Any](), Counter[Any]()
        sql = "SELECT id, subject_type, subject_id, checksum, party, by_id, voided_at FROM records_approval"
        for pk, kind, subject, checksum, party, by, voided in store.rows(sql):
            given[pk, kind, str(subject), checksum, party, by] += 1
            if voided is not None:
                ended[pk, kind, str(subject)] += 1
        told = Counter(
            (e.facts["approval"], *e.subject, e.facts["checksum"], e.party, e.by) for e in self.of("approved")
        )
        yield from _differ("approvals", given, told)
        over = Counter((e.facts["approval"], *e.subject) for e in self.of("approval-voided"))
        yield from _differ("ended approvals", ended, over)

    def _decisions(self, store: Store) -> Iterator[str]:
        """What binds has two good approvals of its own text, of two parties by two people, and an event."""
        halves = defaultdict(list)
        sql = (
            "SELECT a.id, a.subject_type, a.subject_id, p.slug, c.slug, a.checksum, a.party, a.by_id, a.signer_name,"
            " a.signer_email, a.capacity, a.reservation, a.presented_by, a.took_part, a.legal_ground, a.approved_at,"
            " a.key, a.signature FROM records_approval a JOIN places_areapair p ON p.id = a.pair_id"
            " JOIN places_city c ON c.id = p.city_id WHERE a.voided_at IS NULL"
        )
        for row in store.rows(sql):
            halves[row[1], row[2]].append(row)
            if row not in self.good and not self._is_signed(row):
                yield f"approval {row[0]}: its signature does not hold"
            self.good.add(row)
        rows, told = Counter[Any](), Counter[Any]()
        for pk, kind, subject, checksum in store.rows(
            "SELECT id, subject_type, subject_id, checksum FROM records_decision"
        ):
            rows[pk, kind, str(subject), checksum] += 1
            those = [row for row in halves[kind, subject] if row[5] == checksum]
            if len(those) != 2 or {row[6] for row in those} != PARTIES or len({row[7] for row in those}) != 2:
                yield f"decision {pk} on {kind} {subject}: approved by {[row[6] for row in those]}"
            if (pk, checksum) not in self.good:
                yield from self._text(store, pk, kind, subject, checksum)
        for entry in self.of("decided"):
            told[entry.facts["decision"], *entry.subject, entry.facts["checksum"]] += 1
        yield from _differ("decisions", rows, told)
        for (kind, subject), those in halves.items():
            both = {row[6] for row in those if row[5] == those[0][5]} == PARTIES
            if both and not any(key[1:3] == (kind, str(subject)) for key in rows):
                yield f"{kind} {subject}: both have approved it and it is not decided"

    def _text(self, store: Store, pk: int, kind: str, subject: int, checksum: str) -> Iterator[str]:
        (text,) = store.rows("SELECT canonical FROM records_decision WHERE id = ?", [pk])
        held = store.rows(f"SELECT canonical FROM {table(kind)} WHERE id = ?", [subject])
        if sha(text[0]) != checksum or held != [text]:
            yield f"decision {pk} on {kind} {subject}: the text is another than both approved"
        self.good.add((pk, checksum))

    def _is_signed(self, row: tuple[Any, ...]) -> bool:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.serialization import load_pem_public_key

        _pk, kind, subject, pair, city, checksum, party, by, name, email, capacity, reservation = row[:12]
        said = {
            "schema": "samsyn-approval-1", "subject": [kind, subject], "pair": pair, "city": city, "checksum": checksum,
            "party": party, "by": {"id": by, "name": name, "email": email}, "capacity": capacity,
            "reservation": reservation, "presented_by": row[12], "took_part": row[13], "legal_ground": row[14],
            "approved_at": moment(row[15]),
        }  # fmt: skip
        path = self.data / "keys" / f"{city}.{party}.{row[16]}.pub"
        try:
            key: Any = load_pem_public_key(path.read_bytes())
            key.verify(base64.b64decode(row[17]), compact(said).encode())
        except (OSError, ValueError, InvalidSignature):
            return False
        return True

    def _last(self, states: dict[str, str]) -> dict[tuple[str, str], Entry]:
        return {entry.subject: entry for entry in self.log if entry.event in states}

    def _editions(self, store: Store) -> Iterator[str]:
        """An edition is in the state that its last event says, and an open one holds only what both see whole."""
        last = self._last(OF_EDITION)
        texts = {e.subject: e.facts["checksum"] for e in self.of("edition-cut", "edition-recut")}
        standing = Counter[Any]()
        for pk, picture, state, checksum in store.rows(
            "SELECT id, picture_id, state, checksum FROM situation_edition"
        ):
            name = (EDITION, str(pk))
            if name not in last or not _fits(state, OF_EDITION[last[name].event]):
                yield f"edition {pk}: is {state}, its last event is {last.get(name)}"
            if texts.get(name) != checksum:
                yield f"edition {pk}: its text is another than the log knows"
            standing[picture, "open" if state in {"draft", "in-review"} else state] += 1
            if state in {"draft", "in-review"}:
                yield from self._holds_only_what_is_shared(store, pk, checksum)
            elif not store.value(("decision", EDITION, pk)):
                yield f"edition {pk}: is {state} without a decision"
        yield from (
            f"{n} editions are {key}" for key, n in standing.items() if key[1] != "superseded" and n > 1
        )
        yield from _differ(
            "editions", Counter(list(last)), Counter((EDITION, str(p)) for (p,) in store.rows(_IDS))
        )

    def _holds_only_what_is_shared(self, store: Store, pk: int, checksum: str) -> Iterator[str]:
        ((text,),) = store.rows("SELECT canonical FROM situation_edition WHERE id = ?", [pk])
        if sha(text) != checksum:
            yield f"edition {pk}: text and checksum differ"
        held = json.loads(text)
        parts = {
            "situation.paragraph": [one["id"] for part in held["sections"].values() for one in part],
            "situation.finding": [one["id"] for one in held["findings"]],
        }
        for kind, ids in parts.items():
            for one in ids:
                if store.value(("shared", kind, one)) != "whole":
                    yield f"edition {pk}: open with {kind} {one}, which is not released"

    def _texts(self, store: Store) -> Iterator[str]:
        """Every other joint matter: its state is what its last event says, and its text what was sent."""
        last = self._last(OF_TEXT)
        for name in (one for one in self.kinds if one != table(EDITION)):
            kind = name.replace("_", ".", 1)
            decided = Counter[Any]()
            for pk, key, state, checksum in store.rows(f"SELECT id, key, state, checksum FROM {name}"):
                entry = last.get((kind, str(pk)))
                if not _fits(state, OF_TEXT[entry.event] if entry else "draft"):
                    yield f"{kind} {pk}: is {state}, its last event is {entry}"
                if state in {"in-review", "decided"} and entry and entry.facts["checksum"] != checksum:
                    yield f"{kind} {pk}: its text is another than the log knows"
                if state in {"decided", "superseded"} and not store.value(("decision", kind, pk)):
                    yield f"{kind} {pk}: is {state} without a decision"
                decided[key] += state == "decided"
            yield from (f"{kind}: {n} versions are decided at once" for n in decided.values() if n > 1)

    def _agreements(self, store: Store) -> Iterator[str]:
        """Signatures are of the decided text; what both have signed goes on; papers lie whole under their checksums."""
        signed: dict[int, set[str]] = defaultdict(set)
        rows = Counter[Any]()
        sql = (
            "SELECT s.id, s.agreement_id, s.party, s.checksum, s.file_checksum, a.checksum FROM agreements_signature s"
            " JOIN agreements_agreement a ON a.id = s.agreement_id"
        )
        for pk, agreement, party, checksum, scan, text in store.rows(sql):
            signed[agreement].add(party)
            rows[pk, str(agreement), party] += 1
            if checksum != text:
                yield f"signature {pk}: of another text"
            if scan and not list((self.data / "signed").rglob(f"{scan}*")):
                yield f"signature {pk}: its paper is not there"
        told = Counter((e.facts["signature"], e.subject[1], e.party) for e in self.of("agreement-signed"))
        yield from _differ("signatures", rows, told)
        for pk, stage in store.rows("SELECT id, stage FROM agreements_agreement"):
            begun = sum(e.subject[1] == str(pk) for e in self.of("agreement-in-force"))
            if (signed[pk] == PARTIES) != (stage in {"signed", "in-force", "ended"}) or begun > 1:
                yield f"agreement {pk}: {stage}, signed by {sorted(signed[pk])}, begun {begun} times"

    def _disagreements(self, store: Store) -> Iterator[str]:
        last = self._last(OF_DISAGREEMENT)
        views = {row[0] for row in store.rows("SELECT disagreement_id FROM records_standpoint")}
        for pk, state in store.rows("SELECT id, state FROM records_disagreement"):
            entry = last.get(("records.disagreement", str(pk)))
            if entry is None or OF_DISAGREEMENT[entry.event] != state or pk not in views:
                yield f"disagreement {pk}: is {state}, its last event is {entry}"

    def _files(self, store: Store) -> Iterator[str]:
        """A file that stands under a checksum has just those bytes; a key can be read, and its public part is there."""
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        for path in files(self.data):
            known = (path, path.stat().st_mtime_ns, path.stat().st_size)
            if known in self.good:
                continue
            self.good.add(known)
            stem = path.name.partition(".")[0]
            if len(stem) == 64 and sha(path.read_bytes()) != stem:
                yield f"{path.name}: is not whole"
            if path.suffix == ".pem":
                load_pem_private_key(path.read_bytes(), password=None)


_IDS = "SELECT id FROM situation_edition"


def _fits(state: str, said: str) -> bool:
    """A superseded text was decided before; its own last event says so."""
    return state == said or (state, said) == ("superseded", "decided")


def _differ(what: str, rows: Counter[Any], told: Counter[Any]) -> Iterator[str]:
    """Rows and events must be the same, each once."""
    for name, those in (("without an event", rows - told), ("only in the log", told - rows)):
        if those:
            yield f"{what} {name}: {list(those)[:3]}"
