"""Calls to other systems: one HTTP client, with bounds on time and bytes, TLS credentials and an address guard."""
