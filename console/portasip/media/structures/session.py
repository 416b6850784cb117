"""Sections "Establishing an authenticated session" and "Global methods and types"."""

from typing import Annotated

from ...limits import MANDATORY, SECRET, AtMost
from ...structures import Structure

Login = Annotated[str | None, MANDATORY, AtMost(32)]
Password = Annotated[str | None, MANDATORY, AtMost(16), SECRET]


class LoginRequest(Structure, frozen=True):
    """`login` is an account ID, `domain` the media server domain of its billing environment."""

    login: Login = None
    domain: Annotated[str | None, MANDATORY, AtMost(255)] = None
    password: Password = None


class LoginResponse(Structure, frozen=True):
    """`access_token` is what later releases add (`Release.has_tokens`)."""

    session_id: Annotated[str | None, SECRET] = None
    access_token: Annotated[str | None, SECRET] = None


class LogoutRequest(Structure, frozen=True):
    pass


class LogoutResponse(Structure, frozen=True):
    success: int | None = None
