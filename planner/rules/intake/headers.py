"""Finds the columns of a table by the meaning of their headers."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from planner.domain.tables import RawTable, TableKind

_ID = {
    TableKind.STATIONS: ("station_id", "id", "code", "station_code", "站点编号", "服务站编号"),
    TableKind.VENUES: ("venue_id", "id", "code", "venue_code", "场地编号", "站点编号"),
    TableKind.CUSTOMERS: ("customer_id", "id", "code", "customer_code", "client_id", "客户编号"),
    TableKind.CREWS: ("crew_id", "id", "code", "team_id", "队伍编号", "服务队编号"),
    TableKind.TECHNICIANS: ("technician_id", "id", "code", "staff_id", "技师编号", "工号"),
    TableKind.PRODUCTS: (
        "product",
        "product_id",
        "id",
        "model",
        "code",
        "产品",
        "产品编号",
        "型号",
    ),
    TableKind.MAKER: ("id", "code", "编号"),
}
_PLACE = {
    "lat": ("lat", "latitude", "lat_wgs84", "wgs84_lat", "纬度", "北纬"),
    "lon": ("lon", "lng", "long", "longitude", "lon_wgs84", "wgs84_lon", "经度", "东经"),
}
_REGION = {
    "region": ("adcode", "region_id", "county_code", "region_code", "行政区划代码", "区划代码")
}
_STATION = (
    "station_id",
    "station",
    "depot",
    "depot_id",
    "服务站",
    "服务站编号",
    "所属服务站",
    "站点",
)
_ABSENT = ("absent", "absences", "absent_days", "leave", "请假", "缺勤", "不在岗")
_FIELDS: dict[TableKind, dict[str, tuple[str, ...]]] = {
    TableKind.STATIONS: {
        **_PLACE,
        "reach_km": (
            *("coverage_road_km", "coverage_km", "reach_km", "reach_road_km", "coverage", "reach"),
            *("服务半径", "服务半径_km", "服务半径_公里", "覆盖里程"),
        ),
        "road_factor": ("road_factor", "detour_factor", "绕行系数", "道路系数"),
        "tour_crews": (
            "tour_crews",
            "crews",
            "touring_crews",
            "number_of_crews",
            "巡回队数",
            "队数",
        ),
        "vehicles": ("vehicles", "vans", "cars", "车辆", "车辆数", "服务车"),
        "skills": ("skills", "skill", "技能", "能力"),
        "opens": ("opens", "open", "opening", "opens_at", "开门", "营业开始", "上班"),
        "closes": ("closes", "close", "closing", "closes_at", "关门", "营业结束", "下班"),
    },
    TableKind.VENUES: {
        **_PLACE,
        **_REGION,
        "kind": ("kind", "type", "venue_kind", "venue_type", "类型", "场地类型"),
        "market_rule": (
            "market_rule",
            "market_rule_kind",
            "rule",
            "集市规则",
            "赶集规则",
            "逢集规则",
        ),
        "market_days": ("market_days", "market_day", "markets", "市日", "集日", "赶集日", "逢集"),
        "normal": (
            *("foot_traffic_normal_day", "footfall_normal", "footfall_normal_day", "footfall"),
            *("foot_traffic_normal", "foot_traffic", "people_normal_day", "visitors_normal_day"),
            *("平日人流", "平日人流量", "人流量"),
        ),
        "market": (
            *("foot_traffic_market_day", "footfall_market", "footfall_market_day"),
            *("foot_traffic_market", "people_market_day", "visitors_market_day"),
            *("集日人流", "集日人流量", "赶集人流量", "市日人流量"),
        ),
        "opens": ("opens", "open", "opening", "opens_at", "开门", "开放开始", "开始时间"),
        "closes": ("closes", "close", "closing", "closes_at", "关门", "开放结束", "结束时间"),
        "closed_from": ("closed_from", "closed_since", "closure_from", "关闭开始", "停用开始"),
        "closed_to": ("closed_to", "closed_until", "closure_to", "关闭结束", "停用结束"),
        "closed": ("closed", "closed_days", "closures", "关闭日期", "停用日期"),
        "permit": (
            "permit_needed",
            "permit",
            "permit_required",
            "needs_permit",
            "需许可",
            "需要审批",
        ),
        "notices": ("notice_places", "notice_points", "posting_places", "张贴点", "公告点"),
        "last": (
            *("last_tour_date", "last_visit", "last_visit_date", "last_tour", "last_visited_on"),
            *("上次巡回", "上次巡回日期", "上次服务日期"),
        ),
        "revisit": (
            "revisit_days",
            "revisit_period_days",
            "revisit_every_days",
            "回访周期",
            "回访天数",
        ),
    },
    TableKind.CUSTOMERS: {
        **_PLACE,
        **_REGION,
        "phone": (
            "phone",
            "telephone",
            "mobile",
            "tel",
            "phone_number",
            "电话",
            "手机",
            "联系电话",
        ),
        "near_place": ("near_place", "nearby", "village", "附近", "附近地点", "村"),
        "tier": ("tier", "class", "customer_tier", "customer_class", "等级", "客户等级", "级别"),
        "product": ("product", "product_id", "machine", "model", "产品", "机型", "产品型号"),
        "bought": ("bought_on", "purchase_date", "purchased_on", "bought", "购买日期", "购机日期"),
        "warranty": ("warranty_until", "warranty_end", "warranty", "保修到期", "保修期至"),
        "request": ("open_request", "request", "request_kind", "需求", "未结需求", "待办请求"),
        "requested": ("request_date", "requested_on", "request_on", "需求日期", "报修日期"),
        "home": (
            "home_visit_wanted",
            "home_visit",
            "wants_home_visit",
            "上门",
            "要求上门",
            "上门服务",
        ),
        "window": ("visit_window", "time_window", "window", "上门时间", "上门时段"),
        "last": (
            "last_service_on",
            "last_service",
            "last_service_date",
            "上次服务",
            "上次服务日期",
        ),
        "part": (
            *("part_arrives_on", "part_arrival", "part_arrives", "part_due"),
            *("配件到货", "配件到货日期", "到货日期"),
        ),
    },
    TableKind.CREWS: {
        "station": _STATION,
        "technicians": ("technicians", "technician_ids", "members", "技师", "成员", "队员"),
        "people": ("people", "persons", "size", "headcount", "人数"),
        "works": ("works", "working_days", "workdays", "weekdays", "工作日", "出勤日"),
        "max_nights": ("max_nights", "nights", "max_nights_away", "最多在外夜数", "最多过夜"),
        "absent": _ABSENT,
    },
    TableKind.TECHNICIANS: {
        "station": _STATION,
        "skills": ("skills", "skill", "技能", "能力"),
        "drives": ("drives", "driver", "can_drive", "会驾驶", "驾驶"),
        "absent": _ABSENT,
    },
    TableKind.PRODUCTS: {
        "skill": ("skill", "skill_needed", "needs_skill", "技能", "所需技能"),
        "level": ("level", "skill_level", "min_level", "等级", "技能等级"),
        "booth_minutes": ("booth_minutes", "minutes_booth", "摊位分钟", "摊位时长"),
        "home_minutes": ("home_minutes", "minutes_home", "上门分钟", "上门时长"),
        "inspection": ("inspection_months", "inspection_every_months", "检查周期月", "保养周期月"),
    },
    TableKind.MAKER: {
        "hotline": ("hotline", "phone", "telephone", "tel", "热线", "服务热线", "电话"),
    },
}
_MONEY: dict[TableKind, dict[str, tuple[str, ...]]] = {
    TableKind.VENUES: {
        "lodging": (
            *(
                "lodging_per_person_night",
                "lodging_per_person_per_night",
                "lodging",
                "lodging_price",
            ),
            *("lodging_price_per_person_night", "price_per_person_night", "night_price"),
            *("住宿费", "住宿价", "住宿价格", "住宿", "住宿每人每晚", "每人每晚住宿费"),
        )
    },
    TableKind.CUSTOMERS: {
        "profit": (
            *("yearly_profit", "annual_profit", "profit", "profit_per_year", "profit_a_year"),
            *("年利润", "利润", "年贡献"),
        )
    },
}
_NAME = ("name", "full_name", "名称", "姓名", "名字")
_NAMES: dict[TableKind, dict[str, tuple[str, ...]]] = {
    TableKind.STATIONS: {"name": (*_NAME, "station_name", "服务站名称", "服务站", "站名")},
    TableKind.VENUES: {
        "name": (*_NAME, "venue_name", "venue", "场地名称", "场地", "地名"),
        "county": (
            "county",
            "region",
            "region_name",
            "county_name",
            "县",
            "区县",
            "县区",
            "所属县",
        ),
        "place": ("place", "spot", "stand", "摆摊地点", "具体地点", "地点"),
    },
    TableKind.CUSTOMERS: {
        "name": (*_NAME, "customer_name", "customer", "客户姓名", "客户名称", "客户"),
        "county": (
            "county",
            "region",
            "region_name",
            "county_name",
            "县",
            "区县",
            "县区",
            "所属县",
        ),
    },
    TableKind.CREWS: {"name": (*_NAME, "crew_name", "crew", "team", "队名", "队伍名称")},
    TableKind.TECHNICIANS: {"name": (*_NAME, "technician_name", "technician", "技师姓名", "技师")},
    TableKind.PRODUCTS: {"name": (*_NAME, "product_name", "产品名称")},
    TableKind.MAKER: {"name": (*_NAME, "company", "maker", "公司", "公司名称", "厂家")},
}
_NEEDED = {
    TableKind.STATIONS: ("id", "lat", "lon"),
    TableKind.VENUES: ("id", "lat", "lon", "normal"),
    TableKind.CUSTOMERS: ("id", "lat", "lon", "tier"),
    TableKind.CREWS: ("station",),
    TableKind.TECHNICIANS: ("id", "station"),
    TableKind.PRODUCTS: ("id",),
    TableKind.MAKER: (),
}
_COMPUTED = re.compile(r"covered|nearest_station_\w+|是否覆盖|最近服务站\w*")
_LANGUAGE_WORDS = {
    "chinese": "zh", "english": "en", "中文": "zh", "英文": "en", "cn": "zh", "eng": "en",
}  # fmt: skip
_PREFIXED = re.compile(r"(中文|英文)_?(名称|姓名|名字|名)")
_SUFFIXED = re.compile(r"(.+?)_(中文|英文|chinese|english|eng|[a-z]{2})(?:_[a-z0-9]{2,4})?")

CURRENCIES = frozenset(
    """AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP
    BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
    GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW
    KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN
    NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK
    SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS
    VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG""".split()  # noqa: SIM905 (a list of 154 would take a page)
)  # ISO 4217, money in use
_MONEY_WORDS = {
    "元": "CNY", "人民币": "CNY", "rmb": "CNY", "yuan": "CNY", "ksh": "KES", "kshs": "KES",
    "tsh": "TZS", "ush": "UGX", "美元": "USD", "欧元": "EUR", "euro": "EUR", "euros": "EUR",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a table are: positions by field, and by name and language.

    `currencies` are those named in money headers, in the order of the columns.
    """

    fields: dict[str, int]
    names: dict[str, tuple[tuple[str, int], ...]]
    currencies: tuple[str, ...]
    ignored: tuple[str, ...]
    computed: tuple[str, ...]
    twice: tuple[str, ...]
    missing: tuple[str, ...]


def plain(header: str) -> str:
    """Write a header in one way: lower case, words joined by "_", full-width signs narrowed."""
    text = unicodedata.normalize("NFKC", header).strip("\ufeff \t")
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", text).lower()
    return re.sub(r"[\W_]+", "_", text).strip("_")


def name_column(kind: TableKind, field: str) -> str:
    """Give the header a field should have had."""
    wanted = {"id": _ID[kind], **_FIELDS[kind], **_MONEY.get(kind, {})}
    return wanted[field][0]


def find_columns(table: RawTable) -> Columns:
    """Find which column holds which field; of two with one meaning the better header wins."""
    headers = [plain(header) for header in table.headers]
    wanted = {"id": _ID[table.kind], **_FIELDS[table.kind]}
    places: dict[int, str] = {}
    fields: dict[str, int] = {}
    for field, synonyms in wanted.items():
        at = next((headers.index(word) for word in synonyms if word in headers), None)
        if at is not None and at not in places:
            fields[field], places[at] = at, field
    names = _find_names(table.kind, headers, places)
    currencies = _find_money(table.kind, headers, fields, places)
    left = [at for at, header in enumerate(headers) if header and at not in places]
    every = {word for words in wanted.values() for word in words}
    computed = [at for at in left if _COMPUTED.fullmatch(headers[at])]
    twice = [at for at in left if at not in computed and headers[at] in every]
    ignored = [at for at in left if at not in computed and at not in twice]
    return Columns(
        fields,
        names,
        currencies,
        _titles(table, ignored),
        _titles(table, computed),
        _titles(table, twice),
        tuple(name_column(table.kind, f) for f in _NEEDED[table.kind] if f not in fields),
    )


def _titles(table: RawTable, places: Iterable[int]) -> tuple[str, ...]:
    return tuple(table.headers[at] for at in places)


def _find_names(
    kind: TableKind, headers: list[str], places: dict[int, str]
) -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for field, bases in _NAMES[kind].items():
        texts: dict[str, int] = {}
        for base in bases:
            for at, header in enumerate(headers):
                language = _language(header, base)
                if at not in places and language is not None and language not in texts:
                    texts[language] = at
                    places[at] = field
        found[field] = tuple(texts.items())
    return found


def _language(header: str, base: str) -> str | None:
    """Say in which language a column holds the name `base`; None where it does not."""
    if header == base:
        return ""
    prefixed = _PREFIXED.fullmatch(header)
    if prefixed and base == "名称":
        return _LANGUAGE_WORDS[prefixed[1]]
    suffixed = _SUFFIXED.fullmatch(header)
    if suffixed and suffixed[1] == base and suffixed[2] != "id":
        return _LANGUAGE_WORDS.get(suffixed[2], suffixed[2])
    return None


def _find_money(
    kind: TableKind, headers: list[str], fields: dict[str, int], places: dict[int, str]
) -> tuple[str, ...]:
    currencies = []
    for at, header in enumerate(headers):
        if at in places:
            continue
        for field, synonyms in _MONEY.get(kind, {}).items():
            currency = _currency(header, synonyms)
            if currency is not None and field not in fields:
                fields[field], places[at] = at, field
                if currency:
                    currencies.append(currency)
    return tuple(currencies)


def _currency(header: str, synonyms: tuple[str, ...]) -> str | None:
    """Give the currency a money header names, "" where it names none, None for other headers."""
    if header in synonyms:
        return ""
    words = header.split("_")
    for at, word in enumerate(words):
        rest = "_".join(words[:at] + words[at + 1 :])
        if rest in synonyms:
            known = word.upper() if word.upper() in CURRENCIES else _MONEY_WORDS.get(word)
            if known or re.fullmatch(r"[a-z]{3}", word):
                return known or ""
    return None
