"""Catalogues in the PO format of GNU gettext, as far as we write them: sorted by the sentence, so
that what two people add meets seldom, and without line numbers, which change with every edit."""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from messages.found import REPOSITORY, Found, Key

LOCALE = REPOSITORY / "locale"
PLURAL_FORMS = {
    "de": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "uk": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
        "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    ),
}
LANGUAGES = tuple(PLURAL_FORMS)
FIELD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])? (\".*\")")


@dataclass
class Entry:
    """`said` holds one translation, or one for each plural form; "" is not translated yet."""

    said: list[str]
    files: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    is_fuzzy: bool = False


Catalogue = dict[Key, Entry]


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES/django.po"


def forms_of(language: str) -> int:
    return int(PLURAL_FORMS[language].split(";")[0].removeprefix("nplurals="))


def header(language: str) -> str:
    return (
        f"Project-Id-Version: attendant-console\nLanguage: {language}\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
        f"Plural-Forms: {PLURAL_FORMS[language]}\n"
    )


def updated(old: Catalogue, found: Found, language: str) -> Catalogue:
    """What the code says now, with the translations there were."""
    new: Catalogue = {}
    for key, files in found.items():
        count = forms_of(language) if key.plural else 1
        known = old.get(key)
        fits = known is not None and len(known.said) == count
        said = known.said if known and fits else [""] * count
        new[key] = Entry(
            said, files, known.notes if known else [], known.is_fuzzy if known else False
        )
    return new


def read(language: str) -> Catalogue:
    path = path_of(language)
    return parsed(path.read_text()) if path.exists() else {}


def parsed(text: str) -> Catalogue:
    blocks = (_block(block) for block in re.split(r"\n\s*\n", text) if block.strip())
    return {key: entry for key, entry in blocks if key.text}


def _block(block: str) -> tuple[Key, Entry]:
    values: dict[str, str] = {}
    entry = Entry([])
    name = ""
    for line in block.splitlines():
        if line.startswith("#~"):
            continue
        if line.startswith("#:"):
            entry.files |= set(line[2:].split())
        elif line.startswith("#,"):
            entry.is_fuzzy |= "fuzzy" in line
        elif line.startswith("#"):
            entry.notes.append(line[1:].strip())
        elif match := FIELD.fullmatch(line):
            name = match[1] + (match[2] or "")
            values[name] = ast.literal_eval(match[3])
        else:
            values[name] += ast.literal_eval(line)
    key = Key(values.get("msgid", ""), values.get("msgid_plural", ""), values.get("msgctxt", ""))
    numbered = sorted(one for one in values if one.startswith("msgstr"))
    entry.said = [values[one] for one in numbered]
    return key, entry


def write(language: str, catalogue: Catalogue) -> None:
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    path_of(language).write_text(written(language, catalogue))


def written(language: str, catalogue: Catalogue) -> str:
    blocks = [f'msgid ""\nmsgstr {_quoted(header(language))}\n']
    blocks += [_written(key, catalogue[key]) for key in sorted(catalogue)]
    return "\n".join(blocks)


def _written(key: Key, entry: Entry) -> str:
    lines = [f"# {note}" for note in entry.notes]
    lines += [f"#: {file}" for file in sorted(entry.files)]
    flags = ["fuzzy"] * entry.is_fuzzy + ["python-format"] * ("%(" in key.text + key.plural)
    if flags:
        lines.append(f"#, {', '.join(flags)}")
    if key.context:
        lines.append(f"msgctxt {_quoted(key.context)}")
    lines.append(f"msgid {_quoted(key.text)}")
    if key.plural:
        lines.append(f"msgid_plural {_quoted(key.plural)}")
        lines += [f"msgstr[{place}] {_quoted(said)}" for place, said in enumerate(entry.said)]
    else:
        lines.append(f"msgstr {_quoted(entry.said[0])}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    lines = [line.replace("\n", "\\n") for line in escaped.splitlines(keepends=True)]
    if len(lines) > 1:
        return "\n".join(['""', *(f'"{line}"' for line in lines)])
    return f'"{lines[0] if lines else ""}"'
