from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from console.links.models import PBX, Membership, Role
from console.management.answers import check, password_from
from console.management.preconditions import refuse_unmigrated

OPTIONS = {"username": "USERNAME", "extension": "--extension", "role": "--role", "pbx": "--pbx"}


class Command(BaseCommand):
    help = "Adds an operator, or updates her and her one role on this PBX."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument("--pbx", metavar="NAME", required=True, help="a PBX made by addpbx")
        parser.add_argument(
            "--extension",
            help="account ID of the phone on her desk, such as 123007; '' takes the desk away",
        )
        parser.add_argument("--role", choices=Role.values, required=True)
        parser.add_argument("--name", help="what her colleagues call her; '' takes it away")
        parser.add_argument("--password-env", metavar="VAR", help="variable with her password")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unmigrated()
        pbx = find_pbx(options["pbx"])
        with transaction.atomic():
            operator, is_new = save_operator(
                options["username"], options["password_env"], options["name"]
            )
            membership = Membership.objects.filter(user=operator, pbx=pbx).first()
            membership = membership or Membership(user=operator, pbx=pbx)
            membership.role = options["role"]
            if options["extension"] is not None:
                membership.extension = options["extension"]
            check(membership, OPTIONS)
            membership.save()
        done = "added" if is_new else "updated"
        self.stdout.write(f"Operator {operator.username} {done}: {membership.role} on {pbx.name}")


def find_pbx(name: str) -> PBX:
    pbx = PBX.objects.filter(name=name).first()
    if pbx is None:
        known = ", ".join(PBX.objects.values_list("name", flat=True)) or "none yet, see addpbx"
        raise CommandError(f"--pbx: there is no PBX {name!r}. There is: {known}.")
    return pbx


def save_operator(
    username: str, password_env: str | None, name: str | None = None
) -> tuple[User, bool]:
    operator = User.objects.filter(username=username).first()
    is_new = operator is None
    operator = operator or User(username=username)
    password = password_from(
        password_env, option="--password-env", whose=f"operator {username}", known=not is_new
    )
    if password is not None:
        set_password(operator, password)
    if name is not None:
        operator.first_name, _, operator.last_name = name.strip().partition(" ")
    check(operator, OPTIONS)
    operator.save()
    return operator, is_new


def set_password(operator: User, password: str) -> None:
    """Leaves an unchanged password alone: a new hash would end her sessions."""
    if operator.pk and operator.check_password(password):
        return
    try:
        validate_password(password, operator)
    except ValidationError as error:
        raise CommandError(f"The password is too weak. {' '.join(error.messages)}") from error
    operator.set_password(password)
