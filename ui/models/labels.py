"""Short names of places, for where a whole name has no room."""

import re
from datetime import date

from ui.words import Words

_PEOPLES = (
    "蒙古族|回族|藏族|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|"
    "傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|土族|达斡尔族|仫佬族|"
    "羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|阿昌族|普米族|塔吉克族|怒族|乌孜别克族|俄罗斯族|鄂温克族|"
    "德昂族|保安族|裕固族|京族|塔塔尔族|独龙族|鄂伦春族|赫哲族|门巴族|珞巴族|基诺族"
)  # the 55 names that stand inside the names of autonomous counties and townships
_INSIDE = re.compile(f"(?<=..)({_PEOPLES}|各族)+(?=自治|民族|乡|镇)")
_TAIL = re.compile("(自治[县旗州]|民族乡|[县镇乡市区])$")
_TAIL_EN = re.compile(
    r"\s+(autonomous\s+)?(county|district|city|town|township|municipality|sub-?county|ward)$", re.I
)
KEPT = 2  # characters a Chinese short name has at least


def shorten(name: str) -> str:
    """Leave out what only says the kind of place: 建水县 -> 建水, Anning City -> Anning."""
    bare = _INSIDE.sub("", name)
    cut = _TAIL.sub("", bare)
    if len(cut) >= KEPT and cut != bare:
        return cut
    return _TAIL_EN.sub("", bare) or name


def name_weekday(day: date, words: Words) -> str:
    """Name a weekday short: 周四, Thu."""
    if words.language == "zh":
        return "周" + "一二三四五六日"[day.weekday()]
    return words.day(day).partition(" ")[0]


def head_day(day: date, words: Words) -> str:
    """Write a date for the head of a column: 10/15 周四, Thu 15 Oct."""
    if words.language == "zh":
        return f"{day.month}/{day.day} {name_weekday(day, words)}"
    return words.day(day)
