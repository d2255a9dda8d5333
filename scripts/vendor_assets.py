"""Re-creates and verifies the browser files that come from npm: the chart library, the studio's editors and the fonts.

`python scripts/vendor_assets.py --check` compares the committed files with `lms/web/assets.lock.json`; it needs neither
npm nor a network. Without an option everything is built again in a temporary folder from the exact packages of the lock
and compared; `--update` writes the result and the lock. Building needs npm, fonttools and brotli; running the product
and its tests does not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "lms" / "web" / "static" / "web"
LOCK = ROOT / "lms" / "web" / "assets.lock.json"
FOLDERS = ("fonts", "vendor")

WANTED = {
    "@fontsource-variable/source-serif-4": "5.3.1",
    "@fontsource-variable/instrument-sans": "5.3.0",
    "vega": "6.4.0",
    "vega-lite": "6.5.0",
    "vega-interpreter": "2.3.2",
    "esbuild": "0.28.2",
    "prosemirror-model": "1.25.13",
    "prosemirror-state": "1.4.4",
    "prosemirror-transform": "1.12.6",
    "prosemirror-view": "1.42.9",
    "prosemirror-keymap": "1.2.3",
    "prosemirror-commands": "1.7.2",
    "prosemirror-history": "1.5.1",
    "prosemirror-inputrules": "1.6.0",
    "prosemirror-schema-list": "1.6.0",
    "prosemirror-tables": "1.8.5",
    "prosemirror-gapcursor": "1.4.1",
    "prosemirror-dropcursor": "1.8.4",
    "markdown-it": "14.3.3",
    "smol-toml": "1.9.1",
    "@codemirror/state": "6.7.6",
    "@codemirror/view": "6.43.15",
    "@codemirror/commands": "6.11.1",
    "@codemirror/language": "6.13.1",
    "@codemirror/lint": "6.9.8",
    "@codemirror/search": "6.7.2",
    "@lezer/highlight": "1.2.5",
    "@lezer/markdown": "1.8.1",
}

# Only what charts of calculators use: no maps, forces, trees or word clouds. vega-lite asks for four functions of
# `vega` that live in vega-util, so the alias keeps the rest of it out.
ENTRY = """
import { extend } from "vega-util";
import { transforms } from "vega-dataflow";
import * as data from "vega-transforms";
import * as view from "vega-view-transforms";
import * as encode from "vega-encode";
extend(transforms, data, view, encode);
export { parse } from "vega-parser";
export { View } from "vega-view";
export { None, Warn } from "vega-util";
export { compile } from "vega-lite";
export { expressionInterpreter } from "vega-interpreter";
"""
ALIAS = 'export * from "vega-util";\n'

# The page editor, loaded on authoring pages only, and its source view, loaded once it is opened. Markdown is read by
# markdown-it, whose Python twin the server uses; CodeMirror takes the bare Markdown grammar, since its own package
# carries HTML, CSS and JavaScript too.
STUDIO_ENTRY = """
export { DOMParser, Fragment, Node, Schema, Slice } from "prosemirror-model";
export { EditorState, NodeSelection, Plugin, PluginKey, Selection, TextSelection } from "prosemirror-state";
export { Step, Transform, canSplit, findWrapping } from "prosemirror-transform";
export { Decoration, DecorationSet, EditorView } from "prosemirror-view";
export { keymap } from "prosemirror-keymap";
export * as commands from "prosemirror-commands";
export { closeHistory, history, redo, redoDepth, undo, undoDepth } from "prosemirror-history";
export { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
export { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
export * as tables from "prosemirror-tables";
export { gapCursor } from "prosemirror-gapcursor";
export { dropCursor } from "prosemirror-dropcursor";
export { default as MarkdownIt } from "markdown-it";
export { parse as parseToml } from "smol-toml";
"""
SOURCE_ENTRY = """
export { EditorState } from "@codemirror/state";
export { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { HighlightStyle, Language, defineLanguageFacet, syntaxHighlighting } from "@codemirror/language";
export { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
export { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
export { tags } from "@lezer/highlight";
export { Table, parser } from "@lezer/markdown";
"""

BUNDLED = {
    "vega": ("vega", "d3", "internmap", "delaunator", "robust", "json-stringify", "tslib"),
    "studio": (
        "prosemirror", "orderedmap", "rope-sequence", "w3c-keyname", "markdown-it", "entities", "linkify-it", "mdurl",
        "punycode", "uc.micro", "smol-toml",
    ),
    "studio-source": ("@codemirror", "@lezer", "@marijn", "style-mod", "crelt", "w3c-keyname"),
}  # fmt: skip
"""Which packages may stand in which bundle, by the beginnings of their names."""

LATIN = (
    "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02C6,U+02DA,U+02DC,U+2002-200B,U+2010-2015,U+2018-201A,"
    "U+201C-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032-2033,U+2039-203A,U+2044,U+20AC,U+2122,U+2191,U+2193,U+2212"
)
FEATURES = "kern,liga,calt,ccmp,locl,mark,tnum,lnum,pnum"
SERIF = ("@fontsource-variable/source-serif-4", "source-serif-4", "Outside-In Serif")
SANS = ("@fontsource-variable/instrument-sans", "instrument-sans", "Outside-In Sans")
ALL_WEIGHTS = (400.0, 700.0)
FONTS: dict[str, tuple[tuple[str, str, str], str, str, tuple[float, float] | float]] = {
    "serif.woff2": (SERIF, "latin-wght-normal", LATIN, ALL_WEIGHTS),
    "serif-italic.woff2": (SERIF, "latin-wght-italic", LATIN, 400.0),  # one weight halves it; emphasis is rarely bold
    "serif-ext.woff2": (SERIF, "latin-ext-wght-normal", "*", ALL_WEIGHTS),
    "sans.woff2": (SANS, "latin-wght-normal", LATIN, ALL_WEIGHTS),
    "sans-ext.woff2": (SANS, "latin-ext-wght-normal", "*", ALL_WEIGHTS),
}


def main() -> int:
    """Check, compare or update; the exit code is 0 when everything agrees."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare the committed files with the lock, offline")
    parser.add_argument("--update", action="store_true", help="write the rebuilt files and the lock")
    chosen = parser.parse_args()
    if chosen.check:
        return report(differences(digests(STATIC), read_lock()["files"]), "the committed files and the lock")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        packages = install(work, read_lock()["packages"], update=chosen.update)
        built = build(work)
        if chosen.update:
            return write(built, packages)
        return report(differences(digests(built), read_lock()["files"]), "a fresh build and the lock")


def install(work: Path, locked: dict[str, Any], *, update: bool) -> dict[str, Any]:
    """Install the packages of the lock, to `update` with the wanted ones; return name -> version and integrity.

    Whatever is locked stays as it is until its own line in WANTED changes, so that a new bundle moves no old file.
    """
    # what npm put inside another package follows from its parent; the comparison below still covers it
    versions = {name: each["version"] for name, each in locked.items() if "/node_modules/" not in name}
    versions |= WANTED if update else {}
    run(["npm", "init", "--yes"], work)
    npm = ["npm", "install", "--loglevel=error", "--ignore-scripts", "--no-audit", "--no-fund"]
    run([*npm, *(f"{name}@{version}" for name, version in versions.items())], work)
    found = json.loads((work / "node_modules" / ".package-lock.json").read_text())["packages"]
    used = {
        path.removeprefix("node_modules/"): {"version": each["version"], "integrity": each["integrity"]}
        for path, each in sorted(found.items())
        if not path.startswith("node_modules/@esbuild/")  # one per kind of machine
    }
    for name, exact in locked.items():
        if used.get(name) != exact and not update:
            raise SystemExit(f"{name}: npm delivered {used.get(name)}, the lock says {exact}")
    return used


def build(work: Path) -> Path:
    """Build everything into a folder shaped like the static one and return it."""
    built = work / "built"
    for folder in FOLDERS:
        (built / folder).mkdir(parents=True)
    (work / "alias.js").write_text(ALIAS)
    bundle(work, ENTRY, built / "vendor" / "vega.js", "--alias:vega=./alias.js")
    bundle(work, STUDIO_ENTRY, built / "vendor" / "studio.js")
    bundle(work, SOURCE_ENTRY, built / "vendor" / "studio-source.js")
    for name, packages in BUNDLED.items():
        licences(work, packages, built / "vendor" / f"{name}.LICENSES.txt")
    for name, (family, subset, characters, weights) in FONTS.items():
        cut(work, family, subset, characters, weights, built / "fonts" / name)
    for package, short, _name in (SERIF, SANS):
        shutil.copy(work / "node_modules" / package / "LICENSE", built / "fonts" / f"{short}.OFL.txt")
    return built


def bundle(work: Path, entry: str, target: Path, *options: str) -> None:
    """Bundle what an entry exports into one ES module."""
    (work / "entry.js").write_text(entry)
    esbuild = [str(work / "node_modules" / ".bin" / "esbuild"), "entry.js", "--bundle", "--minify", "--format=esm"]
    run([*esbuild, "--target=es2022", *options, "--legal-comments=none", f"--outfile={target}"], work)


def licences(work: Path, packages: tuple[str, ...], target: Path) -> None:
    """Gather the licences of everything that may stand in a bundle."""
    modules = work / "node_modules"
    texts = []
    for path in sorted([*modules.glob("*/LICENSE*"), *modules.glob("@*/*/LICENSE*")]):
        name = path.parent.relative_to(modules).as_posix()
        if name.startswith(packages):
            texts.append(f"{name}\n\n{path.read_text().strip()}\n")
    target.write_text(f"\n{'-' * 72}\n\n".join(texts))


def cut(
    work: Path,
    family: tuple[str, str, str],
    subset: str,
    characters: str,
    weights: tuple[float, float] | float,
    target: Path,
) -> None:
    """Keep the weights, characters and features the product uses, and give the font the product's name.

    Adobe reserves the name Source for unmodified fonts (OFL), so what we cut carries another.
    """
    from fontTools.subset import main as subset_font
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    package, short, name = family
    font = TTFont(work / "node_modules" / package / "files" / f"{short}-{subset}.woff2", recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": weights})
    for record in font["name"].names:
        if record.nameID in {1, 3, 4, 6, 16}:
            record.string = name.replace(" ", "") if record.nameID == 6 else name  # noqa: PLR2004
    font.flavor = None
    raw = work / f"{target.stem}.ttf"
    font.save(raw, reorderTables=True)
    keep = [f"--unicodes={characters}", f"--layout-features={FEATURES}", "--name-IDs=0,1,2,3,4,5,6,13,14"]
    subset_font([str(raw), *keep, "--flavor=woff2", "--no-hinting", "--no-recalc-timestamp", f"--output-file={target}"])


def digests(folder: Path) -> dict[str, str]:
    """Return path -> sha256 of every vendored file below a static folder."""
    files = (path for each in FOLDERS for path in sorted((folder / each).rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def differences(found: dict[str, str], locked: dict[str, str]) -> Iterable[str]:
    """Name every file that is missing, unknown or different."""
    yield from (f"{name} is missing" for name in locked.keys() - found.keys())
    yield from (f"{name} is not in the lock" for name in found.keys() - locked.keys())
    yield from (f"{name} differs" for name in found.keys() & locked.keys() if found[name] != locked[name])


def report(faults: Iterable[str], what: str) -> int:
    """Say whether two sides agree and return the exit code."""
    found = sorted(faults)
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    sys.stdout.write(f"{what} {'differ' if found else 'agree'}\n")
    return 1 if found else 0


def write(built: Path, packages: dict[str, Any]) -> int:
    """Replace the vendored files and the lock by what was built."""
    for folder in FOLDERS:
        shutil.rmtree(STATIC / folder, ignore_errors=True)
        shutil.copytree(built / folder, STATIC / folder)
    LOCK.write_text(json.dumps({"packages": packages, "files": digests(STATIC)}, indent=2, sort_keys=True) + "\n")
    return report((), "the files and the lock just written")


def read_lock() -> dict[str, Any]:
    """Return the lock."""
    lock: dict[str, Any] = json.loads(LOCK.read_text())
    return lock


def run(command: list[str], folder: Path) -> None:
    """Run a command quietly; its own words are shown when it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
