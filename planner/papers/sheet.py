"""Opening a PDF, and pages that hold nothing."""

import io

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from planner.papers.fonts import choose_faces, load_font
from planner.papers.job import Desk
from planner.papers.text import GREY, Align, Style, draw_text

PageSize = tuple[float, float]


def open_canvas(buffer: io.BytesIO, size: PageSize, desk: Desk, title: str) -> Canvas:
    """Start a PDF with our fonts only; the same job gives the same bytes."""
    faces = choose_faces(desk.words.language)
    basis = faces.regular.fonts[0]
    load_font(basis)
    canvas = Canvas(
        buffer,
        pagesize=size,
        pageCompression=1,
        invariant=1,
        initialFontName=basis,
        initialFontSize=12,
        lang="zh-CN" if desk.words.chinese else desk.words.language,
    )
    canvas.setTitle(title)
    canvas.setAuthor(desk.job.scenario.company or desk.job.scenario.name)
    canvas.setSubject(desk.words.say("Touring service"))
    canvas.setCreator("Xunhui")
    return canvas


def draw_empty(canvas: Canvas, size: PageSize, desk: Desk) -> None:
    """Draw the one page of a paper for which the plan holds nothing."""
    style = Style(choose_faces(desk.words.language).regular, 16, GREY)
    text = desk.words.say("This plan holds no booth stop.")
    draw_text(canvas, size[0] / 2, size[1] / 2 + 10 * mm, text, style, Align.CENTRE)
    canvas.showPage()
