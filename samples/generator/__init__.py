"""A seeded generator of programmes: Word files, their PDFs, and what they mean.

grammar.py   phrases from the rules of phrases/*.toml
chance.py    the content of cells
families/    one module a family: ptc, draft, activities, ecp, tfawg, table
tracked.py   changes: words, timelines, paragraphs, rows
model.py     what a document says, before and after its changes
truth.py     the data model's rows, read off the printed cells
edits.py     one change: characters, dates, words, paragraphs
layout.py    the switches of a layout, chosen by seed
word/        the Word file
pdf.py       LibreOffice
lost.py      what LibreOffice did not print
measure.py   about how many pages a document fills
long.py      documents of so many pages
corpus.py    seeds for tuning and seeds for reporting
"""
