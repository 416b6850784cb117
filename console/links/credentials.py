"""PBX passwords at rest: encrypted with the newest key, readable with every key still listed."""

from typing import Any, overload

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class CredentialsUnreadableError(Exception):
    """The key this password was encrypted with is no longer in CREDENTIALS_KEYS."""

    def __init__(self) -> None:
        super().__init__(
            "The password was encrypted with a key that CREDENTIALS_KEYS no longer holds. "
            "Add that key back, or give the password again with addpbx."
        )


def keyring() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.CREDENTIALS_KEYS])


def seal(password: str) -> str:
    return keyring().encrypt(password.encode()).decode() if password else ""


def unseal(sealed: str) -> str:
    try:
        return keyring().decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken as error:
        raise CredentialsUnreadableError from error


def resealed(sealed: str) -> str:
    """The same password under the newest key; unreadable ones stay as they are."""
    try:
        return keyring().rotate(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        return sealed


class Sealed:
    """A model attribute in plain text over the field that keeps it encrypted."""

    def __init__(self, field: str) -> None:
        self.field = field

    @overload
    def __get__(self, instance: None, owner: type) -> "Sealed": ...
    @overload
    def __get__(self, instance: models.Model, owner: type) -> str: ...
    def __get__(self, instance: Any, owner: type) -> "Sealed | str":
        return self if instance is None else unseal(getattr(instance, self.field))

    def __set__(self, instance: models.Model, password: str) -> None:
        setattr(instance, self.field, seal(password))
