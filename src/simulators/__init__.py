"""Counterparts of Vikno that speak the real protocols: for development, demo and tests, never in production."""
