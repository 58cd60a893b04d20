"""How often Python's collector of cycles looks through what lives."""

import gc


def collect_rarely() -> None:
    """Put looks through all of a large file far apart: each would hold the window 0.2 s.

    What a file is made of has no cycles and goes without the collector.
    """
    gc.set_threshold(50_000, 20, 20)
