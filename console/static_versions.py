"""Addresses of static files that change with their content, without collectstatic."""

import hashlib
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class VersionedStaticFilesStorage(StaticFilesStorage):
    """Adds `?v=<hash>` to each address; files that stylesheets and scripts name keep theirs."""

    @cached_property
    def _known(self) -> dict[str | None, str]:
        """Every lamp of a thousand names the same icons, and to join an address takes its time."""
        return {}

    def url(self, name: str | None) -> str:
        if settings.DEBUG:  # while developing, files change under a running process
            return self._versioned(name)
        if name not in self._known:
            self._known[name] = self._versioned(name)
        return self._known[name]

    def _versioned(self, name: str | None) -> str:
        address: str = super().url(name)
        version = read_version(name or "")
        return f"{address}?v={version}" if version else address


def read_version(name: str) -> str | None:
    path = finders.find(name)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12] if path else None
