"""Simulators of external systems that speak the real protocols: for development, demo and tests, never in production."""
