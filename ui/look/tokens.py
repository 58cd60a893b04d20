"""Design tokens: every size, colour and stroke of the screen, by role."""

from dataclasses import dataclass

AXIS = 11  # px at 100 %; digits and Latin only
CAPTION = 12  # the smallest Chinese
BODY = 13
SECTION = 15
TITLE = 18
FIGURE = 22

CONTROL = 30  # height of buttons and inputs
BAR = 48  # top bar and screen bar
FOOT = 32
ROW = 32
ROW_TALL = 44  # rows of two lines
ICON = 16

CREW_SHAPES = ("circle", "square", "triangle", "diamond", "hexagon", "shield", "drop", "cross")
CREW_DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (5, 2),
    (1.5, 2),
    (7, 2, 1.5, 2),
    (3, 1.5),
    (9, 2.5),
    (1.5, 1.5, 5, 1.5),
    (2, 3.5),
)  # in pen widths; empty means solid
LADDER = ("free", "week", "day", "time", "crew", "announced")
DARK_INK = "#10191C"
LIGHT_INK = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Look:
    """One theme at one text scale (1.0 = 100 %); colours are `#RRGGBB` by role.

    `crews` are six hues found by search so that every pair stays apart for normal, deutan, protan
    and tritan sight; `rungs` is the share of the crew's hue in the surface, by step of `LADDER`.
    """

    dark: bool
    canvas: str
    surface: str
    sunken: str
    hover: str
    line: str
    edge: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    accent_text: str
    focus: str
    danger: str
    danger_soft: str
    warn: str
    warn_soft: str
    ok: str
    ok_soft: str
    info: str
    info_soft: str
    market: str
    stamp: str
    shade: str
    toast: str
    on_toast: str
    toast_link: str
    sea: str
    land: str
    border: str
    river: str
    reach: str
    platinum: str
    crews: tuple[str, ...]
    rungs: tuple[float, ...]
    scale: float = 1.0

    def px(self, size: float) -> int:
        """Give a length at the text scale, in whole pixels."""
        return round(size * self.scale)

    def crew(self, number: int) -> str:
        """Give the hue of the crew with this number in the file, from 0."""
        return self.crews[number % len(self.crews)]

    def rung(self, number: int, step: str) -> str:
        """Give the fill of a stop of crew `number` at a step of the freedom ladder."""
        return mix(self.crew(number), self.surface, self.rungs[LADDER.index(step)])


LIGHT = Look(
    dark=False,
    canvas="#F1F4F5",
    surface="#FFFFFF",
    sunken="#E9EEF0",
    hover="#EDF3F4",
    line="#D7DFE2",
    edge="#7F8E95",
    text="#1B2A2F",
    muted="#4B5B62",
    faint="#5D6C73",
    accent="#0E5A6B",
    accent_hover="#0A4755",
    on_accent="#FFFFFF",
    accent_soft="#DDEDF0",
    accent_text="#0E5A6B",
    focus="#1A66D6",
    danger="#B3251A",
    danger_soft="#FBE7E4",
    warn="#875300",
    warn_soft="#FCEFD3",
    ok="#1B683B",
    ok_soft="#DFF1E6",
    info="#2B57A0",
    info_soft="#E4ECF9",
    market="#D9541E",
    stamp="#A8231A",
    shade="#1B2A2F",
    toast="#1B2A2F",
    on_toast="#FFFFFF",
    toast_link="#8FDCEA",
    sea="#E3EBEF",
    land="#FAFAF7",
    border="#B8C2C5",
    river="#BCD6E4",
    reach="#0E5A6B",
    platinum="#670787",
    crews=("#0B6EE8", "#C6450B", "#670787", "#064F42", "#946A4A", "#7B6C9C"),
    rungs=(0.10, 0.20, 0.30, 0.40, 0.84, 1.0),
)

DARK = Look(
    dark=True,
    canvas="#12191C",
    surface="#1A2327",
    sunken="#0D1315",
    hover="#243136",
    line="#2E3B41",
    edge="#71828A",
    text="#E9EFF1",
    muted="#B3C0C5",
    faint="#94A3A9",
    accent="#5CC1D3",
    accent_hover="#82D3E1",
    on_accent="#06252C",
    accent_soft="#163C45",
    accent_text="#7BD0DF",
    focus="#8AB8FF",
    danger="#FF9186",
    danger_soft="#46201C",
    warn="#F2BC5C",
    warn_soft="#402E0E",
    ok="#78D09A",
    ok_soft="#173824",
    info="#9DBEF7",
    info_soft="#1D2E4C",
    market="#FF9A66",
    stamp="#FF8C80",
    shade="#000000",
    toast="#E9EFF1",
    on_toast="#1B2A2F",
    toast_link="#0E5A6B",
    sea="#141D21",
    land="#1E282C",
    border="#45545A",
    river="#2C4757",
    reach="#5CC1D3",
    platinum="#E3B5F5",
    crews=("#8AA4FF", "#D98B3A", "#F6E1C9", "#41E0F5", "#BCF886", "#E36FA3"),
    rungs=(0.10, 0.18, 0.27, 0.36, 0.84, 0.95),
)


def mix(over: str, under: str, share: float) -> str:
    """Mix two colours; `share` is the part of the first, 0 to 1."""
    pairs = zip(_channels(over), _channels(under), strict=True)
    return "#" + "".join(f"{round(low + (top - low) * share):02X}" for top, low in pairs)


def contrast(first: str, second: str) -> float:
    """Give the contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def ink_on(fill: str) -> str:
    """Choose the dark or light ink, whichever stands out more on a fill."""
    return max((LIGHT_INK, DARK_INK), key=lambda ink: contrast(ink, fill))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    shares = (channel / 255 for channel in _channels(colour))
    red, green, blue = (
        s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
