"""`manage.py serve`: the web server and the links to the PBXs, in one event loop."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from console.management import answers
from console.management.preconditions import refuse_unmigrated


class Command(BaseCommand):
    help = "Serve the console and keep the links to the PBXs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=answers.port, default=8000)
        parser.add_argument("--no-links", action="store_true", help="Hold no link, only mirror.")

    def handle(self, *args: Any, host: str, port: int, no_links: bool, **options: Any) -> None:
        refuse_unmigrated()
        if not settings.PUBLIC_URL_GIVEN:
            settings.PUBLIC_URL = f"http://127.0.0.1:{port}"  # the pages that may open sockets
        # Imported here: Daphne installs its reactor when imported, which no other command wants.
        from console.serving import AlreadyServing, CannotListen, PartEnded, serve

        try:
            serve(host, port, hold_links=not no_links)
        except (AlreadyServing, CannotListen, PartEnded) as refusal:
            raise CommandError(str(refusal)) from refusal
