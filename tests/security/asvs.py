"""docs/dev/asvs.md, written from docs/dev/asvs.toml: `python -m tests.security.asvs`."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENTRIES, PAGE = ROOT / "docs" / "dev" / "asvs.toml", ROOT / "docs" / "dev" / "asvs.md"
STATES = {"met": "met", "installation": "installation", "not-applicable": "does not apply", "open": "open"}
CHAPTERS = {
    1: "Encoding and injection",
    2: "Validation and business logic",
    3: "Web frontend",
    4: "HTTP and interfaces",
    5: "Files",
    6: "Authentication",
    7: "Sessions",
    8: "Authorisation",
    9: "Tokens that carry their own meaning",
    10: "OAuth and OIDC",
    11: "Cryptography",
    12: "TLS",
    13: "Configuration",
    14: "Data protection",
    15: "Architecture and other people's code",
    16: "Logs and errors",
    17: "WebRTC",
}


def entries() -> dict[str, dict]:
    return tomllib.loads(ENTRIES.read_text("utf-8"))


def chapter_of(number: str) -> int:
    return int(number[1:].partition(".")[0])


def written() -> str:
    """Return the page as it should stand."""
    known = entries()
    counts = {chapter: Counter() for chapter in CHAPTERS}
    for number, one in known.items():
        counts[chapter_of(number)][one["state"]] += 1
    total = sum(counts.values(), Counter())
    lines = [
        "# ASVS 5.0.0, levels 1 and 2",
        "",
        "How Samsyn stands against each requirement of levels 1 and 2 of the OWASP Application Security Verification Standard 5.0.0 "
        "([github.com/OWASP/ASVS](https://github.com/OWASP/ASVS), CC BY-SA 4.0). The standard's own text is not copied here: look the "
        "number up there. Written from `asvs.toml` by `python -m tests.security.asvs`; `tests/security/test_docs.py` holds that every "
        "requirement has its entry and that each test and place that is named exists. It is our own reading: nobody outside has reviewed it.",
        "",
        "| Chapter | " + " | ".join(STATES.values()) + " |",
        "| --- |" + " ---: |" * len(STATES),
        *(
            f"| V{chapter} {CHAPTERS[chapter]} | " + " | ".join(str(count[state]) for state in STATES) + " |"
            for chapter, count in counts.items()
        ),
        "| **All** | " + " | ".join(f"**{total[state]}**" for state in STATES) + " |",
        "",
        "What is open, and what it waits for, stands in [security.md](security.md#what-is-open). *Installation* is what the program itself "
        "cannot meet: it is met by a set-up as the named section of [operation.md](operation.md) says, and `samsyn check` looks for what it can see.",
        "",
    ]
    for chapter, name in CHAPTERS.items():
        lines += [f"## V{chapter} {name}", "", "| | State | Why | Shown by |", "| --- | --- | --- | --- |"]
        for number, one in known.items():
            if chapter_of(number) == chapter:
                shown = "<br>".join([*_section(one), *(f"`{place}`" for place in one.get("shown", []))])
                state = f"**{STATES[one['state']]}**" if one["state"] == "open" else STATES[one["state"]]
                lines.append(f"| {number} | {state} | {one['why']} | {shown} |")
        lines.append("")
    return "\n".join(lines)


def _section(one: dict) -> list[str]:
    """The section of the guide for operation, for what the installation meets."""
    if "section" not in one:
        return []
    return [f"[operation.md: {one['section']}](operation.md#{one['section'].lower().replace(' ', '-')})"]


if __name__ == "__main__":
    PAGE.write_text(written(), "utf-8")
