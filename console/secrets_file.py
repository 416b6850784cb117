"""Secrets made once and kept in a private file, so that a first start needs no preparation."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet

from console.environment import refuse


@dataclass(frozen=True)
class Secrets:
    secret_key: str
    credentials_key: str


def generated() -> Secrets:
    return Secrets(secrets.token_urlsafe(50), Fernet.generate_key().decode())


def kept(path: Path) -> Secrets:
    """The secrets in the file, made at the first call; a file that others can read is refused."""
    try:
        if not path.exists():
            write_once(path, generated())
        if path.stat().st_mode & 0o077:
            refuse("SECRET_KEY", f"{path} is readable by others. Run: chmod 600 {path}")
        return Secrets(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError) as error:
        refuse("SECRET_KEY", f"is not given, and {path} cannot be used ({error}).")


def write_once(path: Path, made: Secrets) -> None:
    """Writes beside the path and links into place: of two first starts, both keep the same file."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            json.dump(made.__dict__, file)
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
