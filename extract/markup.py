"""Crumbs of HTML and Markdown that a dump leaves in its cells: away with the marks, keep every word."""

import html
import re

# what a dump leaves behind; a bracketed word that is no tag of these is text and stays
INLINE = "i|b|em|strong|u|s|del|ins|sup|sub|span|font|a|small"
BLOCK = "p|div|br|ul|ol|li|h[1-6]|td|th|tr|table|tbody|thead"
TAG = re.compile(rf"""<(/?)({INLINE}|{BLOCK})(?:\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))*\s*/?>""", re.IGNORECASE)
BLOCK_TAG = re.compile(BLOCK)
MARKS = re.compile(r"[<&]|\*\*")
BOLD = re.compile(r"\*\*(.+?)\*\*|\*\*")
LOOSE_ITEM = re.compile(r"(?:^|(?<=[\s;:]))\s*-\s+")  # a list item of a list whose items lost their tags
BLANKS = re.compile(r"[^\S\n]+")
RULE = re.compile(r"^[\s|:+=_-]*-{2,}[\s|:+=_-]*$")  # the line under a Markdown table's header


def clean(text: str) -> str:
    """The text without marks: paragraphs and list items on lines of their own, runs of blanks made one."""
    if MARKS.search(text):
        text = BOLD.sub(lambda m: m.group(1) or "", _without_tags(text))
    lines = (BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _without_tags(text: str) -> str:
    """Block tags become line feeds, list items get their dash; a list whose items lost their tags shows them by dashes."""
    parts: list[str] = []
    lists: list[bool] = []  # for each open list: has it shown an item tag?
    end = 0
    for tag in TAG.finditer(text):
        parts.append(_words(text[end : tag.start()], lists))
        closing, name = bool(tag[1]), tag[2].lower()
        if name in ("ul", "ol"):
            lists = lists[:-1] if closing else [*lists, False]
        if name == "li" and not closing:
            lists = [*lists[:-1], True]
        if BLOCK_TAG.fullmatch(name):
            parts.append("\n- " if name == "li" and not closing else "\n")
        end = tag.end()
    return "".join([*parts, _words(text[end:], lists)])


def _words(text: str, lists: list[bool]) -> str:
    plain = html.unescape(text)
    return LOOSE_ITEM.sub("\n- ", plain) if lists and not lists[-1] else plain
