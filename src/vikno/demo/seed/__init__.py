"""Data of the demo: a community with its centre, services, people, and cases in every state.

Everything here is invented. The operations of residents and officers make the cases, at times counted back from now, so that
lists look realistic on any day of loading.
"""
