"""Every page, and every state it can be in: how to bring it there, and who sees it.

Both the pictures (`python -m docs.screenshots FOLDER`) and the checks of every state
(test_states.py) are made from this list, so a state that is drawn here is seen and judged.
"""

from . import pages  # it adds its states to the list
from .desk import busy
from .state import NOBODY, STATES, State

__all__ = ["NOBODY", "STATES", "State", "busy", "pages"]
