"""The step before any network: what the database says of the PBX."""

import ssl

from django.core.exceptions import ValidationError

from console.links.credentials import CredentialsUnreadableError
from console.links.doctor.findings import Finding, failed, ok, warning
from console.links.doctor.visit import Visit
from console.links.keeper import config_of
from console.links.link import ssl_context_for
from console.portasip.address import checked_url
from console.portasip.errors import InvalidParameter

SCOPE = {"scope_key", "scope_value"}


async def settings(visit: Visit) -> Finding:
    """Sets `config` and `trust`."""
    pbx = visit.pbx
    try:
        pbx.full_clean(validate_unique=False, validate_constraints=False)
        checked_url(pbx.url)
        visit.config = config_of(pbx)
    except ValidationError as error:
        return _invalid(visit, error)
    except InvalidParameter as error:
        return failed("invalid", f"--url: {error.limit}.", visit.addpbx("--url", "…"))
    except CredentialsUnreadableError as error:
        advice = visit.addpbx("--password-env VAR")
        return failed("password-unreadable", str(error), advice)
    if not visit.config.password:
        advice = f"Put it into an environment variable, VAR.\n{visit.addpbx('--password-env VAR')}"
        return failed("no-password", "There is no password for this PBX.", advice)
    visit.secrets |= {visit.config.password}
    return _trusting(visit) or _shown(visit)


def _invalid(visit: Visit, error: ValidationError) -> Finding:
    fields = {field: " ".join(messages) for field, messages in error.message_dict.items()}
    field = next(iter(fields))
    option = "--scope" if field in SCOPE else f"--{field.replace('_', '-')}"
    what = f"{option}: {fields[field]}"
    return failed("invalid", what, visit.addpbx(option, "…"), fields=fields)


def _trusting(visit: Visit) -> Finding | None:
    try:
        visit.trust = ssl_context_for(visit.config)
    except (OSError, ssl.SSLError) as error:
        reason = "holds no certificate" if isinstance(error, ssl.SSLError) else error.strerror
        what = f"The CA file {visit.config.ca_file} cannot be used: {reason}."
        advice = (
            "Make it a PEM file that the console's user may read, or name another.\n"
            f"{visit.addpbx('--ca-file FILE')}"
        )
        return failed("ca-file", what, advice)
    return None


def _shown(visit: Visit) -> Finding:
    pbx = visit.pbx
    scope = f"{pbx.scope_key}={pbx.scope_value}"
    what = f"{pbx.url}, login {pbx.login}, scope {scope}, release MR{pbx.release}"
    details = {
        "url": pbx.url,
        "login": pbx.login,
        "scope": pbx.scope,
        "release": pbx.release,
        "ca_file": pbx.ca_file,
        "insecure": pbx.insecure,
    }
    if pbx.enabled:
        return ok(what, **details)
    advice = "The console does not connect to it: tick Enabled at this PBX in /admin/."
    return warning("not-enabled", f"{what}; not enabled", advice, **details)
