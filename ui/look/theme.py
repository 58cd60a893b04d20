"""Fusion, a palette and one style sheet; widgets never set colours of their own."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ui.look import fonts
from ui.look.tokens import BODY, DARK, LIGHT, Look, mix

SHEET = """
QToolTip {{ background: {t.text}; color: {t.surface}; border: 0; padding: 6px 8px; }}
QFrame[part="panel"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: 6px; }}
QFrame[part="bar"] {{ background: {t.surface}; border: 0; border-bottom: 1px solid {t.line}; }}
QFrame[part="foot"] {{ background: {t.surface}; border: 0; border-top: 1px solid {t.line}; }}
QFrame[part="side"] {{ background: {t.surface}; border: 0; border-right: 1px solid {t.line}; }}
QFrame[part="aside"] {{ background: {t.surface}; border: 0; border-left: 1px solid {t.line}; }}
QFrame[part="ground"] {{ background: {t.surface}; border: 0; }}
QFrame[part="rule"] {{ background: {t.line}; border: 0; }}
QFrame[part="warn"] {{ background: {t.warn_soft}; border: 1px solid {warn_edge};
    border-radius: 6px; }}
QFrame[part="danger"] {{ background: {t.danger_soft}; border: 1px solid {danger_edge};
    border-radius: 6px; }}
QFrame[part="info"] {{ background: {t.accent_soft}; border: 0; border-radius: 6px; }}
QFrame[part="sunken"] {{ background: {t.sunken}; border: 0; border-radius: 6px; }}
QFrame[part="toast"] {{ background: {t.toast}; border: 0; border-radius: 6px; }}
QFrame[part="toast"] QLabel {{ color: {t.on_toast}; }}
QDialog {{ background: {t.surface}; }}
QLabel {{ background: transparent; }}
QLabel[role="muted"] {{ color: {t.muted}; }}
QLabel[role="faint"] {{ color: {t.faint}; }}
QLabel[role="danger"] {{ color: {t.danger}; }}
QLabel[role="warn"] {{ color: {t.warn}; }}
QLabel[role="ok"] {{ color: {t.ok}; }}
QLabel[role="accent_text"] {{ color: {t.accent_text}; }}
QPushButton {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.edge};
    border-radius: 4px; padding: 0 12px; min-height: {inner}px; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed {{ background: {t.sunken}; }}
QPushButton:disabled {{ color: {t.faint}; border-color: {t.line}; background: {t.canvas}; }}
QPushButton[kind="primary"] {{ background: {t.accent}; color: {t.on_accent};
    border: 1px solid {t.accent}; font-weight: bold; padding: 0 16px; }}
QPushButton[kind="primary"]:hover {{ background: {t.accent_hover}; }}
QPushButton[kind="primary"]:disabled {{ background: {t.sunken}; color: {t.faint};
    border-color: {t.line}; }}
QPushButton[kind="link"] {{ background: transparent; border: 0; color: {t.accent_text}; padding: 0;
    text-align: left; min-height: {link}px; }}
QPushButton[kind="link"]:hover {{ text-decoration: underline; background: transparent; }}
QPushButton[kind="link"]:disabled {{ color: {t.faint}; }}
QPushButton[kind="quiet"] {{ background: transparent; border: 0; padding: 0 6px;
    color: {t.muted}; }}
QPushButton[kind="quiet"]:hover {{ background: {t.hover}; border-radius: 4px; }}
QPushButton[kind="toast"] {{ background: transparent; border: 0; color: {t.toast_link};
    font-weight: bold; padding: 0 4px; }}
QToolButton {{ background: transparent; border: 0; border-radius: 4px; padding: 0 7px;
    min-height: {inner}px; color: {t.muted}; }}
QToolButton:hover {{ background: {t.hover}; }}
QToolButton:disabled {{ color: {t.faint}; }}
QToolButton:checked {{ background: {t.accent_soft}; color: {t.accent_text}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QToolButton[kind="segment"] {{ background: {t.surface}; border: 1px solid {t.edge};
    border-radius: 0; min-height: {segment}px; padding: 0 10px; }}
QToolButton[kind="segment"]:checked {{ background: {t.accent_soft}; color: {t.accent_text};
    border: 1px solid {t.accent_text}; font-weight: bold; }}
QToolButton[kind="file"] {{ text-align: left; color: {t.text}; padding: 0 6px; }}
QLineEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit {{ background: {t.surface};
    border: 1px solid {t.edge}; border-radius: 4px; padding: 0 8px; min-height: {inner}px;
    color: {t.text}; selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button,
QDoubleSpinBox::down-button, QDateEdit::up-button, QDateEdit::down-button, QTimeEdit::up-button,
QTimeEdit::down-button {{ width: 0; border: 0; subcontrol-origin: border; }}
QAbstractSpinBox QLineEdit {{ border: 0; padding: 0 6px; min-height: 0;
    background: transparent; }}
QLineEdit:disabled, QSpinBox:disabled, QDateEdit:disabled {{ color: {t.faint};
    border-color: {t.line}; }}
QCheckBox, QRadioButton {{ spacing: 8px; color: {t.text}; }}
QRadioButton::indicator {{ width: 14px; height: 14px; border-radius: 8px;
    border: 1px solid {t.edge}; background: {t.surface}; }}
QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {t.accent}; }}
QRadioButton:disabled {{ color: {t.faint}; }}
QMenu {{ background: {t.surface}; border: 1px solid {t.edge}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 4px; color: {t.text}; }}
QMenu::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.faint}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
QMenu::icon {{ padding-left: 8px; }}
QScrollArea, QAbstractScrollArea {{ background: transparent; border: 0; }}
QPlainTextEdit {{ background: {t.surface}; border: 1px solid {t.edge}; border-radius: 4px;
    padding: 4px; color: {t.text}; selection-background-color: {t.accent};
    selection-color: {t.on_accent}; }}
QAbstractItemView {{ background: {t.surface}; border: 0; outline: 0; color: {t.text};
    selection-background-color: {t.accent_soft}; selection-color: {t.text}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {thumb}; border-radius: 3px; min-height: 32px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
QScrollBar::handle:horizontal {{ background: {thumb}; border-radius: 3px; min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QHeaderView {{ background: {t.surface}; border: 0; }}
QHeaderView::section {{ background: {t.surface}; color: {t.faint}; border: 0;
    border-bottom: 1px solid {t.line}; padding: 0 8px; min-height: {segment}px; }}
QHeaderView::section:first {{ padding-left: 16px; }}
QHeaderView::up-arrow, QHeaderView::down-arrow {{ image: none; width: 0; }}
QTableView {{ gridline-color: {t.line}; }}
QTableView::item {{ border: 0; border-bottom: 1px solid {t.line}; padding: 0 5px; }}
QTableView::item:first {{ padding-left: 13px; }}
QTableView::item:selected {{ background: {t.accent_soft}; }}
QProgressBar {{ background: {t.sunken}; border: 0; border-radius: 2px; max-height: 4px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 2px; }}
QSplitter::handle {{ background: {t.line}; }}
"""


def choose_look(theme: str, scale: float) -> Look:
    """Give the look of a theme, "light", "dark" or "system" (as the desktop asks)."""
    hints = QGuiApplication.styleHints()
    system_is_dark = hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark
    look = DARK if theme == "dark" or (theme == "system" and system_is_dark) else LIGHT
    return replace(look, scale=scale)


def make_palette(look: Look) -> QPalette:
    """Fill a palette from the roles."""
    palette, role = QPalette(), QPalette.ColorRole
    colours = {
        role.Window: look.canvas,
        role.Base: look.surface,
        role.AlternateBase: look.canvas,
        role.Button: look.surface,
        role.ToolTipBase: look.text,
        role.ToolTipText: look.surface,
        role.Highlight: look.accent_soft,
        role.HighlightedText: look.text,
        role.Mid: look.line,
        role.WindowText: look.text,
        role.Text: look.text,
        role.ButtonText: look.text,
        role.PlaceholderText: look.faint,
        role.Link: look.accent_text,
    }
    for key, colour in colours.items():
        palette.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(look.faint))
    return palette


def make_sheet(look: Look) -> str:
    """Fill the one style sheet."""
    return SHEET.format(
        t=look,
        warn_edge=mix(look.warn, look.warn_soft, 0.35),
        danger_edge=mix(look.danger, look.danger_soft, 0.35),
        thumb=mix(look.edge, look.surface, 0.55),
        inner=look.px(28),
        segment=look.px(26),
        link=look.px(20),
    )


def apply(app: QApplication, look: Look) -> None:
    """Dress the application."""
    app.setStyle("Fusion")
    app.setPalette(make_palette(look))
    app.setFont(fonts.font(look, BODY))
    app.setStyleSheet(make_sheet(look))
