from __future__ import annotations

import json

import pytest

from samsyn.cli.main import main


@pytest.fixture
def analyse(tmp_path, monkeypatch, capsys):
    """Run `samsyn analyse …` in an empty folder; returns the exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        with pytest.raises(SystemExit) as ended:
            main(["analyse", *map(str, words)])
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return run


@pytest.fixture
def answer(analyse):
    def run(*words):
        code, out, err = analyse(*words, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)

    return run
