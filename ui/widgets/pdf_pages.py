"""The pages of one PDF as pictures."""

from dataclasses import dataclass

import pypdfium2
from PySide6.QtCore import QRect, QSizeF
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72.0


@dataclass(frozen=True, slots=True)
class Band:
    """A piece of a page and its place on it, in pixels of the whole page."""

    image: QImage
    place: QRect


class PdfPages:
    """An open PDF; sizes are in points (1/72 inch), pictures in pixels."""

    def __init__(self, data: bytes) -> None:
        self._document = pypdfium2.PdfDocument(data)
        self._sizes = tuple(
            QSizeF(*self._document.get_page_size(number)) for number in range(len(self._document))
        )

    def __len__(self) -> int:
        return len(self._sizes)

    def size(self, number: int) -> QSizeF:
        """Give the size of a page in points."""
        return self._sizes[number]

    def draw(self, number: int, width: int) -> QImage:
        """Draw a whole page, `width` pixels wide."""
        scale = width / self._sizes[number].width()
        return self._render(number, scale, (0, 0, 0, 0))

    def draw_band(self, number: int, dpi: float, top: int, height: int) -> Band:
        """Draw the piece of a page that begins `top` pixels from its upper edge at `dpi`."""
        scale = dpi / POINTS_PER_INCH
        total = round(self._sizes[number].height() * scale)
        below = max(0, total - top - height)
        image = self._render(number, scale, (0, below / scale, 0, top / scale))
        return Band(image, QRect(0, top, image.width(), image.height()))

    def close(self) -> None:
        """Let go of the document."""
        self._document.close()

    def _render(
        self, number: int, scale: float, crop: tuple[float, float, float, float]
    ) -> QImage:
        page = self._document[number]
        bitmap = page.render(scale=scale, crop=crop, rev_byteorder=True, prefer_bgrx=True)
        picture = QImage(
            bitmap.buffer,
            bitmap.width,
            bitmap.height,
            bitmap.stride,
            QImage.Format.Format_RGBX8888,
        ).copy()  # pdfium owns the buffer
        bitmap.close()
        page.close()
        return picture
