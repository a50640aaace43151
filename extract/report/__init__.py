"""The report of a meeting as a text of blocks: its pages, its parts, and what the minutes conclude."""
