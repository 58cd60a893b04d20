"""Texts in the reader's language: catalogues, and the sentences and dates made from codes."""

from planner.words.catalogue import LANGUAGES, load
from planner.words.days import date_text, lunar_text, market_text, money_text, weekday_text
from planner.words.findings import expected_text, finding_text, missing_text, note_text
from planner.words.fixes import fix_text
from planner.words.reasons import name_ref, reason_name, reason_text

__all__ = [
    "LANGUAGES",
    "date_text",
    "expected_text",
    "finding_text",
    "fix_text",
    "load",
    "lunar_text",
    "market_text",
    "missing_text",
    "money_text",
    "name_ref",
    "note_text",
    "reason_name",
    "reason_text",
    "weekday_text",
]
