"""Public pages of the registry: states, governance, sources, differences, open data."""
