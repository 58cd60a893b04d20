"""The tokens keep text readable and crews apart; icons are there and used."""

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from ui.actions import ACTIONS
from ui.look.tokens import DARK, LADDER, LIGHT, Look, contrast, ink_on, mix

ROOT = Path(__file__).resolve().parents[2]
ICONS = ROOT / "resources" / "icons"
TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2, success criteria 1.4.3 and 1.4.11

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
SIGHTS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
               (-0.011820, 0.042940, 0.968881)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
               (-0.003882, -0.048116, 1.051998)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
               (0.004733, 0.691367, 0.303900)),
}  # fmt: skip
WHITE = (
    (0.4124, 0.3576, 0.1805, 0.9505),
    (0.2126, 0.7152, 0.0722, 1),
    (0.0193, 0.1192, 0.9505, 1.089),
)
NEAREST = {LIGHT: 20.0, DARK: 12.0}  # CIE76


def list_pairs(look: Look) -> Iterator[tuple[str, str, str, float]]:
    """List what stands on what, and the least contrast it must have."""
    for ground in ("surface", "canvas", "sunken", "hover"):
        for ink in ("text", "muted", "faint"):
            yield f"{ink} on {ground}", getattr(look, ink), getattr(look, ground), TEXT
    for ground in ("surface", "canvas", "accent_soft"):
        yield f"accent text on {ground}", look.accent_text, getattr(look, ground), TEXT
    yield "button", look.on_accent, look.accent, TEXT
    yield "button pointed at", look.on_accent, look.accent_hover, TEXT
    yield "toast", look.on_toast, look.toast, TEXT
    yield "way back in the toast", look.toast_link, look.toast, TEXT
    yield "muted in a row picked", look.muted, look.accent_soft, TEXT
    for role in ("danger", "warn", "ok", "info"):
        yield f"{role} on surface", getattr(look, role), look.surface, TEXT
        yield f"{role} on soft", getattr(look, role), getattr(look, f"{role}_soft"), TEXT
        yield f"text on {role} soft", look.text, getattr(look, f"{role}_soft"), TEXT
    yield "danger in a row picked", look.danger, look.accent_soft, TEXT
    yield "stamp", look.stamp, look.surface, TEXT
    yield "names on the map", look.text, look.land, TEXT
    for role in ("market", "edge", "focus"):
        yield role, getattr(look, role), look.surface, GRAPHIC
    for role in ("focus", "reach", "platinum", "danger", "warn"):
        yield f"{role} on land", getattr(look, role), look.land, GRAPHIC
    yield "focus on canvas", look.focus, look.canvas, GRAPHIC
    for number in range(6):
        yield f"crew {number}", look.crew(number), look.surface, TEXT
        for step in LADDER:
            fill = look.rung(number, step)
            yield f"crew {number} at {step}", ink_on(fill), fill, TEXT


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_that_everything_written_can_be_read(look: Look) -> None:
    low = [
        (what, round(contrast(ink, ground), 2))
        for what, ink, ground, least in list_pairs(look)
        if contrast(ink, ground) < least
    ]
    assert not low


def see(colour: str, sight: str) -> tuple[float, float, float]:
    """Give a colour in Lab as a kind of sight perceives it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    seen = [
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True))))
        for row in SIGHTS[sight]
    ]
    x, y, z = (root(sum(a * b for a, b in zip(row, seen, strict=False)) / row[3]) for row in WHITE)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def root(share: float) -> float:
    """Bend a share of white as CIE Lab does."""
    return share ** (1 / 3) if share > 0.008856 else 7.787 * share + 16 / 116


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_that_crews_stay_apart_for_every_kind_of_sight(look: Look, sight: str) -> None:
    seen = [see(hue, sight) for hue in look.crews]
    distances = [
        sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
        for one, other in combinations(seen, 2)
    ]
    assert min(distances) >= NEAREST[look]


def test_that_mixing_gives_both_ends_and_the_middle() -> None:
    assert mix("#FFFFFF", "#000000", 1) == "#FFFFFF"
    assert mix("#FFFFFF", "#000000", 0) == "#000000"
    assert mix("#FF0000", "#0000FF", 0.5) == "#800080"


def test_that_every_icon_named_is_shipped_and_every_icon_shipped_is_named() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "ui").rglob("*.py"))
    named = set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)*)"', sources))
    shipped = {path.stem for path in ICONS.glob("*.svg")}
    assert {action.icon for action in ACTIONS} <= shipped
    assert not shipped - named - {"xunhui"}


def test_that_the_licence_of_the_icons_is_shipped() -> None:
    assert "ISC" in (ICONS / "LICENSE-lucide.txt").read_text("utf-8")
