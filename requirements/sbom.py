"""The list of all components (SBOM) as CycloneDX 1.6 JSON, from the locked sets: `python -m requirements.sbom > sbom.json`.

Python packages with their versions and hashes from run.txt, front-end files from vendor.lock. Nothing is asked of the network.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RUN, VENDOR = ROOT / "requirements" / "run.txt", ROOT / "samsyn" / "ui" / "static" / "vendor" / "vendor.lock"
_PINNED = re.compile(r"^([a-z0-9][\w.-]*)(?:\[[^\]]*\])?==(\S+)", re.I)


def components() -> list[dict[str, Any]]:
    """Return every component, Python first, each with where it is known by and its hashes."""
    return [*_python(), *_front_end()]


def _python() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for line in RUN.read_text("utf-8").splitlines():
        if pinned := _PINNED.match(line):
            found.append(_one(pinned[1].lower(), pinned[2], "pypi"))
        elif digest := re.search(r"--hash=sha256:([0-9a-f]{64})", line):
            found[-1]["hashes"].append({"alg": "SHA-256", "content": digest[1]})
    return found


def _front_end() -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in tomllib.loads(VENDOR.read_text("utf-8"))["file"]:
        one = found.setdefault(row["package"], _one(row["package"], row["version"], "npm"))
        one["licenses"] = [{"license": {"name": row["licence"]}}]
        one["hashes"].append({"alg": "SHA-256", "content": row["sha256"]})
    return list(found.values())


def _one(name: str, version: str, registry: str) -> dict[str, Any]:
    purl = f"pkg:{registry}/{name.replace('@', '%40')}@{version}"
    return {"type": "library", "name": name, "version": version, "purl": purl, "bom-ref": purl, "hashes": []}


def sbom() -> dict[str, Any]:
    """Return the whole list; the same set gives the same list."""
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": ours["name"], "version": ours["version"]}},
        "components": components(),
    }


if __name__ == "__main__":
    print(json.dumps(sbom(), ensure_ascii=False, indent=1))
