"""Every verb of an operator, and the holder's own, with its chain of requests."""

from console.links import chains, consulting, parking, transferring
from console.links.chains import Verb

VERBS: dict[str, Verb] = {
    **chains.VERBS,
    **transferring.VERBS,
    **consulting.VERBS,
    **parking.VERBS,
}
