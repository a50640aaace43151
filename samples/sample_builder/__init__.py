"""Builds the sample annexes from their sources: source → blocks → tab dump, Word document, truth.

model.py   paragraphs, tables and cells, and the marks inside a cell
families/  one module a family: what a source of that family prints, and what rows it means
dump.py    blocks as a tab dump, cut at the places that the source names
word.py    blocks as a Word document, and through LibreOffice a PDF
"""
