"""The typeface of the screen: the shipped Chinese family, else what the system has."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from ui.look.tokens import Look

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
FILES = ("XunhuiSansSC-Regular.ttf", "XunhuiSansSC-Bold.ttf")
FAMILIES = ("Xunhui Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC")


def load_fonts() -> None:
    """Hand the shipped Chinese fonts to Qt; without them a bare machine shows boxes."""
    for name in FILES:
        QFontDatabase.addApplicationFont(str(FOLDER / name))


@lru_cache(256)
def _make(pixels: int, bold: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(pixels)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@lru_cache(256)
def _measure(pixels: int, bold: bool) -> QFontMetricsF:
    return QFontMetricsF(_make(pixels, bold))


def font(look: Look, size: int, bold: bool = False) -> QFont:
    """Give the font of a type size (px at 100 %) at the look's scale."""
    return _make(look.px(size), bold)


def metrics(look: Look, size: int, bold: bool = False) -> QFontMetricsF:
    """Give the metrics of that font."""
    return _measure(look.px(size), bold)


def width(look: Look, text: str, size: int, bold: bool = False) -> float:
    """Measure a text in pixels."""
    return metrics(look, size, bold).horizontalAdvance(text)
