"""What `samsyn check` looks for; the rest is in tests/security/test_installation.py."""

from __future__ import annotations

from samsyn.cli import installation
from samsyn.people import sealing


def test_the_key_of_the_second_step_is_for_its_owner_alone(settings, tmp_path):
    settings.SAMSYN_KEYS = str(tmp_path / "keys")
    settings.SAMSYN_DATA = tmp_path
    sealing.seal("seed")
    key = sealing.key_file()

    def names_it():
        return any(str(key) in one.said for one in installation.secrets())

    assert not names_it()
    key.chmod(0o640)
    assert names_it()
