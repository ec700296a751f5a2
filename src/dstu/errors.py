"""The errors of this package. Malformed input raises nothing else."""


class DstuError(Exception):
    """The root of the errors of this package."""


class MalformedData(DstuError):
    """The bytes do not have the form that they should have."""


class UnsupportedFeature(DstuError):
    """Well formed, but with an unsupported algorithm, curve or option."""


class WrongKey(DstuError):
    """The key or the password does not open this."""


class InputTooBig(DstuError):
    """The input would take more memory or work than the limits allow."""
