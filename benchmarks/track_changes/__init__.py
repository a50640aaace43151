"""Timeline cells with tracked changes, printed and read by OCR: the costs of OCR's noise are fitted on them.

edits.py     cells of a grammar of realistic edits, each with what it says before and after
printing.py  a Word file of such cells, printed by LibreOffice and read by tesseract, cell by cell
fitting.py   counts over the fitted half become costs
__main__.py  make, fit, score
"""
