"""Every sentence of the console that somebody may see."""

from messages import in_python, in_templates
from messages.found import Found, merged


def gather() -> Found:
    found: Found = {}
    in_templates.gather(found)
    in_python.gather(found)
    return merged(found)
