"""Rebuild `static/vendor` and `fonts` from npm: `python -m samsyn.ui.vendor`. A developer's step; it needs Node.

What it writes is committed, so that a machine with Python alone runs the program. `vendor.lock` names every
file with its package, version, licence and SHA-256; a test compares. fontTools is installed in a folder of
its own while the fonts are cut: neither the program nor its tests need it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
VENDOR = HERE / "static" / "vendor"
FONTS = HERE / "fonts"
LOCK = VENDOR / "vendor.lock"

VERSIONS = {
    "@digdir/designsystemet-css": "1.22.0",
    "@fontsource-variable/inter": "5.3.0",
    "vega": "6.4.0",
    "vega-lite": "6.4.3",  # not 6.5: the picture on paper is drawn by vl-convert, which carries 6.4
    "vega-interpreter": "2.3.2",
    "maplibre-gl": "6.17.0",
    "esbuild": "0.28.2",
}
FONT_TOOLS = ("fonttools==4.68.0", "brotli==1.2.1")

# What a page needs of Vega, as one module. The interpreter walks expressions, so that no eval is needed.
VEGA = """
export { View, parse, formatLocale, Error as errorsOnly } from "vega";
export { compile } from "vega-lite";
export { expressionInterpreter } from "vega-interpreter";
"""


@dataclass(frozen=True)
class Vendored:
    """One file of `static/vendor` or `fonts`: where it comes from and under which licence."""

    file: str
    package: str
    licence: str
    source: str = ""


FILES = (
    Vendored("designsystemet.css", "@digdir/designsystemet-css", "MIT", "dist/src/index.css"),
    Vendored(
        "designsystemet-theme.css", "@digdir/designsystemet-css", "MIT", "dist/theme/designsystemet.css"
    ),
    Vendored("designsystemet-LICENSE.txt", "@digdir/designsystemet-css", "MIT", "LICENSE"),
    Vendored(
        "inter-latin.woff2", "@fontsource-variable/inter", "OFL-1.1", "files/inter-latin-wght-normal.woff2"
    ),
    Vendored(
        "inter-latin-ext.woff2",
        "@fontsource-variable/inter",
        "OFL-1.1",
        "files/inter-latin-ext-wght-normal.woff2",
    ),
    Vendored("inter-OFL.txt", "@fontsource-variable/inter", "OFL-1.1", "LICENSE"),
    Vendored("maplibre-gl.mjs", "maplibre-gl", "BSD-3-Clause", "dist/maplibre-gl.mjs"),
    Vendored("maplibre-gl-worker.mjs", "maplibre-gl", "BSD-3-Clause", "dist/maplibre-gl-worker.mjs"),
    Vendored("maplibre-gl.css", "maplibre-gl", "BSD-3-Clause", "dist/maplibre-gl.css"),
    Vendored("maplibre-gl-LICENSE.txt", "maplibre-gl", "BSD-3-Clause", "LICENSE.txt"),
    Vendored("vega.mjs", "vega", "BSD-3-Clause AND ISC"),
    Vendored("vega-LICENSE.txt", "vega", "BSD-3-Clause AND ISC"),
)
CUTS = (("Regular", 400), ("SemiBold", 600), ("Bold", 700))

# Run in the folder that has fontTools: one weight of both subsets, merged, with the family named Inter.
CUT = """
import sys
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
style, weight, out, *parts = sys.argv[1:]
still = []
for part in parts:
    font = instantiateVariableFont(TTFont(part), {"wght": int(weight)})
    font.flavor = None
    for table in ("STAT", "MVAR", "HVAR", "avar", "DSIG"):
        if table in font:
            del font[table]
    still.append(out + "." + str(len(still)))
    font.save(still[-1])
font = Merger().merge(still)
name = font["name"]
name.names = [n for n in name.names if n.nameID in (0, 5, 8, 9, 11, 13, 14)]
full = "Inter" if style == "Regular" else f"Inter {style}"
family = "Inter" if style in ("Regular", "Bold") else full
for number, text in {1: family, 2: style if style == "Bold" else "Regular", 3: f"{full} by Samsyn", 4: full,
                     6: f"Inter-{style}", 16: "Inter", 17: style}.items():
    name.setName(text, number, 3, 1, 0x409)
font["OS/2"].usWeightClass = int(weight)
font["OS/2"].fsSelection = 0x20 if style == "Bold" else 0x40 if style == "Regular" else 0
font["head"].macStyle = 1 if style == "Bold" else 0
font["head"].created = font["head"].modified = 3786912000  # the same file every time
font.recalcTimestamp = False
font.save(out)
"""


def run(*command: str | Path, cwd: Path) -> None:
    subprocess.run([str(part) for part in command], cwd=cwd, check=True)


def install(folder: Path) -> Path:
    """Fetch the packages with npm into the folder and return node_modules."""
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    packages = [f"{name}@{version}" for name, version in VERSIONS.items()]
    run("npm", "install", "--no-fund", "--no-audit", "--ignore-scripts", "--silent", *packages, cwd=folder)
    return folder / "node_modules"


def bundle_vega(modules: Path, folder: Path) -> None:
    """Bundle Vega, Vega-Lite and the interpreter into one module, with every licence of what went in."""
    entry, meta = folder / "entry.js", folder / "meta.json"
    entry.write_text(VEGA, encoding="utf-8")
    run(
        modules / ".bin" / "esbuild",
        entry,
        "--bundle",
        "--minify",
        "--format=esm",
        "--legal-comments=none",
        "--log-level=error",
        f"--metafile={meta}",
        f"--outfile={VENDOR / 'vega.mjs'}",
        cwd=folder,
    )
    inputs = json.loads(meta.read_text(encoding="utf-8"))["inputs"]
    packages = sorted({_package(path) for path in inputs if "node_modules/" in path})
    texts = [f"{name}\n\n{_licence(modules / name).strip()}\n" for name in packages]
    (VENDOR / "vega-LICENSE.txt").write_text(f"\n{'-' * 72}\n\n".join(texts), encoding="utf-8")


def _package(path: str) -> str:
    parts = path.split("node_modules/")[-1].split("/")
    return "/".join(parts[:2]) if parts[0].startswith("@") else parts[0]


def _licence(package: Path) -> str:
    found = sorted(path for path in package.iterdir() if path.name.upper().startswith("LICEN"))
    if found:
        return found[0].read_text(encoding="utf-8")
    return str(json.loads((package / "package.json").read_text(encoding="utf-8"))["license"])


def cut_fonts(folder: Path) -> None:
    """Cut static TTFs from the variable fonts: Typst and vl-convert read no woff2."""
    tools = folder / "fonttools"
    venv.create(tools, with_pip=True)
    python = tools / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    run(python, "-m", "pip", "install", "--quiet", *FONT_TOOLS, cwd=folder)
    parts = [VENDOR / "inter-latin.woff2", VENDOR / "inter-latin-ext.woff2"]
    for style, weight in CUTS:
        out = folder / f"Inter-{style}.ttf"
        run(python, "-c", CUT, style, str(weight), out, *parts, cwd=folder)
        shutil.copyfile(out, FONTS / out.name)


def locked() -> Iterator[tuple[Path, Vendored]]:
    """Every file that the lock holds, and where it lies."""
    for vendored in FILES:
        yield VENDOR / vendored.file, vendored
    for style, _weight in CUTS:
        name = f"Inter-{style}.ttf"
        yield FONTS / name, Vendored(f"fonts/{name}", "@fontsource-variable/inter", "OFL-1.1")


def lock_text() -> str:
    """The lock as TOML, from the files as they lie on disk."""
    blocks = ["# Written by `python -m samsyn.ui.vendor`. Do not edit.\n"]
    for path, vendored in locked():
        checksum = hashlib.sha256(path.read_bytes()).hexdigest()
        blocks.append(
            f'[[file]]\nname = "{vendored.file}"\npackage = "{vendored.package}"\n'
            f'version = "{VERSIONS[vendored.package]}"\nlicence = "{vendored.licence}"\nsha256 = "{checksum}"\n'
        )
    return "\n".join(blocks)


def main() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    FONTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        modules = install(folder)
        for vendored in FILES:
            if vendored.source:
                target = VENDOR / vendored.file
                target.unlink(missing_ok=True)
                target.write_bytes((modules / vendored.package / vendored.source).read_bytes())
        bundle_vega(modules, folder)
        cut_fonts(folder)
    LOCK.write_text(lock_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
