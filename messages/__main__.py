"""Bring `locale/` up to date with the code. Ends with 1 while a translation is missing."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "console.settings")
django.setup()

from messages import catalogue, compiled, gathered, in_pure_rooms  # noqa: E402


def main() -> int:
    in_pure_rooms.write()
    found = gathered.gather()
    missing = 0
    for language in catalogue.LANGUAGES:
        entries = catalogue.updated(catalogue.read(language), found, language)
        catalogue.write(language, entries)
        compiled.write(language, entries)
        for key, entry in entries.items():
            if entry.is_fuzzy or not all(entry.said):
                missing += 1
                print(f"{catalogue.path_of(language)}: {key.text}")
    print(f"{len(found)} sentences, {missing} translations to be written.")
    return 1 if missing else 0


sys.exit(main())
