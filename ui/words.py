"""Texts of the screen: the catalogues of the window in one voice, dates and numbers."""

from datetime import date

from planner import words
from planner.domain.calendar import RuleKind
from planner.domain.customer import Tier
from planner.domain.scenario import Scenario

CATALOGUES = ("screen", "board", "answers")


class Words:
    """The screen's texts in one language; use as `_ = words.gettext` so that texts are found."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.has_lunar = True
        self._catalogues = [words.load(name, language) for name in CATALOGUES]

    def gettext(self, text: str) -> str:
        """Translate a text; an unknown one comes back as it is."""
        if not text:
            return ""
        found = (catalogue.gettext(text) for catalogue in self._catalogues)
        return next((said for said in found if said != text), text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Translate a text that depends on a number."""
        plain = one if number == 1 else many
        found = (catalogue.ngettext(one, many, number) for catalogue in self._catalogues)
        return next((said for said in found if said not in (one, many)), plain)

    def day(self, day: date, *, lunar: bool = False, market: bool = False) -> str:
        """Write a date that is never naked: `10月15日（周四）`, `Thu 15 Oct`."""
        is_lunar = lunar and self.has_lunar
        return words.date_text(day, self.language, lunar=is_lunar, market=market)

    def lunar(self, day: date) -> str:
        """Write the day of the Chinese calendar, "" where nobody goes by it."""
        return words.lunar_text(day, self.language) if self.has_lunar else ""

    def follow(self, scenario: Scenario | None) -> None:
        """Say lunar dates in Chinese always, else only where markets follow them, as papers do."""
        rules = (venue.market for venue in scenario.venues) if scenario else ()
        self.has_lunar = self.language == "zh" or any(
            rule is not None and rule.kind is RuleKind.LUNAR_DIGITS for rule in rules
        )

    def month(self, number: int) -> str:
        """Name a month, 1 to 12, short."""
        _ = self.gettext
        names = [
            _("Jan"),
            _("Feb"),
            _("Mar"),
            _("Apr"),
            _("May"),
            _("Jun"),
            _("Jul"),
            _("Aug"),
            _("Sep"),
            _("Oct"),
            _("Nov"),
            _("Dec"),
        ]
        return names[number - 1]

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with thousands apart and the true minus sign."""
        return f"{value:,.{decimals}f}".replace("-", "\N{MINUS SIGN}")

    def percent(self, share: float) -> str:
        """Write a share of 1 in whole percent: `49 %`."""
        return f"{share * 100:.0f} %"

    def tier(self, tier: Tier) -> str:
        """Name a customer class."""
        _ = self.gettext
        return {
            Tier.PLATINUM: _("Platinum"),
            Tier.GOLD: _("Gold"),
            Tier.IRON: _("Iron"),
            Tier.LEAD: _("Lead"),
        }[tier]
