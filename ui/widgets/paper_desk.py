"""A paper on the screen: has it made, shows it, prints, saves and opens it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QToolButton, QWidget

from ui.look import icons, parts
from ui.look.tokens import BODY, SECTION
from ui.papers import Paper, Papers
from ui.printing import PrintRun, open_in_viewer, save_bytes
from ui.stages import Kit
from ui.widgets.preview import Preview

LEAST = 252  # px at 100 %; what the tools of the preview need
WAITING, SHOWN, TROUBLE, NOTHING = range(4)


class PaperDesk(QWidget):
    """Shows one paper at a time; `copies` adds how it reads from afar and copied.

    `page_changed(int)`, `shown(Paper)` when another one is there.
    """

    page_changed = Signal(int)
    shown = Signal(object)

    def __init__(self, kit: Kit, papers: Papers, copies: bool = False) -> None:
        super().__init__()
        self._kit, self._look, self._words, self._papers = kit, kit.look, kit.words, papers
        self._wanted = ("", "")
        self._data = b""
        self._paper: Paper | None = None
        self._run: PrintRun | None = None
        self._log = ""
        self.preview = Preview(kit.look, kit.words, copies)
        self._add_viewer()
        self._stack = QStackedWidget()
        self._stack.setMinimumWidth(self._look.px(LEAST))
        self._stack.addWidget(self._make_waiting())
        self._stack.addWidget(self.preview)
        self._stack.addWidget(self._make_trouble())
        self._stack.addWidget(self._make_nothing())
        self._sending = self._make_sending()
        self._setting = self._make_setting()
        layout = parts.column(self._sending, self._setting, self._stack, gap=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.preview.page_changed.connect(self.page_changed)
        papers.begun.connect(self._show_first)
        papers.made.connect(self._show)
        papers.broken.connect(self._say_broken)
        papers.refused.connect(self._say_refused)
        papers.failed.connect(self._say_failed)

    @property
    def paper(self) -> Paper | None:
        """The paper shown, None while it is being made."""
        return self._paper

    @property
    def data(self) -> bytes:
        """The PDF shown, empty while it is being made."""
        return self._data

    def want(self, name: str, language: str, title: str) -> None:
        """Say which paper is to be shown; the page asks the press for it."""
        self._wanted = (name, language)
        self._paper, self._data = None, b""
        self.preview.show_pdf(None)
        _ = self._words.gettext
        self._setting.hide()
        self._waiting_title.setText(_("Setting: {paper}…").format(paper=title))
        self._stack.setCurrentIndex(WAITING)

    def want_nothing(self) -> None:
        """Say that there is no plan to print, and how to get one."""
        self._wanted = ("", "")
        self._paper, self._data = None, b""
        self._setting.hide()
        self.preview.show_pdf(None)
        self._stack.setCurrentIndex(NOTHING)

    def print_paper(self) -> None:
        """Ask for a printer and send the pages wanted."""
        if self._paper is None:
            self._say_wait()
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        options = QAbstractPrintDialog.PrintDialogOption
        dialog.setOption(options.PrintCurrentPage, on=True)
        dialog.setMinMax(1, self.preview.page_count)
        if dialog.exec():
            self.send(printer, self._choose_pages(printer))

    def send(self, printer: QPrinter, numbers: tuple[int, ...]) -> PrintRun | None:
        """Send pages, numbered from 0, to a printer; gives the run, None without a paper."""
        if self.preview.pages is None or self._run is not None:
            return None
        run = self._run = PrintRun(self.preview.pages, printer, numbers, self)
        run.progress.connect(self._follow_sending)
        run.finished.connect(lambda: self._end_sending(len(numbers)))
        run.failed.connect(lambda: self._end_sending(0))
        self._bar.setRange(0, len(numbers))
        self._bar.setValue(0)
        self._sending.show()
        run.start()
        return run

    def save_paper(self) -> None:
        """Ask where to write the PDF and write it."""
        if self._paper is None:
            self._say_wait()
            return
        _ = self._words.gettext
        name = f"{self._paper.name}-{self._paper.language}.pdf"
        path = self._kit.chooser.target(_("Save as PDF"), _("PDF document"), name)
        if path is None:
            return
        if save_bytes(path, self._data):
            self._kit.session.note(_("Saved: {path}").format(path=path.name))
        else:
            self._say_refused(str(path))

    def _choose_pages(self, printer: QPrinter) -> tuple[int, ...]:
        choice = printer.printRange()
        if choice == QPrinter.PrintRange.CurrentPage:
            return (self.preview.view.page,)
        if choice == QPrinter.PrintRange.PageRange and printer.fromPage():
            return tuple(range(printer.fromPage() - 1, printer.toPage()))
        return tuple(range(self.preview.page_count))

    def _say_wait(self) -> None:
        if self._wanted[0]:
            self._kit.session.note(self._words.gettext("Not all pages are set yet; in a moment."))

    def _show_first(self, paper: Paper) -> None:
        """Show the one page that is set ahead; it is not yet the paper to print or save."""
        if (paper.name, paper.language) == self._wanted and self._paper is None:
            self.preview.show_pdf(paper.path.read_bytes())
            self._setting.show()
            self._stack.setCurrentIndex(SHOWN)

    def _show(self, paper: Paper) -> None:
        if (paper.name, paper.language) != self._wanted or paper == self._paper:
            return
        self._setting.hide()
        self._data = paper.path.read_bytes()
        self.preview.show_pdf(self._data)
        self._paper = paper  # only now do turned pages mean anything
        self._stack.setCurrentIndex(SHOWN)
        self.shown.emit(paper)

    def _open_viewer(self) -> None:
        _ = self._words.gettext
        if self._paper is not None and not open_in_viewer(self._paper.path):
            self._kit.chooser.tell(
                _("No program opens PDF here"), _("Save the paper and open it where you read PDF.")
            )

    def _follow_sending(self, done: int, total: int) -> None:
        self._bar.setValue(done)
        said = self._words.gettext("Sending page {done} of {total} to the printer")
        self._sending_text.setText(said.format(done=min(total, done + 1), total=total))

    def _end_sending(self, count: int) -> None:
        self._run = None
        self._sending.hide()
        _, words = self._words.gettext, self._words
        if count:
            said = words.ngettext(
                "{count} page sent to the printer", "{count} pages sent to the printer", count
            )
            self._kit.session.note(said.format(count=count))
        else:
            self._kit.chooser.tell(
                _("The printer does not answer"), _("Save the paper as PDF and print it later.")
            )

    def _say_broken(self, count: int) -> None:
        words, _ = self._words, self._words.gettext
        said = words.ngettext(
            "The plan breaks {count} rule; a plan that cannot be kept is not printed. "
            "Plan again, then come back.",
            "The plan breaks {count} rules; a plan that cannot be kept is not printed. "
            "Plan again, then come back.",
            count,
        )
        self._say_trouble(_("Not printed"), said.format(count=count))

    def _say_refused(self, path: str) -> None:
        _ = self._words.gettext
        self._kit.chooser.tell(
            _("The file cannot be written"),
            _("{path} is read-only or the disk is full. Choose another folder.").format(path=path),
        )

    def _say_failed(self, text: str) -> None:
        _ = self._words.gettext
        self._log = text
        self._say_trouble(
            _("The paper could not be set"),
            _("That is our fault; the plan is as it was. The log says where it stopped."),
            copy=True,
        )

    def _say_trouble(self, title: str, sentence: str, copy: bool = False) -> None:
        self._setting.hide()
        self._trouble_title.setText(title)
        self._trouble_text.setText(sentence)
        self._copy.setVisible(copy)
        self._stack.setCurrentIndex(TROUBLE)

    # what it is made of

    def _add_viewer(self) -> None:
        _, look = self._words.gettext, self._look
        button = QToolButton()
        button.setIcon(icons.make_icon("eye", look))
        button.setIconSize(icons.icon_size(look))
        button.setToolTip(_("Open in the system's viewer"))
        button.setAccessibleName(_("Open in the system's viewer"))
        button.clicked.connect(self._open_viewer)
        self.preview.add_tool(button)

    def _make_waiting(self) -> QWidget:
        _, look = self._words.gettext, self._look
        self._waiting_title = parts.label("", look, SECTION, bold=True)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(look.px(220))
        said = _("The first time after planning takes some seconds.")
        hint = parts.label(said, look, BODY, wrap=True)
        hint.setMinimumWidth(look.px(220))
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        hint.setProperty("role", "muted")
        items = (self._waiting_title, bar, hint)
        rows = [parts.row(None, item, None) for item in items]
        return parts.frame(parts.column(None, *rows, None, gap=10), "ground")

    def _make_trouble(self) -> QWidget:
        _, look = self._words.gettext, self._look
        self._trouble_title = parts.label("", look, SECTION, bold=True)
        self._trouble_text = parts.label("", look, BODY, role="muted", wrap=True)
        self._trouble_text.setMinimumWidth(look.px(220))
        self._trouble_text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._copy = parts.button(_("Copy the log"), look)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._log))
        picture = parts.glyph("triangle-alert", look, "warn", 28)
        items = (picture, self._trouble_title, self._trouble_text, self._copy)
        rows = [parts.row(None, item, None) for item in items]
        return parts.frame(parts.column(None, *rows, None, gap=10), "ground")

    def _make_nothing(self) -> QWidget:
        _, look = self._words.gettext, self._look
        go = parts.action_button(self._kit.actions["go.planning"], look)
        return parts.empty_state(
            look,
            "printer",
            _("There is nothing to print yet"),
            _("Papers are made from a plan: go to Plan and press F5, then come back."),
            go,
        )

    def _make_setting(self) -> QWidget:
        _, look = self._words.gettext, self._look
        said = parts.ElidedLabel(look)
        said.setText(_("The page of the stop picked; the others are being set…"))
        made = parts.frame(parts.row(said, margins=(12, 4, 12, 4)), "bar")
        made.hide()
        return made

    def _make_sending(self) -> QWidget:
        _, look = self._words.gettext, self._look
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(look.px(160))
        self._sending_text = parts.label("", look)
        stop = parts.button(_("Stop printing"), look)
        stop.clicked.connect(lambda: self._run.stop() if self._run else None)
        line = parts.row(self._sending_text, self._bar, None, stop, margins=(16, 4, 12, 4))
        made = parts.frame(line, "bar")
        made.hide()
        return made
