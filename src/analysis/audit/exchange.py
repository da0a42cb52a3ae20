"""Findings for other programs: SARIF 2.1.0 for tools that show results beside files, JUnit XML for those that run checks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote as encoded
from xml.etree import ElementTree

from analysis.audit.finding import Finding, Quote
from analysis.audit.rawrows import Place, RawRows
from analysis.audit.suites import Check
from analysis.audit.telling import Teller, gravest_first, in_one_line, printable
from analysis.output import hash_of

ROOT = "%SRCROOT%"
"""How SARIF names the folder that holds data/raw."""
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"critical": "error", "warning": "warning", "info": "note"}
_TAGS = {"id": "id-ID", "en": "en-US"}


def sarif(findings: Sequence[Finding], teller: Teller, command: str) -> str:
    """One run with all checks as rules and the failing findings as results; waived ones are suppressed, not left out."""
    rules, raw = {check: number for number, check in enumerate(teller.checks)}, RawRows(teller.facts)
    results = [_result(finding, teller, rules, raw) for finding in gravest_first(findings)]
    driver = {"name": "kinerja", "rules": [_rule(check, teller) for check in teller.checks.values()]}
    run = {
        "tool": {"driver": driver},
        "language": _TAGS[teller.lang],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": teller.words("audit.root")}}},
        "invocations": [{"commandLine": command, "executionSuccessful": True}],
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [_clean(run)]}, ensure_ascii=False, indent=1) + "\n"


def _rule(check: Check, teller: Teller) -> dict[str, Any]:
    says, why = check.says[teller.lang], check.why[teller.lang]
    return {
        "id": check.id,
        "shortDescription": {"text": says},
        "fullDescription": {"text": f"{says} {why}"},
        "help": {"text": why},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"suite": check.suite, "severity": check.severity},
    }


def _result(finding: Finding, teller: Teller, rules: Mapping[str, int], raw: RawRows) -> dict[str, Any]:
    told = {
        "ruleId": finding.check,
        "ruleIndex": rules.get(finding.check, -1),
        "kind": "fail",
        "level": _LEVELS[finding.severity],
        "message": _message(teller.account(finding)),
        "locations": [_location(teller, finding.document, finding.line, raw.of_finding(finding))],
        "partialFingerprints": {"finding/v1": hash_of(json.dumps(finding.place).encode())},
    }
    if finding.against:
        told["relatedLocations"] = [_related(teller, number, quote, raw) for number, quote in enumerate(finding.against)]
    if finding.waiver:
        told["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.waiver}]
    return told


def _message(text: str) -> dict[str, str]:
    """Text in which braces and brackets of the documents mean nothing: neither placeholders nor links."""
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "] (")}


def _location(teller: Teller, document: str, line: int | None, place: Place) -> dict[str, Any]:
    """The row of the raw table, and the line of the document that it copies."""
    name, row = place
    physical: dict[str, Any] = {"artifactLocation": {"uri": encoded(f"data/raw/{document}/{name}"), "uriBaseId": ROOT}}
    if row is not None:
        physical["region"] = {"startLine": row}
    logical = {"name": teller.place(document, line), "fullyQualifiedName": f"{document}/{line}" if line else document, "kind": "line" if line else "document"}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _related(teller: Teller, number: int, quote: Quote, raw: RawRows) -> dict[str, Any]:
    told = f"{teller.label(quote.label, quote.document)}: “{quote.printed}”" if quote.label else f"“{quote.printed}”"
    return {"id": number, **_location(teller, quote.document, quote.line, raw.of_quote(quote)), "message": _message(in_one_line(told))}


def junit(findings: Sequence[Finding], teller: Teller) -> str:
    """A test suite per suite, a test case per check and document.

    A case fails with its places that no waiver covers; it is skipped where the check does not apply, or where waivers cover all places.
    """
    root = ElementTree.Element("testsuites", name="kinerja audit")
    ordered = sorted(findings, key=lambda f: (f.suite, f.check, f.document, f.place))
    for suite, group in groupby(ordered, key=lambda f: f.suite):
        cases = [_case(list(same), teller) for _, same in groupby(group, key=lambda f: (f.check, f.document))]
        failed, skipped = (str(sum(case.find(tag) is not None for case in cases)) for tag in ("failure", "skipped"))
        element = ElementTree.SubElement(
            root, "testsuite", name=printable(teller.suite(suite)), tests=str(len(cases)), failures=failed, errors="0", skipped=skipped
        )
        element.extend(cases)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _case(same: Sequence[Finding], teller: Teller) -> ElementTree.Element:
    first = same[0]
    name = f"{first.check} {teller.sentence(first)}"
    case = ElementTree.Element("testcase", name=in_one_line(name), classname=printable(f"{first.suite}.{first.document}"), time="0")
    places = [f for f in same if f.fails and not f.waiver]
    if first.outcome == "not_applicable":
        ElementTree.SubElement(case, "skipped", message=in_one_line(teller.not_applicable(first)))
    elif places:
        failure = ElementTree.SubElement(case, "failure", type=first.severity, message=in_one_line(teller.sentence(first)))
        failure.text = "\n".join(f"{in_one_line(teller.place(f.document, f.line))}: {teller.account(f)}" for f in places)
    elif first.fails:
        waivers = dict.fromkeys(f.waiver for f in same)
        ElementTree.SubElement(case, "skipped", message=in_one_line(teller.words("audit.accepted", waiver="; ".join(waivers))))
    return case


def _clean(told: Any) -> Any:
    """The same with every text printable."""
    if isinstance(told, dict):
        return {name: _clean(value) for name, value in told.items()}
    if isinstance(told, list):
        return [_clean(value) for value in told]
    return printable(told) if isinstance(told, str) else told
