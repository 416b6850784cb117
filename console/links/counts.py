"""What leaves no state behind is counted here as it happens, by PBX, since this process began."""

from collections import Counter

link_changes: Counter[tuple[str, str]] = Counter()
"""By PBX and the state the link came to, at the holder."""

disagreements: Counter[str] = Counter()
"""Lists that overruled what had been folded."""

gaps: Counter[str] = Counter()
"""Times that a mirror missed a message, or heard of a new epoch, and asked for a snapshot."""

snapshots: Counter[str] = Counter()
"""Boards that a mirror took over whole."""

feed_not_understood: Counter[str] = Counter()
feed_dropped: Counter[str] = Counter()
"""Messages that a layer, slow or away, kept from leaving the holder."""

second_presses: Counter[str] = Counter()
