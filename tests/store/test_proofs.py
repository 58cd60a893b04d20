"""Bounds in the file: by the question they were proved for, the least alone."""

from dataclasses import replace

from planner.store.edits import list_edits
from planner.store.file import TourFile
from planner.store.proofs import load_bound, save_bound
from tests.touring.questions import make_random


def test_that_a_question_has_the_least_bound_proved_for_it(file: TourFile) -> None:
    question = make_random(1)
    assert load_bound(file, question) is None
    for bound in (120.5, 110.25, 130.0):
        save_bound(file, question, bound)
    assert load_bound(file, question) == 110.25
    assert list_edits(file) == ()


def test_that_another_question_has_none(file: TourFile) -> None:
    question = make_random(1)
    save_bound(file, question, 100.0)
    for other in (
        make_random(2),
        replace(question, visits=question.visits[1:]),
        replace(question, parameters=replace(question.parameters, leg_buffer=1)),
    ):
        assert load_bound(file, other) is None


def test_that_the_oldest_go_when_there_are_many(file: TourFile) -> None:
    question = make_random(1)
    questions = [replace(question, money_per_contact_minor=float(n + 1)) for n in range(60)]
    for number, own in enumerate(questions):
        save_bound(file, own, float(number))
    known = [load_bound(file, own) for own in questions]
    assert known == [*[None] * 10, *map(float, range(10, 60))]
