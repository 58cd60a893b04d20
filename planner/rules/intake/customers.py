"""Judges the rows of customers and products."""

from collections.abc import Set
from datetime import date

from planner.domain.customer import Customer, Product, Tier
from planner.domain.findings import Expected
from planner.domain.territory import Location
from planner.domain.units import Names
from planner.rules.intake import cells
from planner.rules.intake.places import read_location, read_region
from planner.rules.intake.rows import Row

_NO_REQUEST = frozenset({"no", "none", "n", "0", "-", "无", "否", "没有"})
_REQUESTS = {
    "维修": "repair", "报修": "repair", "修理": "repair", "保养": "maintenance",
    "投诉": "complaint", "培训": "training", "配件": "part order", "订件": "part order",
}  # fmt: skip


def judge_product(row: Row) -> Product:
    """Read a product; wrong cells are noted in the row."""
    known = row.need_text("id", Expected.ID)
    names = row.names("name")
    skill = cells.read_word(row.text("skill"))
    return Product(
        known,
        names if names.texts else Names((("", known),)),
        skill,
        row.read("level", cells.read_level, 1 if skill else 0),
        row.read("booth_minutes", cells.read_count, 30),
        row.read("home_minutes", cells.read_count, 60),
        row.read("inspection", cells.read_whole, 0),
    )


def judge_customer(
    row: Row, middle: Location | None, currency: str, products: Set[str]
) -> Customer:
    """Read a customer; wrong cells are noted in the row.

    `products` are all ids the table of products names, also of refused rows; empty without one.
    """
    known = row.need_text("id", Expected.ID)
    product = row.text("product")
    if product and products and product not in products:
        row.refuse("product", Expected.KNOWN_PRODUCT)
    bought, warranty = _read_purchase(row)
    return Customer(
        known,
        row.names("name").read("zh") or known,
        read_location(row, middle),
        row.need("tier", cells.read_tier, Tier.LEAD),
        read_region(row),
        row.text("phone"),
        row.text("near_place"),
        product,
        row.read("profit", lambda text: cells.read_money(text, currency), 0),
        bought,
        warranty,
        _read_request(row),
        row.read("requested", cells.read_date, None),
        row.read("home", cells.read_yes_no, False),
        row.read("window", cells.read_window, None),
        row.read("last", cells.read_date, None),
        row.read("part", cells.read_date, None),
    )


def _read_purchase(row: Row) -> tuple[date | None, date | None]:
    bought = row.read("bought", cells.read_date, None)
    warranty = row.read("warranty", cells.read_date, None)
    if bought and warranty and bought > warranty:
        row.refuse("bought", Expected.DATE_ORDER)
        row.refuse("warranty", Expected.DATE_ORDER)
    return bought, warranty


def _read_request(row: Row) -> str:
    request = row.text("request")
    word = cells.read_word(request)
    return "" if word in _NO_REQUEST else _REQUESTS.get(word, request)
