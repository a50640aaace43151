"""Records made up for the tests of the output: any that the types admit, and one document to begin with."""

import dataclasses
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from schemas.decision import Decision
from schemas.document import Conversion, Document
from schemas.place import Box
from schemas.row import CellSource, Deadline, DeadlineKind, RecordKind, Row, Source

# Documents are large as examples go, and a busy machine is no failure.
several = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])

SHA = "a" * 64
OTHER_SHA = "b" * 64


def every(record: type, **given: Any) -> Any:
    """Records with every field drawn, those with a default too."""
    drawn = {field.name: ... for field in dataclasses.fields(record) if field.name not in given}
    return st.builds(record, **drawn, **given)


points = st.integers(-100_000, 10_000_000).map(lambda n: n / 100)
boxes = every(Box, page=st.integers(1, 999), x0=points, top=points, x1=points, bottom=points)
some_boxes = st.lists(boxes, max_size=2).map(tuple)
pages = st.lists(st.integers(1, 2**40), max_size=3).map(tuple)
lines = st.lists(st.tuples(st.integers(1, 9999), st.integers(1, 2**40)), max_size=2).map(tuple)
cell_sources = every(CellSource, boxes=some_boxes, pages=pages, lines=lines)
sources = every(Source, boxes=some_boxes, pages=pages, lines=lines, cells=st.lists(cell_sources, max_size=2).map(tuple))
rows = every(Row, source=sources)
several_rows = st.lists(rows, max_size=3, unique_by=lambda row: row.row_id).map(tuple)
hashes = st.integers(0, 2**32 - 1).map(lambda n: f"{n:08x}".ljust(64, "0"))
documents = every(Document, page_count=st.none() | st.integers(0, 2**40), source_sha256=hashes)
several_points = st.lists(st.text(), min_size=1, max_size=3).map(tuple)
paragraphs = st.none() | st.integers(1, 2**40)
several_decisions = st.lists(every(Decision, source=sources, decisions=several_points, paragraph=paragraphs), max_size=2).map(tuple)
conversions = every(Conversion, document=documents, rows=several_rows, decisions=several_decisions)
plain_conversions = every(Conversion, document=documents, rows=st.just(()), decisions=st.just(()))


def conversion(document_id: str = "PT0695Ea", sha256: str = SHA, *, annex: str | None = None, source: str = "PT0695Ea.pdf") -> Conversion:
    """One document of two rows."""
    document = Document(document_id=document_id, annex=annex, source_name=source, source_sha256=sha256, media_type="application/pdf")
    deadline = Deadline(raw="June 2022 (PTC)", kind=DeadlineKind.DATE, edtf="2022-06", bodies=("PTC",))
    place = Source(pages=(3,), boxes=(Box(page=3, x0=72.0, top=100.25, x1=300.0, bottom=120.5),))
    row = Row(
        row_id="1",
        document_id=document_id,
        annex=annex,
        record_kind=RecordKind.TASK,
        task="Überprüfung der Leitlinien",
        strategic_codes=("SG", "SO1"),
        responsible_body="PTC and Council",
        responsible_bodies=("PTC", "Council"),
        timeline="June 2022 (PTC)",
        deadlines=(deadline, deadline),
        source=place,
    )
    return Conversion(document=document, rows=(row, dataclasses.replace(row, row_id="2", strategic_codes=(), deadlines=())))
