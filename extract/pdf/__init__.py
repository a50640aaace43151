"""From a page's characters and rules to the fragments of its tables: pure steps, each value of which can be drawn."""
