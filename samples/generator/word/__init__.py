"""A document as a Word file, written part by part: no part depends on the clock or on the machine."""
