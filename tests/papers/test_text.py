"""Where lines break and how text is fitted."""

from hypothesis import given
from hypothesis import strategies as st

from planner.papers.flow import fit_stacks, write
from planner.papers.fonts import choose_faces, tidy
from planner.papers.text import Span, Style, break_lines, fit_style, keeps_words, text_width

ZH = Style(choose_faces("zh").regular, 12)
EN = Style(choose_faces("en").regular, 12)
TEXTS = st.text(
    st.sampled_from("请带上保修卡（发票），12月3日《说明》“好”。ab-c 1,234 £5 %"), max_size=60
)


def lines_of(text: str, style: Style, width: float) -> list[str]:
    lines = break_lines((Span(text, style),), width)
    return ["".join(span.text for span in line.spans) for line in lines]


@given(TEXTS, st.floats(60, 400))
def test_that_no_line_is_wider_than_asked_and_nothing_is_lost(text: str, width: float) -> None:
    lines = lines_of(text, ZH, width)
    assert all(text_width(line, ZH) <= width + 0.1 for line in lines)
    assert "".join(lines).replace(" ", "") == tidy(text).replace(" ", "")


@given(st.text(st.sampled_from("赶集日（逢二、七）。，“龙街”《乡》"), min_size=1, max_size=60))
def test_that_no_line_starts_with_closing_or_ends_with_opening_marks(text: str) -> None:
    if keeps_words((Span(text, ZH),), 200):
        lines = lines_of(text, ZH, 200)
        assert all(line[0] not in "），。、”》" for line in lines[1:])
        assert all(line[-1] not in "（“《" for line in lines[:-1])


def test_that_a_date_and_its_weekday_stay_on_one_line() -> None:
    for width in range(110, 200, 5):
        assert any(
            "12月15日 星期二" in line for line in lines_of("下次巡回：12月15日 星期二", ZH, width)
        )


def test_that_words_and_numbers_stay_whole() -> None:
    assert lines_of("call 400-000-0000 today", EN, 95) == ["call", "400-000-0000", "today"]


def test_that_a_word_wider_than_the_line_is_broken_and_not_cut() -> None:
    lines = lines_of("Shuangjianglahuzuwazubulangzudaizu", EN, 60)
    assert len(lines) > 1
    assert "".join(lines) == "Shuangjianglahuzuwazubulangzudaizu"


def test_that_markup_is_plain_text() -> None:
    assert lines_of("<b>Li</b> <img src='/etc/passwd'/>", EN, 500) == [
        "<b>Li</b> <img src='/etc/passwd'/>"
    ]


def test_that_a_fitted_line_shrinks_only_when_it_must() -> None:
    assert fit_style("short", EN, 500) is EN
    shrunk = fit_style("a much longer line of text", EN, 50)
    assert text_width("a much longer line of text", shrunk) <= 50.01


def test_that_type_shrinks_before_a_word_is_broken() -> None:
    name = "Zhenyuanyizuhanizulahuzu"
    high, wide = 60.0, text_width(name, EN) * 0.8
    scale, whole = fit_stacks([(lambda s: [write(name, EN.scaled(s))], wide, high)])
    assert whole
    assert keeps_words((Span(name, EN.scaled(scale)),), wide)
