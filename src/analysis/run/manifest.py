"""`run.json`, the manifest of a report: parameters, hashes of every input and output, rules in force, code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.grid import PACKAGE, ROOT
from analysis.output import hash_of, write

MANIFEST = "run.json"


@dataclass(frozen=True)
class Built:
    """The results of one report: how many figures, claims by verdict, failing findings by severity; `basis` is what its manifest says of the law."""

    unit: str
    period: str
    figures: int
    claims: Mapping[str, int]
    findings: Mapping[str, int]
    basis: Mapping[str, Any] = field(default_factory=dict)


def manifest_of(
    parameters: Mapping[str, str], inputs: Mapping[str, str], code: Mapping[str, str], basis: Mapping[str, Any], outputs: Mapping[str, str]
) -> dict[str, Any]:
    """What a report was made from and what was made; `basis` is what it says of rules, parameters and stopped rows."""
    return {"parameters": dict(parameters), "inputs": dict(inputs), "code": dict(code), **basis, "outputs": dict(outputs)}


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """`run.json` of a report: sorted keys, no times, nothing of the machine."""
    write(folder / MANIFEST, json.dumps(manifest, sort_keys=True, indent=2, ensure_ascii=False) + "\n")


def read_manifest(folder: Path) -> dict[str, Any]:
    """`run.json` of a report. Raises OSError if it is missing, ValueError if it is not a JSON object."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    if not isinstance(manifest, dict):
        raise ValueError("not an object")
    return manifest


def with_pages(manifest: Mapping[str, Any], pages: Mapping[str, str]) -> dict[str, Any]:
    """The manifest with the SHA-256 of pages, by their address below the reports, among its outputs."""
    return {**manifest, "outputs": {**manifest["outputs"], **{f"reports/{page}": sha256 for page, sha256 in pages.items()}}}


def code_hashes(root: Path = ROOT) -> dict[str, str]:
    """SHA-256 of everything that can move a figure or a page beside the raw data: package, notebooks, suites, lock."""
    package = {f"src/analysis/{file.relative_to(PACKAGE).as_posix()}": file for file in PACKAGE.rglob("*")}
    around = [*root.glob("notebooks/*.ipynb"), *root.glob("expectations/*"), root / "requirements.lock"]
    files = package | {file.relative_to(root).as_posix(): file for file in around}
    return {name: hash_of(file.read_bytes()) for name, file in sorted(files.items()) if file.is_file() and "__pycache__" not in file.parts}
