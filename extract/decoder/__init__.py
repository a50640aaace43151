"""Tables in text without coordinates: which word belongs to which column and row."""
