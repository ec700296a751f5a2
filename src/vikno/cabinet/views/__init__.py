"""Pages of the cabinet, by topic."""
