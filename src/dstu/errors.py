"""Everything that this package raises. MalformedData input raises nothing else."""


class DstuError(Exception):
    """The root of the errors of this package."""


class MalformedData(DstuError):
    """The bytes are not what they are said to be."""


class UnsupportedFeature(DstuError):
    """Well formed, but with an algorithm, a curve or an option that is not taken here."""


class WrongKey(DstuError):
    """The key or the password does not open this."""


class InputTooBig(DstuError):
    """The input asks for more memory or work than is given to it."""
