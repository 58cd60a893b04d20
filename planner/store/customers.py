"""Products and customers as rows."""

from planner.domain.customer import Customer, Product, Tier
from planner.domain.territory import Region
from planner.store.cells import Cells, Row, day_cell, names_cell, place_cells, window_cells


def product_row(product: Product) -> Row:
    """Write a product."""
    return {
        "code": product.id,
        "names": names_cell(product.names),
        "skill": product.skill,
        "level": product.level,
        "booth_minutes": product.booth_minutes,
        "home_minutes": product.home_minutes,
        "inspection_months": product.inspection_months,
    }


def product_value(cells: Cells) -> Product:
    """Read a product."""
    return Product(
        id=cells.text("code"),
        names=cells.names("names"),
        skill=cells.text("skill"),
        level=cells.whole("level"),
        booth_minutes=cells.whole("booth_minutes"),
        home_minutes=cells.whole("home_minutes"),
        inspection_months=cells.whole("inspection_months"),
    )


def customer_row(customer: Customer) -> Row:
    """Write a customer."""
    return {
        "code": customer.id,
        "name": customer.name,
        "phone": customer.phone,
        **place_cells(customer.location),
        "near_place": customer.near_place,
        "region_code": customer.region.id,
        "region_names": names_cell(customer.region.names),
        "tier": customer.tier.value,
        "product_code": customer.product,
        "yearly_profit_minor": customer.yearly_profit,
        "bought_on": day_cell(customer.bought_on),
        "warranty_until": day_cell(customer.warranty_until),
        "request": customer.request,
        "requested_on": day_cell(customer.requested_on),
        "home_visit_wanted": int(customer.home_visit_wanted),
        **window_cells(customer.window, "window_"),
        "last_service_on": day_cell(customer.last_service_on),
        "part_arrives_on": day_cell(customer.part_arrives_on),
    }


def customer_value(cells: Cells) -> Customer:
    """Read a customer."""
    return Customer(
        id=cells.text("code"),
        name=cells.text("name"),
        phone=cells.text("phone"),
        location=cells.place(),
        near_place=cells.text("near_place"),
        region=Region(cells.text("region_code"), cells.names("region_names")),
        tier=Tier(cells.text("tier")),
        product=cells.text("product_code"),
        yearly_profit=cells.whole("yearly_profit_minor"),
        bought_on=cells.any_day("bought_on"),
        warranty_until=cells.any_day("warranty_until"),
        request=cells.text("request"),
        requested_on=cells.any_day("requested_on"),
        home_visit_wanted=cells.flag("home_visit_wanted"),
        window=cells.any_window("window_"),
        last_service_on=cells.any_day("last_service_on"),
        part_arrives_on=cells.any_day("part_arrives_on"),
    )
