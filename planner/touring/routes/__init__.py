"""Day routes that collect most prize: one compiled search for places, days and hotels."""
