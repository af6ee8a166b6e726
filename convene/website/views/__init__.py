"""Home, search page, errors and everything that speaks of the whole record."""
