"""From raw cells to codes, types, bodies, deadlines, status, events. Knows nothing of pages."""
