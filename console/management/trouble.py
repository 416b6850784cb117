"""What kept a command from a PBX: what the PBX or the network said, then what to do."""

import ssl

from console.links.credentials import CredentialsUnreadableError
from console.portasip.errors import LinkLost, PortaError, Refused

# What a command catches around its talk with a PBX; an SSLError (its CA file) is an OSError.
TROUBLES = (PortaError, OSError, CredentialsUnreadableError)


def told(error: BaseException, pbx: str) -> str:
    """The sentences for one of TROUBLES, without the values that were sent."""
    if isinstance(error, Refused):
        return _of_refusal(error, pbx)
    if isinstance(error, LinkLost):
        return f"The PBX cannot be reached: {_ended(str(error))} {doctor(pbx)}"
    if isinstance(error, ssl.SSLError):
        return f"The CA file of PBX {pbx} holds no certificate. {doctor(pbx)}"
    if isinstance(error, OSError):
        return f"The CA file of PBX {pbx} cannot be read: {error.strerror}. {doctor(pbx)}"
    return str(error)


def doctor(pbx: str) -> str:
    return f"To see why, run: .venv/bin/python manage.py doctor {pbx}"


def _of_refusal(refused: Refused, pbx: str) -> str:
    said = f"{refused.code}: {refused.message or 'the PBX refused'}"
    if refused.is_credentials:
        return f"The PBX refused the login ({said}). {doctor(pbx)}"
    return said


def _ended(said: str) -> str:
    return f"{said.rstrip(' .:')}."
