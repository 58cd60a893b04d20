"""The settings of the file: what things are worth in words, and the limits of days and tours."""

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QCheckBox, QDialog, QStackedWidget, QWidget

from planner.domain.parameters import Parameters
from ui.dialogs.frame import furnish
from ui.look import parts
from ui.look.tokens import BODY, SECTION
from ui.models.knobs import Group, Knob, list_limits, list_rates
from ui.stages import Kit
from ui.widgets.number_edit import ClockEdit, NumberEdit

Field = NumberEdit | ClockEdit | QCheckBox


def _read_field(field: Field) -> float:
    if isinstance(field, ClockEdit):
        return field.time().msecsSinceStartOfDay() / 60_000
    return float(field.isChecked()) if isinstance(field, QCheckBox) else field.value()


class ParametersDialog(QDialog):
    """Shows every setting as a sentence; what is saved can be undone."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scenario = kit.session.scenario
        assert scenario is not None, "the action is enabled with tables only"
        _ = kit.words.gettext
        self._kit = kit
        self._before = scenario.parameters
        self._fields: list[tuple[Knob, Field]] = []
        pages = QStackedWidget()
        pages.addWidget(self._make_page(list_rates(kit.words, scenario.currency)))
        pages.addWidget(self._make_page(list_limits(kit.words)))
        views = parts.Segments((_("Exchange rates"), _("Limits")), kit.look)
        views.picked.connect(pages.setCurrentIndex)
        hint = parts.label(
            _("All in people met at a booth: one person met = 1."), kit.look, role="muted"
        )
        body = QWidget()
        column = parts.column(parts.row(views, 8, hint, None, margins=(20, 0, 20, 12)), gap=0)
        column.addWidget(parts.rule())
        column.addWidget(pages, 1)
        body.setLayout(column)
        usual = parts.button(_("Back to the usual"), kit.look, kind="quiet")
        usual.clicked.connect(lambda: self.show_values(Parameters()))
        cancel = parts.button(_("Cancel"), kit.look)
        cancel.clicked.connect(self.reject)
        take = parts.button(_("Save"), kit.look, kind="primary")
        take.clicked.connect(self.take)
        title = _("Limits and exchange rates")
        furnish(self, title, body, [cancel, take], kit.look, (640, 600), usual)
        self.show_values(self._before)

    def show_values(self, parameters: Parameters) -> None:
        """Put the values of some settings into the fields."""
        for knob, field in self._fields:
            value = knob.read(parameters)
            if isinstance(field, ClockEdit):
                field.setTime(QTime(0, 0).addSecs(round(value) * 60))
            elif isinstance(field, QCheckBox):
                field.setChecked(bool(round(value)))
            else:
                field.setValue(value)

    def read_values(self) -> Parameters:
        """Give the settings as the fields say; what has no field stays as it was."""
        parameters = self._before
        for knob, field in self._fields:
            value = _read_field(field)
            if abs(value - knob.read(parameters)) > 10**-knob.decimals / 2:
                parameters = knob.write(parameters, value)
        return parameters

    def take(self) -> None:
        """Save the settings in the file."""
        session, _ = self._kit.session, self._kit.words.gettext
        parameters = self.read_values()
        if parameters != self._before:
            session.set_parameters(parameters)
            session.note(_("Limits and rates saved; plan again to use them"), undoable=True)
        self.accept()

    def _make_page(self, groups: tuple[Group, ...]) -> QWidget:
        look = self._kit.look
        column = parts.column(gap=6, margins=(20, 8, 20, 16))
        for group in groups:
            column.addSpacing(6)
            column.addWidget(parts.label(group.title, look, SECTION, bold=True))
            for knob in group.knobs:
                field = self._make_field(knob)
                name = parts.label(knob.text, look, BODY, role="muted", wrap=True)
                name.setBuddy(field)
                line = parts.row(gap=16)
                line.addWidget(name, 1)
                line.addWidget(field)
                column.addLayout(line)
        column.addStretch(1)
        content = QWidget()
        content.setLayout(column)
        return parts.scroll(content)

    def _make_field(self, knob: Knob) -> Field:
        look = self._kit.look
        field: Field
        if knob.is_clock:
            field = ClockEdit(look)
        elif knob.is_flag:
            field = QCheckBox()
        else:
            field = NumberEdit(look, knob.low, knob.high, knob.unit, knob.decimals)
        if knob.unit_of_one and isinstance(field, NumberEdit):
            field.agree(knob.unit_of_one, knob.unit)
        field.setAccessibleName(knob.text)
        self._fields.append((knob, field))
        return field
