"""What the guide for operation asks for is looked for by `samsyn check`; its configurations are whole; costly things have a limit."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from argparse import Namespace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from samsyn.audit.queries import check_chain
from samsyn.cli import check, installation
from samsyn.config import env
from samsyn.people import limits
from samsyn.people.models import Member
from samsyn.ui.clock import moved_to, now
from tests.security.asvs import ROOT

GUIDE = (ROOT / "docs" / "dev" / "operation.md").read_text("utf-8")


@pytest.fixture
def well(cast, settings, tmp_path, monkeypatch):
    """An installation as the guide says, as far as a test can be one."""
    keys = tmp_path / "keys"
    for folder in (keys, settings.SAMSYN_DATA):
        folder.mkdir(mode=0o700)
    settings.DEBUG = settings.DEMO = False
    settings.BEHIND_PROXY = settings.IS_LOOPBACK = settings.HAS_TLS = True
    settings.ALLOWED_HOSTS = ["samsyn.exempelstaden.se", "127.0.0.1"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://samsyn.exempelstaden.se"]
    settings.SAMSYN_KEYS, settings.SAMSYN_SCANNER, settings.SAMSYN_SECOND_STEP = str(keys), "true", "deciders"
    monkeypatch.setattr(os, "geteuid", lambda: 990)
    monkeypatch.setattr(
        installation, "CHECKS", tuple(one for one in installation.CHECKS if one.__name__ != "database")
    )
    check_chain()
    return settings


def codes():
    return {one.code for one in installation.findings()}


def test_an_installation_as_the_guide_says_has_nothing_to_say(well):
    assert codes() == set()


def ruin(settings, keys, code):
    """Do one thing that the guide says one must not."""
    private = keys / "exempelstaden.city.0.pem"
    {
        "debug": lambda: setattr(settings, "DEBUG", True),
        "listens": lambda: setattr(settings, "IS_LOOPBACK", False),
        "proxy": lambda: setattr(settings, "BEHIND_PROXY", False),
        "host-name": lambda: setattr(settings, "ALLOWED_HOSTS", ["*"]),
        "origins": lambda: setattr(settings, "CSRF_TRUSTED_ORIGINS", ["http://samsyn.exempelstaden.se"]),
        "file-modes": lambda: (private.write_text("x"), private.chmod(0o640)),
        "keys-beside": lambda: setattr(settings, "SAMSYN_KEYS", ""),
        "root": lambda: setattr(os, "geteuid", lambda: 0),
        "second-step": lambda: setattr(settings, "SAMSYN_SECOND_STEP", "optional"),
        "scanner": lambda: setattr(settings, "SAMSYN_SCANNER", ""),
        "log-walk": lambda: (settings.SAMSYN_DATA / "log-checked.json").unlink(),
    }[code]()


@pytest.mark.parametrize(
    "code",
    ["debug", "listens", "proxy", "host-name", "origins", "file-modes", "keys-beside", "root", "second-step", "scanner", "log-walk"],
)  # fmt: skip
def test_each_thing_that_is_not_set_up_is_said_in_three_sentences(well, code, monkeypatch):
    monkeypatch.setattr(os, "geteuid", os.geteuid)  # taken back afterwards
    ruin(well, Path(well.SAMSYN_KEYS), code)
    found = installation.findings()
    assert [one.code for one in found] == [code]
    assert found[0].said.endswith(".") and len(re.findall(r"[.:] (?=[A-ZÅÄÖ])", found[0].said)) == 2, found[
        0
    ].said
    assert f"## {found[0].section}\n" in GUIDE


def test_real_people_and_the_choice_of_a_person_do_not_go_together(cast, well):
    well.DEMO = True
    assert codes() == set()
    Member.objects.filter(pk=cast["astrid"].pk).update(is_example=False)
    assert codes() == {"demo"}


def test_a_database_on_another_machine_is_verified_and_of_this_version(settings, db, monkeypatch):
    known = settings.DATABASES["default"]
    monkeypatch.setattr(installation, "connection", SimpleNamespace(vendor="postgresql"))
    monkeypatch.setattr(installation, "database_role", list)
    for host, options, code in (
        ("db.exempelstaden.se", {}, {"database-tls"}),
        ("db.exempelstaden.se", {"sslmode": "verify-full"}, set()),
        ("/run/postgresql", {}, set()),
    ):
        monkeypatch.setitem(settings.DATABASES, "default", {**known, "HOST": host, "OPTIONS": options})
        assert {one.code for one in installation.database()} == code
    from django.db.migrations.executor import MigrationExecutor

    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_rest: [("a", False)])
    assert [one.code for one in installation._migrations()] == ["migrations"]


def test_the_command_answers_in_words_or_as_json(well, capsys):
    well.SAMSYN_SCANNER = ""
    assert check.run(Namespace(json=False)) == 1
    said = capsys.readouterr().out
    assert said.startswith("scanner: Inget virusskydd") and "Guiden: Virus scanner." in said
    assert check.run(Namespace(json=True)) == 1
    assert json.loads(capsys.readouterr().out)[0]["code"] == "scanner"
    well.SAMSYN_SCANNER = "true"
    assert check.run(Namespace(json=False)) == 0


# The guide's own configurations, as far as they can be read without nginx, Caddy and systemd.


def block(words):
    """The fenced block of the guide that holds the words."""
    return next(part for part in re.findall(r"```\w*\n(.*?)```", GUIDE, re.S) if words in part)


@pytest.mark.parametrize("words", ["ssl_protocols", "reverse_proxy"])
def test_the_proxy_sets_what_the_program_trusts(words):
    conf = block(words)
    assert conf.count("{") == conf.count("}")
    assert "127.0.0.1:8000" in conf and "X-Forwarded-Proto" in conf


def test_nginx_speaks_modern_tls_only_redirects_and_passes_no_host_of_the_browsers_on():
    conf = block("ssl_protocols")
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in conf
    assert "return 301 https://samsyn.exempelstaden.se$request_uri;" in conf
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in conf  # written, not added to
    assert "CBC" not in conf and "RC4" not in conf and "ECDHE" in conf
    without = re.sub(r"#.*", "", conf)
    assert all(line.strip().endswith((";", "{", "}")) for line in without.splitlines() if line.strip())


def test_the_unit_lets_no_door_stand_open_and_its_firewall_lets_nothing_out():
    unit = block("ExecStart")
    for line in (
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "UMask=0077",
        "IPAddressDeny=any",
        "LoadCredentialEncrypted=samsyn-database:",
        "LoadCredentialEncrypted=samsyn-secret-key:",
    ):
        assert line in unit
    assert set(re.findall(r"\bSAMSYN_[A-Z_]+\b", GUIDE)) <= set(
        re.findall(r"`(SAMSYN_[A-Z_]+)`", (ROOT / "docs/dev/settings.md").read_text("utf-8"))
    )


def test_every_requirement_that_the_installation_meets_names_a_section_of_the_guide():
    from tests.security.asvs import entries

    named = {number: one for number, one in entries().items() if one["state"] == "installation"}
    assert named
    for number, one in named.items():
        assert f"\n## {one['section']}\n" in GUIDE, number


# Secrets.


def test_a_secret_is_read_from_systemds_credential(tmp_path, monkeypatch):
    for name in ("SAMSYN_SECRET_KEY", "SAMSYN_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert env.secret("SAMSYN_DATABASE", "samsyn-database") == ""
    (tmp_path / "samsyn-secret-key").write_text("hemlig\n")
    assert env.secret_key(tmp_path / "unused") == "hemlig"
    monkeypatch.setenv("SAMSYN_SECRET_KEY", "annan")
    assert env.secret_key(tmp_path / "unused") == "annan"
    (tmp_path / "samsyn-database").mkdir()
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        env.secret("SAMSYN_DATABASE", "samsyn-database")


def test_each_checksum_that_must_last_is_made_in_one_place():
    """Of decided texts, of the log, of the key's name, of files: the guide says how each is changed."""
    lasting = {"records/services.py", "records/signing.py", "audit/services.py", "engine/figures.py"}
    found = {
        str(path.relative_to(ROOT / "samsyn"))
        for app in ("records", "audit", "engine")
        for path in (ROOT / "samsyn" / app).rglob("*.py")
        if "tests" not in path.parts and "hashlib." in path.read_text("utf-8")
    }
    assert found - {"audit/kept.py"} == lasting  # kept.py names pages that are made anew
    assert all(f"`samsyn/{place}`" in GUIDE for place in lasting)


# A limit of what a member asks for.


def test_a_member_gets_so_much_at_once_then_waits_and_others_do_not(settings, astrid, bo):
    settings.SAMSYN_COSTLY_PER_HOUR = 40
    assert [limits.take(astrid.pk) for _ in range(10)] == [0] * 10
    assert 80 < limits.take(astrid.pk) <= 90
    assert limits.take(bo.pk) == 0
    with moved_to(now() + timedelta(seconds=95)):
        assert limits.take(astrid.pk) == 0 and limits.take(astrid.pk) > 0
    settings.SAMSYN_COSTLY_PER_HOUR = 0
    assert limits.take(astrid.pk) == 0


def test_too_much_is_answered_in_three_sentences_with_when_to_come_back(astrid, norr, client, settings):
    settings.SAMSYN_COSTLY_PER_HOUR = 1
    client.force_login(astrid)
    address = reverse("reports:edition_pdf", args=[norr.slug, 1])
    assert [client.get(address).status_code for _ in range(5)] == [
        404
    ] * 5  # there is no edition, and asking costs
    answer = client.get(address)
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 3000
    assert "Vänta 60 minuter och försök igen." in answer.content.decode()
    assert client.get(reverse("evidence:upload", args=[norr.city.slug])).status_code != 429


def test_every_view_that_sends_a_file_or_takes_one_is_limited():
    """Whoever adds a document says whether it is costly: it stands here."""
    from samsyn.agreements.views import signing
    from samsyn.evidence.views import imports, upload
    from samsyn.reports import views as reports

    documents = {name for name in vars(reports) if name.endswith(("_pdf", "_docx", "_pack"))}
    assert documents == {
        "edition_pdf",
        "edition_docx",
        "conference_pack",
        "agreement_pdf",
        "decision_record_pdf",
    }
    for view in (
        *(getattr(reports, name) for name in documents),
        imports.errors,
        upload.upload,
        signing.paper,
    ):
        inside, names = view, set()
        while hasattr(inside, "__wrapped__"):
            names.add(
                inside.__code__.co_qualname
                if hasattr(inside.__code__, "co_qualname")
                else inside.__code__.co_name
            )
            inside = inside.__wrapped__
        assert any("limited" in name for name in names), view


# What is in the package.


def test_a_list_of_all_components_is_written_from_the_locked_set():
    made = json.loads(
        subprocess.run(
            [sys.executable, "-m", "requirements.sbom"], cwd=ROOT, capture_output=True, check=True
        ).stdout
    )
    known = {one["name"]: one for one in made["components"]}
    assert made["bomFormat"] == "CycloneDX" and {"django", "cryptography", "maplibre-gl"} <= set(known)
    assert (
        known["django"]["purl"] == f"pkg:pypi/django@{known['django']['version']}"
        and known["django"]["hashes"]
    )


def test_tests_are_no_part_of_the_package():
    import tomllib

    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    assert "**/tests" in wheel["exclude"]
