"""The house rules that no single package owns: length of files, settings described, no strangers' addresses."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _ours(pattern: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\n")  # fmt: skip
    return [ROOT / name for name in listed if name and (ROOT / name).exists()]


def test_no_python_file_is_longer_than_400_lines():
    long = {
        str(path.relative_to(ROOT)): count
        for path in _ours("*.py")
        if "migrations" not in path.parts and (count := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


def test_no_function_is_longer_than_60_lines_but_lists_of_facts():
    """The files of Göteborg are a list, one after the other: nothing would be clearer in two functions."""
    long = [
        f"{path.relative_to(ROOT)}::{node.name}"
        for path in _ours("*.py")
        if not {"tests", "migrations"} & set(path.parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 60
    ]
    assert long == ["samsyn/seeds/figures.py::goteborg_files"]


def test_every_setting_is_described_and_every_description_is_a_setting():
    code = "\n".join(path.read_text("utf-8") for path in _ours("*.py"))
    code += "\n".join((ROOT / "bin" / name).read_text("utf-8") for name in ("test", "check", "pg", "soak"))
    used = set(re.findall(r"\bSAMSYN_[A-Z_]+\b", code))
    described = set(re.findall(r"`(SAMSYN_[A-Z_]+)`", (ROOT / "docs/dev/settings.md").read_text("utf-8")))
    assert used == described


def test_locked_sets_hold_names_versions_and_hashes_only():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text("utf-8")
        assert "://" not in text, path
        assert re.search(r"^django==", text, re.M) and "--hash=sha256:" in text


def test_every_dependency_has_its_reason():
    lines = (
        (ROOT / "pyproject.toml")
        .read_text("utf-8")
        .split("dependencies = [", 1)[1]
        .split("\n]", 1)[0]
        .splitlines()
    )
    group = ""
    for line in lines:
        if line.strip().startswith("#"):
            group = line
        elif line.strip().startswith('"'):
            assert "#" in line or group, line


def test_every_decision_record_has_context_decision_and_consequences():
    records = sorted((ROOT / "docs/adr").glob("*.md"))
    assert records
    for number, path in enumerate(records, 1):
        text = path.read_text("utf-8")
        assert path.name.startswith(f"{number:04d}-"), path
        for part in ("**Context.**", "**Decision.**", "**Consequences.**"):
            assert part in text, (path, part)


def test_where_things_go_names_only_what_exists():
    text = (ROOT / "docs/dev/where-things-go.md").read_text("utf-8")
    for name in re.findall(
        r"`((?:sources|evidence|analysis|steps|charts|reports|audit|cli|config)/[\w/]+\.(?:py|toml))`", text
    ):
        assert (ROOT / "samsyn" / name).exists(), name


def test_the_version_is_the_newest_heading_of_the_changelog():
    from samsyn import __version__

    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert headings[0] == __version__


def test_every_picture_of_the_documents_is_taken_by_the_command_and_is_there():
    from docs.screenshots import PICTURES, SHOTS

    pages = [*(ROOT / "docs/handbok").glob("*.md"), ROOT / "README.md", ROOT / "README.sv.md"]
    named = {name for page in pages for name in re.findall(r"bilder/([\w-]+)\.png", page.read_text("utf-8"))}
    taken = {shot[0] for shot in SHOTS}
    assert named <= taken
    assert {path.stem for path in PICTURES.glob("*.png")} == taken


def test_browser_tests_are_marked_so_that_they_run_in_one_process_with_one_server():
    for path in (ROOT / "tests/browser").glob("test_*.py"):
        assert "pytestmark = pytest.mark.browser" in path.read_text("utf-8"), path
