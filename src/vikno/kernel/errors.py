"""The one root of errors that a person can do something about."""


class Refused(Exception):
    """A rule of the domain said no. The message is translated and fit to show to the person who asked."""
