"""Crumbs of HTML and Markdown that a dump leaves in its cells: away with the marks, keep every word."""

import re
from html.parser import HTMLParser

# what a dump leaves behind; a bracketed word that is no tag of these is text and stays
INLINE = frozenset({"i", "b", "em", "strong", "u", "s", "del", "ins", "sup", "sub", "span", "font", "a", "small"})
BLOCK = frozenset({"p", "div", "br", "ul", "ol", "li", "h1", "h2", "h3", "h4", "td", "tr", "table", "tbody"})
MARKS = re.compile(r"[<&]|\*\*")
BOLD = re.compile(r"\*\*(.+?)\*\*|\*\*")
LOOSE_ITEM = re.compile(r"(?:^|(?<=[\s;:]))\s*-\s+")  # a list item of a list whose items lost their tags
BLANKS = re.compile(r"[^\S\n]+")
RULE = re.compile(r"^[\s|:+=_-]*-{2,}[\s|:+=_-]*$")  # the line under a Markdown table's header


class _Crumbs(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lists: list[bool] = []  # for each open list: has it shown an item tag?

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self.lists.append(False)
        if tag == "li":
            self.lists = [*self.lists[:-1], True]
        if tag in BLOCK:
            self.parts.append("\n- " if tag == "li" else "\n")
        elif tag not in INLINE:
            self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag in BLOCK:
            self.parts.append("\n")
        elif tag not in INLINE:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        loose = self.lists and not self.lists[-1]
        self.parts.append(LOOSE_ITEM.sub("\n- ", data) if loose else data)

    def handle_comment(self, data: str) -> None:
        self.parts.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.parts.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.parts.append(f"<?{data}>")


def clean(text: str) -> str:
    """The text without marks: paragraphs and list items on lines of their own, runs of blanks made one."""
    if MARKS.search(text):
        parser = _Crumbs()
        parser.feed(text)
        parser.close()
        text = BOLD.sub(lambda m: m.group(1) or "", "".join(parser.parts))
    lines = (BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
