import ssl
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from console.links.models import PBX, JoinLegs, MediaTransport, ScopeKey
from console.management.answers import check, password_from, password_in
from console.management.preconditions import refuse_unmigrated

OPTIONS = {
    "name": "NAME",
    "url": "--url",
    "login": "--login",
    "scope_key": "--scope",
    "scope_value": "--scope",
    "ca_file": "--ca-file",
    "answer_mode": "--answer-mode",
    "release": "--release",
    "media_url": "--media-url",
    "media_login": "--media-login",
    "media_domain": "--media-domain",
    "voicemail": "--voicemail",
    "mobile": "--mobile",
    "park_slots": "--park-slots",
    "park": "--park",
    "pickup": "--pickup",
    "safe_after": "--safe-after",
    "hold_limit": "--hold-limit",
    "park_limit": "--park-limit",
}
# Options that set the field of the same name as they stand.
PLAIN = (
    "url", "login", "join_legs", "answer_mode", "release", "media_url", "media_login",
    "media_domain", "voicemail", "mobile", "park_slots", "park", "pickup", "safe_after",
    "hold_limit", "park_limit",
)  # fmt: skip


class Command(BaseCommand):
    help = "Adds a PBX, or updates the one of this name; options not given keep their values."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help="letters, digits, - and _, such as office")
        parser.add_argument("--url", help="such as wss://pbx.example.com:8444/ws")
        parser.add_argument("--login", help="the API user on the PBX")
        parser.add_argument("--password-env", metavar="VAR", help="variable with its password")
        parser.add_argument("--scope", metavar="KEY=ID", help="what to watch: i_customer=30")
        trust = parser.add_mutually_exclusive_group()
        trust.add_argument("--ca-file", metavar="FILE", help="certificates that prove the PBX")
        trust.add_argument("--insecure", action="store_true", help="check no certificate")
        parser.add_argument("--join-legs", choices=JoinLegs.values, help="only if the PBX insists")
        parser.add_argument("--answer-mode", help="how a phone is told to answer: notify")
        parser.add_argument("--release", type=int, metavar="MR", help="such as 120; 96 by default")
        media = parser.add_argument_group("media services: voicemail, auto attendant, rooms")
        media.add_argument("--media-url", help="such as https://pbx.example.com:8443")
        media.add_argument("--media-login", metavar="ACCOUNT", help="an account's ID")
        media.add_argument(
            "--media-password-env", metavar="VAR", help="variable with its web password"
        )
        media.add_argument("--media-domain", metavar="DOMAIN", help="that of the media server")
        media.add_argument(
            "--media-transport", choices=MediaTransport.values, help="rest by default"
        )

        codes = parser.add_argument_group("service codes and limits; '' switches a code off")
        codes.add_argument("--voicemail", metavar="CODE", help="such as *86{extension} or {short}")
        codes.add_argument("--mobile", metavar="CODE", help="{number} by default")
        codes.add_argument("--park-slots", metavar="SLOTS", help="such as 701-709")
        codes.add_argument("--park", metavar="CODE", help="what parks a call: *68{slot}")
        codes.add_argument("--pickup", metavar="CODE", help="what retrieves it: *69{slot}")
        codes.add_argument("--safe-after", type=int, metavar="S", help="20 seconds by default")
        codes.add_argument("--hold-limit", type=int, metavar="S", help="90 seconds by default")
        codes.add_argument("--park-limit", type=int, metavar="S", help="180 seconds by default")
        codes.add_argument(
            "--early-completion", choices=("yes", "no"), help="complete while it still rings"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unmigrated()
        name = options["name"]
        pbx = PBX.objects.filter(name=name).first() or PBX(name=name)
        is_new = pbx.pk is None
        if is_new:
            require_first_options(options)
        fill(pbx, options)
        check(pbx, OPTIONS)
        set_passwords(pbx, options)
        pbx.save()
        self.stdout.write(f"PBX {name} {'added' if is_new else 'updated'}: {pbx.url}")


def require_first_options(options: dict[str, Any]) -> None:
    missing = [f"--{name}" for name in ("url", "login", "scope") if not options[name]]
    if missing:
        raise CommandError(f"A new PBX needs {', '.join(missing)}.")


def fill(pbx: PBX, options: dict[str, Any]) -> None:
    for field in PLAIN:
        if options[field] is not None:
            setattr(pbx, field, options[field])
    if options["early_completion"]:
        pbx.early_completion = options["early_completion"] == "yes"
    if options["media_transport"]:
        pbx.media_transport = options["media_transport"]
    if options["scope"]:
        pbx.scope_key, pbx.scope_value = parse_scope(options["scope"])
    if options["ca_file"]:
        pbx.ca_file, pbx.insecure = readable_file(options["ca_file"]), False
    if options["insecure"]:
        pbx.ca_file, pbx.insecure = "", True


def parse_scope(scope: str) -> tuple[str, int]:
    key, _, value = scope.partition("=")
    if key not in ScopeKey.values or not (value.isascii() and value.isdigit()) or int(value) == 0:
        raise CommandError(
            f"--scope: {scope!r} is not one of {', '.join(ScopeKey.values)} with its number, "
            "such as i_customer=30."
        )
    return key, int(value)


def readable_file(name: str) -> str:
    path = Path(name).resolve()
    if not path.is_file():
        raise CommandError(f"--ca-file: there is no file {path}.")
    try:
        ssl.create_default_context(cafile=path)
    except ssl.SSLError as error:
        raise CommandError(f"--ca-file: {path} holds no certificate in PEM form.") from error
    except OSError as error:
        raise CommandError(f"--ca-file: {path} cannot be read: {error.strerror}.") from error
    return str(path)


def set_passwords(pbx: PBX, options: dict[str, Any]) -> None:
    if options["media_password_env"]:
        pbx.media_password = password_in(options["media_password_env"], "--media-password-env")
    require_whole_media(pbx)
    password = password_from(
        options["password_env"],
        option="--password-env",
        whose=f"{pbx.login} on PBX {pbx.name}",
        known=bool(pbx.password_sealed),
    )
    if password is not None:
        pbx.password = password


def require_whole_media(pbx: PBX) -> None:
    """The media services log in as an account, apart from the PBX: all of it, or nothing."""
    parts = {
        "--media-url": pbx.media_url,
        "--media-login": pbx.media_login,
        "--media-password-env": pbx.media_password_sealed,
        "--media-domain": pbx.media_domain,
    }
    missing = [option for option, value in parts.items() if not value]
    if missing and len(missing) < len(parts):
        raise CommandError(f"The media services also need {', '.join(missing)}.")
