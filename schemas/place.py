"""Where on the page a value was read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Box:
    """A rectangle in points from the page's top left corner; pages count from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One spot of the source: a line range of a text (from 1, both ends in), or a box of a page. What does not apply is None."""

    page: int | None = None
    lines: tuple[int, int] | None = None
    box: Box | None = None

    def __str__(self) -> str:
        """The place as an error message names it: `page 3`, `line 12`, `lines 12-14`."""
        parts = [f"page {self.page}"] if self.page is not None else []
        if self.lines is not None:
            first, last = self.lines
            parts.append(f"line {first}" if first == last else f"lines {first}-{last}")
        return ", ".join(parts) or "unknown place"
