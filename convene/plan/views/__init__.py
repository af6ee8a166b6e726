"""Public pages of thematic areas, plans, projects and pillars of work."""
