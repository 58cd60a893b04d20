"""A visit as a calendar event in a QR code that a phone reads from the poster."""

from datetime import UTC, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import segno
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from planner.domain.units import Minute
from planner.papers.flow import Box, paint_box
from planner.papers.job import Desk
from planner.papers.text import WHITE
from planner.rules.publicity import NoticeDue

LARGEST = 11  # QR version: finer modules are hard to read from a wall
CAPACITY = 251  # bytes in version 11 at level M (ISO/IEC 18004, table 7)
QUIET = 4  # modules of white around the code (ISO/IEC 18004, 9.1)


def write_event(desk: Desk, notice: NoticeDue) -> str:
    """Write a VEVENT (RFC 5545) of at most `CAPACITY` bytes; the place is cut last."""
    scenario = desk.job.scenario
    opens, closes = desk.public_hours(notice.stop)
    venue = notice.venue
    name, spot = desk.venue_name(venue), desk.spot(venue)
    identity = uuid5(NAMESPACE_URL, f"{scenario.name}/{venue.id}/{notice.day}").hex[:12]
    title = desk.words.say("Touring service")
    company = scenario.company.strip()
    heads = (f"{company} {title}" if company else title, title)
    hotline = scenario.hotline.strip()
    tails = (hotline, "") if hotline else ("",)
    places = (f"{name} {spot}".strip(), name)
    for head, place, tail in ((h, p, t) for p in places for h in heads for t in tails):
        event = _event(desk, notice, opens, closes, (identity, head, place, tail))
        if len(event.encode()) <= CAPACITY:
            return event
    for length in range(len(name), -1, -1):
        event = _event(desk, notice, opens, closes, (identity, title, name[:length] + "…", ""))
        if len(event.encode()) <= CAPACITY:
            return event
    return event


def _event(
    desk: Desk, notice: NoticeDue, opens: Minute, closes: Minute, texts: tuple[str, str, str, str]
) -> str:
    identity, title, place, tail = (_escape(text) for text in texts)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{identity}",
        f"SUMMARY:{title}",
        f"DTSTART:{_instant(desk, notice, opens)}",
        f"DTEND:{_instant(desk, notice, closes)}",
        f"LOCATION:{place}",
    ]
    if tail:
        lines.append(f"DESCRIPTION:{tail}")
    return "\r\n".join([*lines, "END:VEVENT"])


def _instant(desk: Desk, notice: NoticeDue, minute: Minute) -> str:
    zone = ZoneInfo(desk.job.scenario.timezone)
    local = datetime.combine(notice.day, time(), tzinfo=zone) + timedelta(minutes=minute)
    return local.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escape(text: str) -> str:
    for raw, safe in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", " "), ("\r", " ")):
        text = text.replace(raw, safe)
    return text


def draw_code(canvas: Canvas, box: Box, content: str) -> None:
    """Draw a QR code, level M, with its quiet zone, filling a square box."""
    code = segno.make(content, error="m", boost_error=False, micro=False, encoding="utf-8")
    rows = [bytes(row) for row in code.matrix_iter(border=QUIET)]
    side = box.width / len(rows)
    paint_box(canvas, box, ground=WHITE)
    canvas.setFillColor(HexColor("#000000"))
    path = canvas.beginPath()
    for number, row in enumerate(rows):
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end]:
                end += 1
            if end > start:
                top = box.top - (number + 1) * side
                path.rect(box.x + start * side, top, (end - start) * side, side)
            start = end + 1
    canvas.drawPath(path, stroke=0, fill=1)
