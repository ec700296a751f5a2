"""Filling an empty house: a community with its centre, services, people, and cases in every state.

Everything here is invented. Cases are made by the same operations that residents and officers use, at times counted back from
now, so that lists look lived in whenever the demo is loaded.
"""
