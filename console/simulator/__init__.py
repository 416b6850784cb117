"""A simulated PortaSwitch: the demo, the training mode and the test bed.

It knows nothing of the console. It checks and writes plain dictionaries after the API document,
so that a mistake on one side cannot hide behind the same mistake on the other.
"""

from .people import NobodyThere
from .simulator import SCENARIOS, Simulator
from .timings import Timings

__all__ = ["SCENARIOS", "NobodyThere", "Simulator", "Timings"]
