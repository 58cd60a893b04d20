"""The settings of one file: every limit and exchange rate the plan depends on."""

from dataclasses import dataclass, field

from planner.domain.calendar import RevisitRule
from planner.domain.customer import Tier
from planner.domain.units import Metre, Minute, Money
from planner.domain.workforce import EVERY_DAY


@dataclass(frozen=True, slots=True)
class SpeedBand:
    """`kmh` holds for legs up to `up_to_km` of road, included; None means without limit."""

    up_to_km: float | None
    kmh: float


@dataclass(frozen=True, slots=True)
class ExchangeRates:
    """What things are worth, in contacts (one contact = one person met at a booth)."""

    stopping_share: float = 0.1  # of the people passing an open booth
    platinum_in_reach: float = 20.0
    gold_in_reach: float = 8.0
    iron_in_reach: float = 3.0
    lead_in_reach: float = 1.0
    open_request: float = 10.0
    platinum_home_visit: float = 60.0
    gold_home_visit: float = 25.0
    overdue_share_per_day: float = 0.01
    crew_day: float = 15.0
    road_km: float = 0.05
    told_booth: float = 40.0  # lost with every announced stop that is moved; own choice
    money_per_contact: float = 50.0  # major units of the file's currency, for nights

    def in_reach(self, tier: Tier) -> float:
        """Give the worth of one uncovered customer of a tier near a booth."""
        return {
            Tier.PLATINUM: self.platinum_in_reach,
            Tier.GOLD: self.gold_in_reach,
            Tier.IRON: self.iron_in_reach,
            Tier.LEAD: self.lead_in_reach,
        }[tier]

    def home_visit(self, tier: Tier) -> float:
        """Give the worth of a home visit; 0 for tiers that are not visited at home."""
        return {Tier.PLATINUM: self.platinum_home_visit, Tier.GOLD: self.gold_home_visit}.get(
            tier, 0.0
        )


QUARTERLY = RevisitRule(91, 10, 10)


@dataclass(frozen=True, slots=True)
class Parameters:
    """Limits and rates of one file. Where a table has a column, the column wins.

    `market_share` is the least share of booths, at venues with a market on offer, that stand on
    market days. `budget` bounds nights and road together, None means without limit. At least
    `region_floor` booths are wanted in every region with uncovered customers; each one missing
    costs `floor_price` contacts. After each full `break_after_drive` of one leg the crew rests
    `break_minutes`; 0 means never. Crews sleep away only in the evenings of `night_weekdays`
    (0 = Monday), in beds at least `night_from` by road from their depot.
    """

    road_factor: float = 1.33  # road length / straight line; an estimate
    speeds: tuple[SpeedBand, ...] = (
        SpeedBand(50.0, 40.0),
        SpeedBand(150.0, 50.0),
        SpeedBand(None, 60.0),
    )
    leg_buffer: Minute = 15
    notice_lead_days: int = 5
    shift_start: Minute = 7 * 60
    shift_end: Minute = 19 * 60
    max_drive_minutes_per_day: Minute = 480
    max_nights: int = 4
    max_days_in_a_row: int = 6
    max_days_a_week: int = 5
    rest_after_nights: int = 3
    rest_days: int = 1
    booth_full: Minute = 360
    booth_half: Minute = 180
    booth_setup: Minute = 30
    booth_packing: Minute = 30
    revisit: RevisitRule = QUARTERLY
    revisit_share: float = 0.1  # tolerance where a venue has its own period
    catchment: Metre = 20_000
    rates: ExchangeRates = field(default_factory=ExchangeRates)
    market_share: float = 0.7
    budget: Money | None = None
    road_price_per_km: Money = 0
    region_floor: int = 0
    floor_price: float = 100.0
    break_after_drive: Minute = 0
    break_minutes: Minute = 0
    night_weekdays: frozenset[int] = EVERY_DAY
    night_from: Metre = 0
