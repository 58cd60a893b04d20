"""Hypothesis strategies for plans of the invented region."""

from datetime import timedelta

from hypothesis import strategies as st

from planner.domain.demand import Question
from planner.domain.plan import Tour
from planner.judge.edit import move
from tests.factories import make_question

QUESTION = make_question()


def visit_ids(question: Question = QUESTION) -> st.SearchStrategy[str]:
    """Draw one of the visits asked for."""
    return st.sampled_from([visit.id for visit in question.visits])


@st.composite
def hand_made_tours(
    draw: st.DrawFn, question: Question = QUESTION, most: int = 6
) -> tuple[Tour, ...]:
    """Draw tours as a hand would make them: visits put on crews and days, those that fit kept.

    Each tour keeps the rules of one tour; crews may work too many days.
    """
    days = range(5, (question.horizon.last - question.horizon.first).days + 1)
    steps = st.tuples(
        visit_ids(question),
        st.sampled_from([crew.id for crew in question.crews]),
        st.sampled_from([question.horizon.first + timedelta(day) for day in days]),
    )
    tours: tuple[Tour, ...] = ()
    for visit, crew, day in draw(st.lists(steps, max_size=most)):
        made = move(tours, visit, crew, day, question)
        tours = made if isinstance(made, tuple) else tours
    return tours
