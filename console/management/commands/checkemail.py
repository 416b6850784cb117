"""`manage.py checkemail [--to ADDRESS]`: whether messages of the desk can be sent, step by step."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from console.messages import mail


class Command(BaseCommand):
    help = "Opens the mail server of EMAIL_URL; with --to also sends it a message for that address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", help="an address that a test message is sent to")

    def handle(self, *args: Any, **options: Any) -> None:
        if not mail.is_set_up():
            raise CommandError(
                "E-mail is not set up. Give EMAIL_URL=smtp+tls://user:password@host:587 and "
                "EMAIL_FROM=reception@example.com."
            )
        address = options["to"]
        try:
            if address is not None:
                validate_email(address)
            mail.try_out(address)
        except ValidationError:
            raise CommandError(f"--to: {address!r} is no address.") from None
        except (mail.NotNow, mail.Never, mail.Uncertain) as error:
            raise CommandError(str(error)) from None
        self.stdout.write("The mail server lets the console in.")
        if address is not None:
            self.stdout.write(f"It has taken a test message for {address}.")
