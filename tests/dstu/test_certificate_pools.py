from dstu.certificates import read_certificates
from tests.signatures import generated_signatures

WHITE = b"\r\n\t "


def ending_in_white_space() -> bytes:
    """Return a certificate whose signature ends in a byte that a text editor would call white space."""
    root = generated_signatures.holder("Root", is_ca=True)
    return next(
        der
        for der in (generated_signatures.holder("Leaf", issuer=root).der for _try in range(5000))
        if der[-1] in WHITE
    )


def test_a_certificate_is_read_whole_whatever_its_last_byte_is():
    der = ending_in_white_space()

    assert [certificate.der for certificate in read_certificates(der).certificates] == [der]
    assert [certificate.der for certificate in read_certificates(der + der).certificates] == [der, der]


def test_white_space_behind_a_certificate_is_no_certificate():
    der = ending_in_white_space()

    assert [certificate.der for certificate in read_certificates(der + b"\r\n").certificates] == [der]
