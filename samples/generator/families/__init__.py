"""One module a family, each with `programme(content, name, size) -> Programme`: plain content, before changes and layout."""

from samples.generator.families import activities, draft, ecp, ptc, table, tfawg

MIXED = {"ptc": ptc.programme, "ecp": ecp.programme, "tfawg": tfawg.programme, "table": table.programme}
FAMILIES = MIXED | {"draft": draft.programme, "activities": activities.programme}
"""By name. A seed that is asked for no family takes one of `MIXED`, which stays as it is so that seeds keep their documents."""
