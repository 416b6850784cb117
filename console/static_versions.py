"""Addresses of static files that change with their content, without collectstatic."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class VersionedStaticFilesStorage(StaticFilesStorage):
    """Adds `?v=<hash>` to each address; files that stylesheets and scripts name keep theirs."""

    def url(self, name: str | None) -> str:
        address: str = super().url(name)
        version = content_version(name or "")
        return f"{address}?v={version}" if version else address


def content_version(name: str) -> str | None:
    # While developing, files change under a running process.
    return read_version(name) if settings.DEBUG else read_version_once(name)


def read_version(name: str) -> str | None:
    path = finders.find(name)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12] if path else None


read_version_once = cache(read_version)
