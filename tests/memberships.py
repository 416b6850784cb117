"""PBXs and people for tests: `member("anna", Role.RECEPTIONIST, "123007")`."""

from typing import Any

from accounts.models import User
from console.links.models import PBX, Membership, Role


def pbx(name: str = "office", **fields: Any) -> PBX:
    """The PBX of this name, made at the first call."""
    values = {
        "url": "wss://pbx.example.com:8444/ws",
        "login": "api",
        "scope_key": "i_customer",
        "scope_value": 30,
    }
    found = PBX.objects.filter(name=name).first()
    return found or PBX.objects.create(name=name, **(values | fields))


def member(
    username: str, role: Role = Role.RECEPTIONIST, extension: str = "", on: str = "office"
) -> User:
    """An operator with this place on a PBX; called again, with one more."""
    user, _ = User.objects.get_or_create(username=username)
    Membership.objects.create(user=user, pbx=pbx(on), role=role, extension=extension)
    return user
