import io

import pytest
from django.core.exceptions import ImproperlyConfigured
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.signatures import generated_signatures
from vikno.signatures import pades, sealing
from vikno.signatures.pades import PdfModification
from vikno.signatures.sealing import NotSealed, Pkcs12Sealer


@pytest.fixture(scope="module", params=["rsa", "ec"])
def key(request, tmp_path_factory):
    root = generated_signatures.holder("Root", is_ca=True)
    path = tmp_path_factory.mktemp("key") / "seal.p12"
    path.write_bytes(generated_signatures.holder("Centre", issuer=root, kind=request.param).p12(ca=[root]))
    return path


def test_a_sealed_pdf_holds_one_signature_over_all_of_it(key):
    sealed = Pkcs12Sealer(path=key, password=generated_signatures.PASSWORD).seal(
        generated_signatures.pdf(), reason="Centre"
    )

    (signature,) = pades.signatures_in(sealed, where="result.pdf")
    assert (signature.is_whole, signature.modification, signature.covers) == (
        True,
        PdfModification.NOTHING,
        ("result.pdf",),
    )


def test_a_page_that_was_changed_after_the_seal_shows(key):
    sealed = Pkcs12Sealer(path=key, password=generated_signatures.PASSWORD).seal(
        generated_signatures.pdf(), reason="Centre"
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(90)
    writer.update_container(page)
    changed = io.BytesIO()
    writer.write(changed)

    (signature,) = pades.signatures_in(changed.getvalue(), where="result.pdf")

    assert signature.modification == PdfModification.CHANGED
    assert signature.covers == ()


def test_a_second_seal_leaves_the_first_one_whole(key):
    sealer = Pkcs12Sealer(path=key, password=generated_signatures.PASSWORD)
    twice = sealer.seal(sealer.seal(generated_signatures.pdf(), reason="Centre"), reason="Head")

    first, second = pades.signatures_in(twice, where="result.pdf")
    assert (first.modification, second.modification) == (PdfModification.FILLED, PdfModification.NOTHING)
    assert first.covers == second.covers == ("result.pdf",)


@pytest.mark.parametrize(
    ("path", "password"),
    [("nowhere.p12", generated_signatures.PASSWORD), ("", generated_signatures.PASSWORD), ("seal.p12", "another")],
)
def test_without_the_key_nothing_is_sealed(key, path, password):
    with pytest.raises(NotSealed):
        Pkcs12Sealer(path=key.parent / path, password=password).seal(generated_signatures.pdf(), reason="Centre")


def test_what_is_no_pdf_is_not_sealed(key):
    with pytest.raises(NotSealed):
        Pkcs12Sealer(path=key, password=generated_signatures.PASSWORD).seal(b"nothing", reason="Centre")


def test_nobody_seals_unless_settings_say_who(settings):
    settings.SEAL_BY = ""

    assert sealing.configured_sealer() is None


@pytest.mark.parametrize(("by", "address"), [("somebody", ""), ("remote", "http://example.com/")])
def test_a_wrong_setting_is_said_at_once(settings, by, address):
    settings.SEAL_BY, settings.SEAL_ADDRESS = by, address

    with pytest.raises(ImproperlyConfigured):
        sealing.configured_sealer()


def test_a_device_needs_its_package():
    with pytest.raises(NotSealed, match="not installed"):
        sealing.Pkcs11Sealer(module="m", token="t", label="l", pin="p").seal(
            generated_signatures.pdf(), reason="Centre"
        )
