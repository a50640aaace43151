"""Text dumps without coordinates: made from printed programmes by the tools that make them elsewhere, or imitated in Python.

block.py      the text of a PDF as PDFBox gives it: every cell a block
Stripper.java what drives PDFBox
ocr.py        the text of a PDF's pages as Tesseract reads them: columns mixed line by line, or each cell a block
worn.py       what paper and scanner do to a page's image
rows.py       an imitation of both that needs neither tool nor PDF
"""
