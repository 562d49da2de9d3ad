"""The keys: made once, kept for the program only, changed without harm, and missed aloud."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from samsyn.audit.models import LogEntry
from samsyn.cli import keys as keys_verb
from samsyn.records import services, signatures, signing
from samsyn.records.models import Approval, Decision
from samsyn.records.signatures import Signed
from samsyn.records.verdicts import verify
from samsyn.ui.errors import UserError


def codes(decision):
    return {problem.code for problem in verify(Decision.objects.get(pk=decision.pk)).problems}


def test_an_approval_is_signed_with_the_key_of_its_party(half, norr):
    assert signatures.status(half, norr) == Signed.GOOD
    (key,) = signing.key_files("exempelstaden", "city")
    assert half.key == key.fingerprint and key.has_private
    assert signing.key_files("exempelstaden", "police") == []
    private = signing.folder() / f"exempelstaden.city.{half.key}.pem"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert LogEntry.objects.get(event="signing-key-made").party == "city"


def test_the_folder_is_for_the_program_only(subject, astrid):
    services.approve(subject, read_checksum=subject.checksum, by=astrid)
    assert stat.S_IMODE(signing.folder().stat().st_mode) == 0o700


def test_a_key_is_changed_and_what_the_old_one_signed_still_verifies(half, subject, norr, bo, capsys):
    old = half.key
    assert keys_verb._new("exempelstaden", "city") == 0
    kept, made = signing.key_files("exempelstaden", "city")
    assert (kept.fingerprint, kept.has_private, made.has_private) == (old, False, True)
    decision = services.approve(subject, read_checksum=subject.checksum, by=bo)
    assert verify(decision).is_good
    keys_verb._show()
    assert "bara för kontroll" in capsys.readouterr().out


def test_a_key_of_somebody_elses_making_does_not_verify(decision):
    for path in signing.folder().glob("exempelstaden.city.*"):
        path.unlink()
    assert codes(decision) == {"no-key"}
    foreign = signing.replace_key("exempelstaden", "city")
    made = signing.folder() / f"exempelstaden.city.{foreign.fingerprint}.pub"
    named_as_the_old = made.with_name(f"exempelstaden.city.{Approval.objects.get(party='city').key}.pub")
    shutil.copyfile(made, named_as_the_old)
    assert codes(decision) == {"no-key"}


def _refused(subject, by, why):
    before = Approval.objects.count(), LogEntry.objects.count()
    with pytest.raises(UserError, match=why) as told:
        services.approve(subject, read_checksum=subject.checksum, by=by)
    assert told.value.message.count(". ") == 2
    assert (Approval.objects.count(), LogEntry.objects.count()) == before


def test_without_the_private_part_nobody_approves_and_is_told(subject, astrid):
    key = signing.signing_key("exempelstaden", "city", has_signed=False)
    (signing.folder() / f"exempelstaden.city.{key.fingerprint}.pem").unlink()
    _refused(subject, astrid, "Nyckeln som staden skriver under med saknas")


def test_a_folder_that_is_gone_gives_no_new_key_to_one_who_has_signed(decision, norr, astrid):
    shutil.rmtree(signing.folder())
    with pytest.raises(UserError, match="saknas i mappen för nycklar"):
        signatures.key_for(norr, astrid.party)


def test_a_folder_that_cannot_be_written_to_is_told(subject, astrid, settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    settings.SAMSYN_KEYS = str(tmp_path / "file" / "keys")
    _refused(subject, astrid, "kan inte skriva i mappen för nycklar")


def test_a_damaged_key_is_told(subject, astrid):
    key = signing.signing_key("exempelstaden", "city", has_signed=False)
    (signing.folder() / f"exempelstaden.city.{key.fingerprint}.pem").write_text("skräp")
    _refused(subject, astrid, "går inte att läsa")


def test_a_key_whose_public_part_was_never_written_is_mended(subject, astrid):
    key = signing.signing_key("exempelstaden", "city", has_signed=False)
    (signing.folder() / f"exempelstaden.city.{key.fingerprint}.pub").unlink()  # killed between the two files
    services.approve(subject, read_checksum=subject.checksum, by=astrid)
    assert set(services.standing(subject)) == {"city"}


PRESS = """
import os, pathlib, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "samsyn.config.settings"
import django
django.setup()
from samsyn.records import signing
print("ready", flush=True)
while not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.0005)
print(signing.signing_key("exempelstaden", "city", has_signed=False).fingerprint)
"""


def test_two_first_approvals_at_once_make_one_key(tmp_path):
    folder, go = tmp_path / "keys", tmp_path / "go"
    env = {"SAMSYN_DATA": str(tmp_path / "data"), "SAMSYN_KEYS": str(folder), "PATH": "/usr/bin:/bin"}
    runs = [
        subprocess.Popen([sys.executable, "-c", PRESS, str(go)], env=env, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for run in runs:
        assert run.stdout.readline() == "ready\n"
    go.touch()
    made = {run.communicate()[0].strip() for run in runs}
    assert len(made) == 1
    assert len(list(folder.glob("*.pem"))) == len(list(folder.glob("*.pub"))) == 1


def test_the_settings_folder_is_used(settings, tmp_path):
    settings.SAMSYN_KEYS = str(tmp_path / "elsewhere")
    signing.signing_key("exempelstaden", "police", has_signed=False)
    assert len(list(Path(tmp_path, "elsewhere").glob("exempelstaden.police.*.pem"))) == 1
    assert not (Path(settings.SAMSYN_DATA) / "keys").exists()
