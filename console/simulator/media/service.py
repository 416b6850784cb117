"""The media services, whichever way a request came in."""

from dataclasses import dataclass, field
from typing import Any

from ..api import Api, keep
from ..errors import CHECK_AUTH_FAILED, MESSAGES
from ..sessions import FIRST_RELEASE_WITH_TOKENS
from .accounts import Accounts
from .logins import Logins, shown
from .methods import HANDLERS, Asked
from .properties import Method, Values
from .refusals import BAD_TOKEN, NOT_READABLE, UNSUPPORTED_METHOD, Refusal, misfit
from .sounds import Sound, wrong_sound
from .tables import SERVICES
from .tables.session import AUTH_INFO

SECRETS = {"password", "disa_password", "pin_host", "pin_user", "session_id", "token"}


@dataclass(frozen=True)
class Call:
    """One request. `complaints`: what its transport found that does not fit the document.

    `token`: the access token of an Authorization header. `is_dry`: only its parameters are
    checked.
    """

    transport: str
    service: str
    method: str
    params: Any = field(default_factory=dict)
    auth: Any = None
    token: str = ""
    files: tuple[Sound, ...] = ()
    is_dry: bool = False
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The response structure, and the sound attached to it."""

    values: Values
    sound: Sound | None = None


@dataclass
class MediaServices:
    """Checks, carries out and answers requests. Synchronous.

    The office, the faults, the log and the list of violations are those of the CallControl `api`.
    """

    api: Api
    logins: Logins
    accounts: Accounts = field(default_factory=Accounts)

    def answer(self, call: Call) -> Answer:
        """Carry out one request. Raises Refusal.

        A dry run of a request that fits answers `{"success": 1}`, of another the same fault as
        the method itself, which then is no violation: finding it out is what the run is for.
        """
        entry = {
            "transport": call.transport,
            "service": call.service,
            "method": call.method,
            "params": _without_secrets(call.params),
        }
        keep(self.api.received, entry)
        try:
            return self._answer(call)
        except Refusal as refusal:
            if refusal.complaints and not call.is_dry:
                keep(self.api.violations, {**entry, "complaints": refusal.complaints})
            raise

    def _answer(self, call: Call) -> Answer:
        method = SERVICES.get(call.service, {}).get(call.method)
        if not call.service:
            raise misfit(call.complaints, NOT_READABLE)
        if method is None:
            raise misfit([f"{call.service}.{call.method}: no such method"], UNSUPPORTED_METHOD)
        complaints = [*call.complaints, *method.request.complaints(call.params)]
        sound = None
        if not complaints and not call.is_dry:
            sound, complaints = _attached(method, call)
        if complaints:
            raise misfit(complaints)
        account = "" if call.method == "login" else self._account(call)
        self._refuse_if_told(call)
        if call.is_dry:
            return Answer({"success": 1})
        params = method.request.read(call.params)
        if call.service == "Session":
            return Answer(self._session(call, params))
        return self._carried_out(
            call, method, Asked(self._media(account, call), params, sound, self._queues())
        )

    def _carried_out(self, call: Call, method: Method, asked: Asked) -> Answer:
        result = HANDLERS[call.service][call.method](asked)
        if isinstance(result, Sound):
            return Answer({method.sounds: result.filename}, result)
        return Answer(result)

    def _media(self, account: str, call: Call) -> Any:
        """The account's media, or a copy when the deed shall seem to be done."""
        media = self.accounts.of(account)
        ignored = self.api.faults.takes(self.api.faults.ignored, call.method)
        return media.aside() if ignored else media

    def _queues(self) -> set[int]:
        return {
            group.i_c_queue
            for group in self.api.world.office.hunt_groups
            if group.i_c_queue is not None
        }

    def _session(self, call: Call, params: Values) -> Values:
        ignored = self.api.faults.takes(self.api.faults.ignored, call.method)
        if call.method == "login":
            session = self.logins.open(self.logins.check(**params))
            if ignored:
                self.logins.close(session)
            return shown(session, self.api.release)
        session_id = (call.auth or {}).get("session_id") if not call.token else None
        open_one = self.logins.find(session_id or "") or self.logins.holder(call.token)
        if open_one is not None and not ignored:
            self.logins.close(open_one)
        return {"success": 1}

    def _account(self, call: Call) -> str:
        """Return who asks: by access token, by session, or by credentials in the request."""
        if call.token and self.api.release >= FIRST_RELEASE_WITH_TOKENS:
            holder = self.logins.holder(call.token)
            if holder is None:
                raise Refusal(BAD_TOKEN, "Failed to process access token")
            return holder.account
        if not call.auth:
            raise misfit(["auth_info: required"], CHECK_AUTH_FAILED)
        if complaints := list(AUTH_INFO.complaints(call.auth, "auth_info.")):
            raise misfit(complaints, CHECK_AUTH_FAILED)
        if session_id := call.auth.get("session_id"):
            session = self.logins.find(session_id)
            if session is None:
                raise Refusal(CHECK_AUTH_FAILED, MESSAGES[CHECK_AUTH_FAILED])
            return session.account
        if self.api.faults.login_error:
            raise Refusal(self.api.faults.login_error, "as told")
        credentials = {name: call.auth[name] for name in ("login", "domain", "password")}
        return self.logins.check(**credentials, code=CHECK_AUTH_FAILED)

    def _refuse_if_told(self, call: Call) -> None:
        if f"{call.service}.{call.method}" in self.api.faults.unsupported:
            raise Refusal(UNSUPPORTED_METHOD, call.method)
        if call.method == "login" and self.api.faults.login_error:
            raise Refusal(self.api.faults.login_error, "as told")
        if error := self.api.faults.take_error(call.method):
            raise Refusal(error, "as told")


def _attached(method: Method, call: Call) -> tuple[Sound | None, list[str]]:
    """Return the file that a property names, and what is wrong with the attached files."""
    named = call.params if method.sound else None
    for name in method.sound:
        named = (named or {}).get(name)
    path = ".".join(method.sound)
    sound = next((file for file in call.files if file.filename == named), None)
    complaints = [f"attached {file.filename!r}: not named" for file in call.files if file != sound]
    if named and sound is None:
        complaints.append(f"{path}: no attached file {named!r}")
    if sound is not None and (wrong := wrong_sound(sound.content)):
        complaints.append(f"{path}: {wrong}")
    return sound, complaints


def _without_secrets(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_secrets(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: _without_secrets(each) for name, each in value.items() if name not in SECRETS}
