"""`python -m bench.operators PBX_URL DESKS`: a database with a PBX and operators signed in.

Prints the session keys, one a line; each operator has a desk of her own.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "console.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402

from accounts.models import User  # noqa: E402
from console.links.models import PBX, Membership, Role  # noqa: E402
from tests.consoles import PBX as NAME  # noqa: E402

FIRST_DESK = 123007


def main(url: str, desks: int) -> None:
    call_command("migrate", verbosity=0)
    os.environ["PBX_PASSWORD"] = "demo-password"
    options = {
        "url": url,
        "login": "demo",
        "scope": "i_customer=30",
        "password_env": "PBX_PASSWORD",
    }
    with open(os.devnull, "w") as nowhere:
        call_command("addpbx", NAME, stdout=nowhere, **options)
    pbx = PBX.objects.get(name=NAME)
    for number in range(desks):
        user = User.objects.create(username=f"operator{number}")
        Membership.objects.create(
            user=user, pbx=pbx, role=Role.RECEPTIONIST, extension=str(FIRST_DESK + number)
        )
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        print(session.session_key, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
