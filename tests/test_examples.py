"""The worked analyses in examples/: each runs as its page says, and its page says what the program answers."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from samsyn.ui import results

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = sorted(path.parent for path in (ROOT / "examples").glob("[0-9]-*/run.sh"))
SAVED = re.compile(r' --json > "\$SVAR/[\w-]+\.json"$')
ROW = re.compile(r"^\| `([^`]+)` \| (.+) \| ([^|]+) \|$", re.M)
NEVER_COMMITTED = {".csv", ".gz", ".json", ".gpkg", ".rda", ".svg", ".parquet"}
pytestmark = pytest.mark.one_database


def answers_of(folder, reference, tmp_path):
    """Run an example and return the folder of its answers."""
    known = {**os.environ, "SAMSYN_REFERENCE": str(reference), "SAMSYN_LOG_LEVEL": "ERROR"}
    known |= {
        "OPENBLAS_NUM_THREADS": "1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{known['PATH']}",
    }
    if known.pop("PYTHONDONTWRITEBYTECODE", None):  # else each process compiles all that it imports
        known["PYTHONPYCACHEPREFIX"] = str(tmp_path.parent / "bytecode")
    run = [folder / "run.sh", tmp_path / "svar"]
    found = subprocess.run(run, cwd=ROOT, env=known, capture_output=True, text=True, timeout=300)
    assert (found.returncode, found.stderr) == (0, "")
    return tmp_path / "svar"


def page_of(folder):
    return plain((folder / "README.md").read_text("utf-8"))


def plain(text):
    return re.sub("[\u00a0\u202f]", " ", text)


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.M | re.S)


def commands(text):
    """Return the lines that run something, each on one line and without where its answer is kept."""
    lines = re.sub(r" *\\\n +", " ", text).splitlines()
    return [SAVED.sub("", line) for line in lines if line.startswith(("samsyn analyse ", "python "))]


def ran(folder):
    return commands((folder / "run.sh").read_text("utf-8"))


def at(answer, path):
    """Follow a path of keys, of numbers in a list, and of name=value for the only row that has it."""
    for step in path.split("/"):
        if isinstance(answer, dict):
            answer = answer[step]
        elif "=" in step:
            name, value = step.split("=", 1)
            (answer,) = [row for row in answer if str(row[name]) == value]
        else:
            answer = answer[int(step)]
    return answer


def as_number(written):
    """Return what a Swedish text says, and half a unit of its last digit."""
    bare = written.removesuffix(" %").replace(" ", "").replace("−", "-")
    scale = 100 if written.endswith(" %") else 1
    digits = len(bare.partition(",")[2])
    return float(bare.replace(",", ".")) / scale, 0.5 * 10**-digits / scale


def test_there_are_five():
    assert [folder.name[0] for folder in FOLDERS] == list("12345")


def test_the_first_page_lists_each_analysis_with_its_methods():
    page = page_of(ROOT / "examples")
    for folder in FOLDERS:
        title = page_of(folder).splitlines()[0].removeprefix("# ")
        used = dict.fromkeys(command.split()[2] for command in ran(folder) if command.startswith("samsyn"))
        named = ", ".join(f"`{name}`" for name in used)
        assert f"| [{folder.name}]({folder.name}/README.md) | {title} | {named} |" in page


def test_each_invented_file_has_the_command_that_reads_it():
    read = set(re.findall(r"examples/data/(\S+)", "\n".join(commands(page_of(ROOT / "examples" / "data")))))
    assert {path.name for path in (ROOT / "examples" / "data").iterdir()} - {"README.md"} == read


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_page_has_the_commands_that_are_run(folder):
    (typed,) = blocks(page_of(folder), "sh")
    assert commands(typed) == ran(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_data_lies_beside_the_page(folder):
    assert [path for path in folder.rglob("*") if path.suffix in NEVER_COMMITTED] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_page_names_every_file_with_its_licence_and_source(folder, reference):
    page, steps = page_of(folder), (folder / "run.sh").read_text("utf-8")
    known = {one["file"]: one for one in json.loads((reference / "MANIFEST.json").read_text("utf-8"))}
    named = {name: (licence.replace("\\|", "|"), source) for name, licence, source in ROW.findall(page)}
    assert named and set(re.findall(r'"\$SAMSYN_REFERENCE/([^"]+)"', steps)) <= set(named)
    for name, (licence, source) in named.items():
        assert known[name]["licence"] == licence
        assert known[name]["source"].startswith(source)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_it_runs_and_its_page_says_what_the_program_answers(folder, reference, tmp_path):
    made, page = answers_of(folder, reference, tmp_path), page_of(folder)
    found = {path.name: json.loads(path.read_text("utf-8")) for path in sorted(made.glob("*.json"))}
    assert wrong_numbers(page, found) == []
    said = {language: told(found, language) for language in ("sv", "en")}
    quoted = re.findall(r"^> (.+)$", page, re.M)
    assert quoted, "the page quotes nothing"
    assert [line for line in quoted if line not in said["sv"]] == []
    assert len(said["en"]) == len(said["sv"]) and not set(quoted) & set(said["en"])
    pictures = sorted(made.glob("*.svg"))
    assert pictures
    for picture in pictures:
        assert title_of(found[f"{picture.stem}.json"]) in titles_in(picture)
        assert f"`{picture.name}`" in page


def wrong_numbers(page, found):
    """Return the numbers that the program does not answer, or that the page keeps to itself."""
    (held,) = blocks(page, "json")
    prose, wrong = page.replace(held, ""), []
    for name, paths in json.loads(held).items():
        for path, written in paths.items():
            value, half = as_number(written)
            if abs(at(found[name], path) - value) > half * 1.000001:
                wrong.append((name, path, written, at(found[name], path)))
            if not re.search(rf"(?<![\d,]){re.escape(written.removeprefix('−'))}(?!\d|,\d)", prose):
                wrong.append((name, path, written, "not in the text"))
    return wrong


def told(found, language):
    with override(language):
        lines = [
            plain(line)
            for one in found.values()
            if "method" in one
            for line in results.say(one["method"], one)
        ]
    assert all(lines) and not [line for line in lines if "%(" in line or "None" in line]
    return lines


def title_of(answer):
    with override("sv"):
        return results.draw(answer["method"], answer).title


def titles_in(picture):
    return [one.text for one in ElementTree.parse(picture).iter("{http://www.w3.org/2000/svg}title")]
