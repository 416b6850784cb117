"""What was measured, where and when: a figure is worth nothing without it."""

import os
import platform
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
RESULTS = REPOSITORY / "bench" / "RESULTS.md"


def description() -> Iterator[str]:
    load = ", ".join(f"{each:.2f}" for each in os.getloadavg())
    yield f"- When: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    yield f"- Commit: {commit()}"
    yield f"- Machine: {processor()}, {os.cpu_count()} cores, {memory()} of memory"
    yield f"- Python {platform.python_version()}, {platform.system()} {platform.release()}"
    yield f"- Load average at the start (1, 5, 15 minutes): {load}"


def commit() -> str:
    if not (REPOSITORY / ".git").exists():
        return "unknown"
    dirty = _git("status", "--porcelain", "--", ".", f":!{RESULTS.relative_to(REPOSITORY)}")
    return _git("rev-parse", "--short", "HEAD") + (" with uncommitted changes" if dirty else "")


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def processor() -> str:
    return _named("/proc/cpuinfo", "model name") or platform.processor() or platform.machine()


def memory() -> str:
    kilobytes = _named("/proc/meminfo", "MemTotal").split()
    return f"{int(kilobytes[0]) / 1024**2:.0f} GiB" if kilobytes else "unknown"


def _named(path: str, name: str) -> str:
    """The value of the first `name: value` line; "" where the system has no such file."""
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
