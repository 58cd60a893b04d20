"""Decisions as pure functions, one file per stage."""
