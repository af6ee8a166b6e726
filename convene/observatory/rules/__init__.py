"""Who may do what in the Observatory."""
