"""Public pages of meetings and of the timeline."""
