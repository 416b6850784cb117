from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from console.directory import storing
from console.directory.models import Company
from console.management.answers import check, pbx_named
from console.management.preconditions import refuse_unmigrated

OPTIONS = {
    "name": "NAME", "numbers": "--number", "greeting": "--greeting", "hours": "--hours",
    "zone": "--zone", "firm": "--people",
}  # fmt: skip


class Command(BaseCommand):
    help = "Adds a company for which a PBX answers, or updates the one of this name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("--pbx", metavar="NAME", required=True, help="a PBX made by addpbx")
        parser.add_argument(
            "--number", action="append", dest="numbers", help="under which it is called; repeatable"
        )
        parser.add_argument("--greeting", help="what its callers hear first")
        parser.add_argument("--hours", help="such as 'wd {Mon-Fri} hr {8am-5pm}'")
        parser.add_argument("--zone", help="such as Europe/Madrid")
        parser.add_argument("--people", dest="firm", help="the company that its people have")
        parser.add_argument(
            "--default", action="store_true", help="its opening hours are those of the desk"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unmigrated()
        pbx = pbx_named(options["pbx"])
        found = Company.objects.filter(pbx=pbx, name=options["name"]).first()
        company = found or Company(pbx=pbx, name=options["name"])
        for field in ("greeting", "hours", "zone", "firm"):
            if options[field] is not None:
                setattr(company, field, options[field])
        if options["numbers"] is not None:
            company.numbers = "\n".join(options["numbers"])
        company.is_default = company.is_default or options["default"]
        check(company, OPTIONS)
        storing.keep(company)
        done = "updated" if found else "added"
        self.stdout.write(f"Company {company.name} {done} on {pbx.name}")
