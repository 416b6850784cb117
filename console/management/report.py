"""How the doctor's findings look: lines for a person, objects for a program."""

import shutil
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from console.links.doctor import Finding, is_well

MARKS = {"ok": "✓ ok", "warning": "! warning", "failed": "✗ failed", "skipped": "- skipped"}
INDENT = " " * 6
WIDEST = 100
WHOLE = ("Run: ", "SHA-256")  # lines for copying


def lines(finding: Finding) -> str:
    """One line for the step, its advice wrapped beneath."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    head = f"{MARKS[finding.state]:<9}  {finding.step:<13}  {finding.what}"
    return "\n".join([head, *(_wrapped(line, width) for line in finding.advice.splitlines())])


def _wrapped(line: str, width: int) -> str:
    if line.startswith(WHOLE):
        return INDENT + line
    return textwrap.fill(
        line, width, initial_indent=INDENT, subsequent_indent=INDENT, break_on_hyphens=False
    )


def verdict(findings: Sequence[Finding]) -> str:
    """The last line."""
    failed = [finding.step for finding in findings if finding.state == "failed"]
    warnings = sum(finding.state == "warning" for finding in findings)
    if failed:
        return f"Not well: {', '.join(failed)}. What to do stands beneath each step."
    if not findings:
        return "Nothing was looked at."
    if warnings:
        return f"All that is needed works; {warnings} warning{'s' if warnings > 1 else ''}."
    return "All is well."


def as_json(pbx: str, findings: Sequence[Finding], is_whole: bool) -> dict[str, Any]:
    """`is_whole`: the walk was not interrupted."""
    return {
        "pbx": pbx,
        "ok": is_whole and is_well(findings),
        "findings": [asdict(finding) for finding in findings],
    }
