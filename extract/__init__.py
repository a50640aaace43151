"""From a file to raw tables: pages, lines, cells, columns. Knows nothing of what the text means."""
