"""How wide a text is printed: the letters of a typical sans-serif face, in ems."""

from functools import lru_cache

# advance widths of Helvetica (Adobe font metrics, 1989) in thousandths of an em, by width
_BY_WIDTH = {
    191: "'",
    222: "ijl‘’",
    260: "|",
    278: " !,./:;I[\\]ft",
    333: "()-`rªº“”",
    350: "•",
    355: '"',
    389: "*",
    500: "Jckosvxyz",
    556: "#$0123456789?L_abdeghnopqu–«»¢",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—",
}
_WIDTHS = {letter: width / 1000 for width, letters in _BY_WIDTH.items() for letter in letters}
_OTHER = 0.556

BLANK = _WIDTHS[" "]


@lru_cache(maxsize=65536)
def ems(text: str) -> float:
    """The printed width of a text, in ems."""
    return sum(_WIDTHS.get(letter, _OTHER) for letter in text)
