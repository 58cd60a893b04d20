"""In which languages a scenario can be printed."""

import re
from collections.abc import Iterable

from planner.domain.territory import ServicePoint, Venue


def find_languages(stations: Iterable[ServicePoint], venues: Iterable[Venue]) -> tuple[str, ...]:
    """Find the languages in which every station and venue has a name: Chinese, English, others.

    A name whose language is not stated serves every language; where none is stated at all, the
    script tells.
    """
    names = [*(place.names for place in stations), *(place.names for place in venues)]
    labelled = {language for name in names for language, text in name.texts if language and text}
    if not labelled and names:
        chinese = any(re.search("[\u4e00-\u9fff]", name.read("")) for name in names)
        return ("zh",) if chinese else ("en",)
    complete = [code for code in labelled if all(name.has(code) for name in names)]
    return tuple(sorted(complete, key=lambda code: (code != "zh", code != "en", code)))
