"""Make the fonts of this folder from two npm packages (see README.md); needs fontTools."""

import argparse
from collections.abc import Callable
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

RARE = (  # Extension A in the Table of General Standard Chinese Characters, 2013
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝"
    "䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮㑳㓥㖞㘚㚻㛿㝵㠣㤖㥮㧏㨗㭴㮠㯋㱮㳠㴋㵄㷧㸅㼆㽮䀹䂙"
    "䄂䅁䇲䈪䊵䌷䌸䌺䌻䌼䌽䌾䍁䎬䏚䐀䑃䒕䓕䕏䖝䗁䘮䙡䚾䜌䝼䞌䟎䠀䢵䣝䤜䥇䥿䧟䨇䩄䪥䬞䮝䯄䰾䱉䲣䳌䴉䵝"
)
MARKS = "\u00a0©®°±·×÷£¥€¢₫₹₽₩₦฿“”‘’‚„…–—‐‑−•†‡‰′″←↑→↓↗↘✓✔✗★☆■□▲△◆◇○●◎☎♦⟶〇〒〓「」『』"
PLAIN = range(0x20, 0x180)
LATIN = (
    *range(0x20, 0x250),
    *range(0x2B0, 0x3E2),
    *range(0x400, 0x530),
    *range(0x1E00, 0x2000),
    *range(0x2010, 0x2060),
    *range(0x20A0, 0x20C1),
    *range(0x2100, 0x2150),
    *range(0x2190, 0x2200),
    0x2212,
    0x25CC,
)


def _encodable(codec: str, low: int = 0x40) -> set[int]:
    """Collect the characters of a two-byte codec."""
    pairs = (bytes((a, b)) for a in range(0x81, 0xFF) for b in range(low, 0xFF))
    texts = (pair.decode(codec, errors="ignore") for pair in pairs)
    return {ord(text) for text in texts if len(text) == 1}


def _name_characters(known: set[int]) -> set[int]:
    """Collect what GBK lacks and people's and places' names need."""
    late = {code for code in known if 0x9FA6 <= code < 0xA000 or code > 0x20000}
    return late | {ord(character) for character in RARE}


def full_chinese(known: set[int]) -> set[int]:
    """Choose GBK, rare name characters, the marks and Western European letters."""
    return _encodable("gbk") | _name_characters(known) | set(map(ord, MARKS)) | set(PLAIN)


def headline_chinese(known: set[int]) -> set[int]:
    """Choose GB 2312: headlines with a rarer character are set in bold instead."""
    return _encodable("gb2312", 0xA1) | set(map(ord, MARKS)) | set(PLAIN)


def latin(known: set[int]) -> set[int]:
    """Choose Latin, Greek and Cyrillic."""
    return set(LATIN) | set(map(ord, MARKS))


def make(
    source: Path, target: Path, family: str, style: str, choose: Callable[[set[int]], set[int]]
) -> None:
    """Write the subset of one font under our own names, without hints and vertical tables."""
    font = TTFont(source)
    options = Options()
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14]
    options.drop_tables += ["vhea", "vmtx", "STAT", "BASE"]
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum"]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=choose(set(font.getBestCmap())))
    subsetter.subset(font)
    plain = f"{family} {style}".replace(" Regular", "")
    names = {1: family, 2: style, 3: f"{family} {style}", 4: plain}
    if style not in ("Regular", "Bold"):
        names |= {1: plain, 2: "Regular"}
    names[6] = f"{family}-{style}".replace(" ", "")
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font.save(target)


def main() -> None:
    """Read the unpacked packages and write the fonts beside this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("chinese", type=Path, help="unpacked @expo-google-fonts/noto-sans-sc")
    parser.add_argument("latin", type=Path, help="unpacked @expo-google-fonts/noto-sans")
    found = parser.parse_args()
    here = Path(__file__).parent
    for folder, style in (("400Regular", "Regular"), ("700Bold", "Bold"), ("900Black", "Black")):
        chooser = headline_chinese if style == "Black" else full_chinese
        source = found.chinese / folder / f"NotoSansSC_{folder}.ttf"
        make(source, here / f"XunhuiSansSC-{style}.ttf", "Xunhui Sans SC", style, chooser)
        source = found.latin / folder / f"NotoSans_{folder}.ttf"
        make(source, here / f"XunhuiSans-{style}.ttf", "Xunhui Sans", style, latin)


if __name__ == "__main__":
    main()
