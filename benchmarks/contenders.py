"""What is measured: ourselves, the peers that are installed, and the floor. Each takes a PDF's path and reads all its tables."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

Contender = Callable[[Path], object]


def floor(path: Path) -> int:
    """pypdfium2 giving the box of every character and the bounds of every path object: what any reader has to do."""
    import ctypes

    import pypdfium2
    import pypdfium2.raw as raw

    sides = [ctypes.c_double() for _ in range(4)]
    pointers = [ctypes.byref(side) for side in sides]
    seen = 0
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            text = raw.FPDFText_LoadPage(page.raw)
            for i in range(raw.FPDFText_CountChars(text)):
                raw.FPDFText_GetCharBox(text, i, *pointers)
                raw.FPDFText_GetUnicode(text, i)
                seen += 1
            seen += sum(len(each.get_bounds()) for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]))
            raw.FPDFText_ClosePage(text)
            page.close()
    return seen


def extraction(path: Path) -> object:
    """Our extraction alone: fragments, whole rows."""
    from annextract.collector import collector_paused
    from annextract.pipeline import fitting
    from extract.document import extract, verdicts
    from extract.profile import bundled
    from extract.readers import read
    from extract.source import load
    from normalize.recognisers import recognisers

    with collector_paused():
        return [extract(reading, fitting(verdicts(reading.fragments, bundled())), recognisers()) for reading in read(load(path))]


def convert(path: Path) -> object:
    """Our whole conversion: read, stitched, normalized, written to JSON and Parquet."""
    from annextract.pipeline import convert_source
    from annextract.staging import Entry, stage
    from annextract.stores import LocalStore
    from extract.profile import bundled
    from extract.source import load

    with TemporaryDirectory() as out:
        store = LocalStore(Path(out))
        conversions = convert_source(load(path), bundled()).conversions
        return stage(store, ".", "0", [Entry(name=each.name, conversion=each, metadata={}) for each in conversions])


def tablers(path: Path) -> object:
    """Tablers, all tables with their text."""
    import tablers

    document = tablers.Document(path)
    return [tablers.find_tables(page, extract_text=True) for page in document.pages()]


def pdfplumber(path: Path) -> object:
    """Pdfplumber's `extract_tables`."""
    import pdfplumber

    tables = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            tables.append(page.extract_tables())
            page.close()  # else it keeps every character of the document
    return tables


def pymupdf(path: Path) -> object:
    """PyMuPDF's `find_tables`, with the text of the cells."""
    import pymupdf

    with pymupdf.open(path) as pdf:
        return [[table.extract() for table in page.find_tables()] for page in pdf]


def camelot(path: Path) -> object:
    """Camelot's lattice flavour."""
    import camelot

    return camelot.read_pdf(str(path), pages="all", flavor="lattice")


def img2table(path: Path) -> object:
    """img2table on the text layer."""
    from img2table.document import PDF

    return PDF(str(path)).extract_tables()


def tabula(path: Path) -> object:
    """Tabula's lattice mode (Java)."""
    import tabula

    return tabula.read_pdf(str(path), pages="all", lattice=True)


OURS: dict[str, Contender] = {"annextract, extraction": extraction, "annextract, whole conversion": convert}
PEERS: dict[str, tuple[str, Contender]] = {
    "tablers": ("tablers", tablers),
    "pdfplumber extract_tables": ("pdfplumber", pdfplumber),
    "PyMuPDF find_tables": ("pymupdf", pymupdf),
    "camelot lattice": ("camelot", camelot),
    "img2table": ("img2table", img2table),
    "tabula lattice": ("tabula", tabula),
}


def contenders() -> dict[str, Contender]:
    """The floor, ourselves, and each peer that is installed."""
    installed = {name: call for name, (module, call) in PEERS.items() if importlib.util.find_spec(module)}
    return {"floor: pypdfium2, characters and paths": floor, **OURS, **installed}
