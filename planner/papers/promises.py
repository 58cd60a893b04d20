"""What every notice promises: no price, no model and no place that is not in the data."""

from datetime import date, timedelta

from planner.papers.job import Desk
from planner.papers.words import Words


def say_free(words: Words) -> tuple[str, ...]:
    """List what costs nothing."""
    return (
        words.say("Safety check of your machine"),
        words.say("Repair under warranty"),
        words.say("Advice on use and care"),
    )


def say_paid(words: Words) -> tuple[str, ...]:
    """List the steps of a paid repair."""
    return (
        words.say("We check first and say what is wrong"),
        words.say("We quote the price; you decide"),
        words.say("We test it in front of you"),
    )


def say_bring(words: Words, day: date, hotline: str) -> tuple[str, ...]:
    """List what to bring; what cannot be moved is asked by phone the day before at the latest."""
    eve = words.brief_date(day - timedelta(days=1))
    return (
        words.say("Warranty card or invoice"),
        words.say("Photo of the model label"),
        words.say("Small machines: bring them along"),
        words.say("Cannot move it? Call before {date}", date=eve)
        if hotline
        else words.say("Cannot move it? Tell us at the booth"),
    )


def say_complaints(words: Words) -> tuple[str, ...]:
    """Say what happens to a complaint."""
    return (
        words.say("Complaints desk on site"),
        words.say("Answered the same day"),
        words.say("You get a numbered receipt"),
    )


def list_products(desk: Desk, room: int) -> str:
    """Join the products served into at most about `room` characters; the rest as a number."""
    names = desk.product_names()
    if not names:
        return desk.words.say("All machines of our make")
    shown: list[str] = []
    for name in names:
        if shown and len(desk.words.join([*shown, name])) > room:
            return desk.words.say(
                "{products} and {count} more",
                products=desk.words.join(shown),
                count=len(names) - len(shown),
            )
        shown.append(name)
    return desk.words.join(shown)
