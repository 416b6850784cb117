"""What pure rooms say in English, in the language of whoever reads it.

Commands, audit and history carry the English sentence; only what is printed for an operator is
translated, here. A sentence that nobody knows, as the PBX's own words, stays as it is.
"""

import re

from django.utils.translation import get_language, gettext

from console.live.sentences import SENTENCES, STEPS

LONGEST = 1000  # characters; a PBX may answer with more, which nobody has translated
PLACE = re.compile(r"%\((\w+)\)s")


def _pattern(template: str, behind: str = "") -> re.Pattern[str]:
    """What a filled template looks like: its values are whatever stands in their places."""
    literals = PLACE.split(template)
    made = [re.escape(part.replace("%%", "%")) for part in literals[::2]]
    places = [f"(?P<{name}>.+?)" for name in literals[1::2]]
    whole = "".join(a + b for a, b in zip(made, [*places, ""], strict=True))
    return re.compile(whole + behind, re.DOTALL)


_exact = frozenset(one for one in SENTENCES if not PLACE.search(one))
# The one with the most words of its own fits best.
_templates = sorted((one for one in SENTENCES if PLACE.search(one)), key=len, reverse=True)
_patterns = [(_pattern(one), one) for one in _templates]
_steps = [(_pattern(one, r"\. (?P<rest>.+)"), one) for one in sorted(STEPS, key=len, reverse=True)]


def said(sentence: str) -> str:
    """`sentence` in the language that is spoken now; a step of a chain may stand before it."""
    if get_language() == "en" or len(sentence) > LONGEST:
        return sentence
    for pattern, step in _steps:
        if found := pattern.fullmatch(sentence):
            values = found.groupdict()
            return f"{gettext(step) % values}. {said(values['rest'])}"
    if sentence in _exact:
        return gettext(sentence)
    for pattern, template in _patterns:
        if found := pattern.fullmatch(sentence):
            return gettext(template) % found.groupdict()
    return sentence
