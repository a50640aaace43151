"""One module a family, each with `programme(content, name, size) -> Programme`: plain content, before changes and layout."""

from samples.generator.families import ecp, ptc, table, tfawg

FAMILIES = {"ptc": ptc.programme, "ecp": ecp.programme, "tfawg": tfawg.programme, "table": table.programme}
