"""Sentences for what can go wrong in the world, each with a way out."""

from ui.words import Words


def say_trouble(error: Exception, words: Words) -> tuple[str, str]:
    """Give the title and the sentence for a known error of the office, by its kind."""
    _ = words.gettext
    kind = type(error).__name__
    subject = str(getattr(error, "path", "") or (error.args[0] if error.args else ""))
    title, sentence = {
        "FileMissing": (
            _("The file is not there"),
            _("{subject} has been moved or deleted. Choose it again with “Open file”."),
        ),
        "FileExists": (
            _("A file is there already"),
            _("{subject} already exists. Choose another name."),
        ),
        "NotATourPlan": (
            _("This is another kind of file"),
            _("{subject} was not made by this program. Tables come in with “Import a folder”."),
        ),
        "FileTooNew": (
            _("The file is newer than this program"),
            _("A later release made {subject}. Install that release to open it."),
        ),
        "FileLocked": (
            _("The file is in use"),
            _("Another program holds {subject}. Close it there, then open it again."),
        ),
        "FileDamaged": (
            _("The file is damaged"),
            _("{subject} cannot be read whole. Look beside it for the copy ending in .bak."),
        ),
        "CannotRead": (
            _("The file may not be read"),
            _("You have no right to read {subject}. Copy it to a folder of your own."),
        ),
        "CannotWrite": (
            _("Nothing can be saved there"),
            _("{subject} takes no changes. Choose another folder or free some space."),
        ),
        "NoFolder": (
            _("The folder is not there"),
            _("{subject} has been moved or deleted. Choose it again."),
        ),
        "NoTables": (
            _("No tables in this folder"),
            _("Put stations, venues and customers as .csv or .xlsx into {subject}."),
        ),
        "SameTableTwice": (
            _("One table is there twice"),
            _("{subject} was found in two files. Keep one of them in the folder."),
        ),
        "Unreadable": (
            _("A table cannot be read"),
            _("{subject} is no table this program reads. Save it again as .csv or .xlsx."),
        ),
        "NoScenario": (
            _("The tables are not enough"),
            _("At least one usable station and one usable venue are needed."),
        ),
        "PlanBroken": (
            _("The plan breaks a rule"),
            _("It is neither saved nor printed. Plan again, then print."),
        ),
        "Announced": (
            _("People have been told"),
            _("{subject} is announced. Unlock it before you take it out."),
        ),
        "NotPlanned": (
            _("It is not in the plan"),
            _("{subject} can be locked only where a plan has it."),
        ),
        "NoPlan": (_("There is no plan yet"), _("Press “Plan” first.")),
    }.get(kind, (kind, "{subject}"))
    return title, sentence.format(subject=subject)
