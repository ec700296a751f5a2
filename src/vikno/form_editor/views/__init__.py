"""Pages of the e-form editor."""
