import io
import zipfile

import pytest

from tests.signatures import generated_signatures
from vikno.signatures import asic_writer, containers
from vikno.signatures.archives import ContainerFile, ContainerUnreadable
from vikno.signatures.checks import SignatureIntegrity

FILES = {"Угода про послуги.txt": b"Test\r\n", "a/b c.bin": b"\0" * 100}


@pytest.fixture(scope="module")
def signer():
    return generated_signatures.holder("Signer")


def asice(signer, *, changed=None, added=None) -> bytes:
    manifest = asic_writer.build_manifest(FILES)
    files_now = {**FILES, **(changed or {}), **(added or {})}
    return asic_writer.build_asice(files_now, manifest=manifest, signature=generated_signatures.cms(manifest, signer))


def checks(container):
    return [check for signature in container.signatures for check in signature.check()]


def zipped(*entries: tuple[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return output.getvalue()


def test_a_container_covers_the_files_of_its_manifest(signer):
    container = containers.open_container(asice(signer), name="a.asice")

    (check,) = checks(container)
    assert (container.kind, check.integrity, set(check.covers)) == ("ASiC-E", SignatureIntegrity.OK, set(FILES))
    assert container.uncovered_names == ()


def test_a_file_that_was_put_in_later_is_named(signer):
    container = containers.open_container(asice(signer, added={"later.txt": b"1"}), name="a.asice")

    assert checks(container)[0].integrity == SignatureIntegrity.OK
    assert container.uncovered_names == ("later.txt",)


def test_a_changed_file_fails_the_signature_and_is_covered_by_nothing(signer):
    container = containers.open_container(asice(signer, changed={"a/b c.bin": b"1"}), name="a.asice")

    (check,) = checks(container)
    assert (check.integrity, check.problems) == (SignatureIntegrity.FAILED, ("digest_differs",))
    assert "a/b c.bin" not in check.covers


def test_a_file_that_was_taken_out_leaves_it_open(signer):
    manifest = asic_writer.build_manifest(FILES)
    content = asic_writer.build_asice(
        {"a/b c.bin": FILES["a/b c.bin"]}, manifest=manifest, signature=generated_signatures.cms(manifest, signer)
    )

    (check,) = checks(containers.open_container(content, name="a.asice"))

    assert (check.integrity, check.problems) == (SignatureIntegrity.NO_DATA, ("data_missing",))


def test_a_manifest_by_a_digest_that_is_not_known_leaves_it_open(signer):
    manifest = asic_writer.build_manifest(FILES).replace(b"xmlenc#sha256", b"xmlenc#unheard-of")
    content = asic_writer.build_asice(FILES, manifest=manifest, signature=generated_signatures.cms(manifest, signer))

    (check,) = checks(containers.open_container(content, name="a.asice"))

    assert (check.integrity, check.covers) == (SignatureIntegrity.NO_DATA, ())


@pytest.mark.parametrize("with_mimetype", [True, False])
def test_a_simple_container_covers_its_one_file(signer, with_mimetype):
    first = [("mimetype", b"application/vnd.etsi.asic-s+zip")] if with_mimetype else []
    content = zipped(
        *first, ("акт.pdf", b"Test"), ("META-INF/signature.p7s", generated_signatures.cms(b"Test", signer))
    )

    container = containers.open_container(content, name="a.asics")

    (check,) = checks(container)
    assert (container.kind, check.integrity, check.covers) == ("ASiC-S", SignatureIntegrity.OK, ("акт.pdf",))


def test_a_simple_container_with_a_second_file_covers_neither(signer):
    content = zipped(
        ("mimetype", b"application/vnd.etsi.asic-s+zip"),
        ("a.txt", b"Test"),
        ("b.txt", b"Best"),
        ("META-INF/signature.p7s", generated_signatures.cms(b"Test", signer)),
    )

    container = containers.open_container(content, name="a.asics")

    assert checks(container)[0].integrity == SignatureIntegrity.NO_DATA
    assert container.uncovered_names == ("a.txt", "b.txt")


def test_a_damaged_manifest_is_not_read(signer):
    content = asic_writer.build_asice(
        FILES, manifest=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", signature=generated_signatures.cms(b"", signer)
    )

    with pytest.raises(ContainerUnreadable) as error:
        containers.open_container(content, name="a.asice")

    assert error.value.code == "bad_manifest"


def test_a_zip_without_signatures_is_a_file_like_any_other():
    container = containers.open_container(zipped(("a.txt", b"1")), name="a.zip")

    assert (container.kind, container.uncovered_names) == ("", ("a.zip",))


def test_a_signature_with_its_document_inside_names_it_without_the_ending(signer):
    container = containers.open_container(generated_signatures.cms(b"Test", signer, detached=False), name="акт.pdf.p7s")

    (check,) = checks(container)
    assert (check.integrity, check.covers) == (SignatureIntegrity.OK, ("акт.pdf",))


def test_a_document_beside_that_is_another_one_is_not_covered(signer):
    documents = [ContainerFile(name="other.txt", content=b"Best")]
    container = containers.open_container(
        generated_signatures.cms(b"Test", signer, detached=False), name="a.p7s", documents=documents
    )

    assert checks(container)[0].integrity == SignatureIntegrity.FAILED
    assert container.uncovered_names == ("other.txt",)


def test_of_several_documents_the_signed_one_is_found(signer):
    documents = [ContainerFile(name="a.txt", content=b"Best"), ContainerFile(name="b.txt", content=b"Test")]
    container = containers.open_container(generated_signatures.cms(b"Test", signer), name="a.p7s", documents=documents)

    assert checks(container)[0].covers == ("b.txt",)
    assert container.uncovered_names == ("a.txt",)


@pytest.mark.parametrize("wrap", ["der", "pem", "base64"])
def test_a_signature_is_read_as_it_comes(signer, wrap):
    import base64

    der = generated_signatures.cms(b"Test", signer, detached=False)
    text = base64.encodebytes(der)
    content = {"der": der, "base64": text, "pem": b"-----BEGIN CMS-----\n" + text + b"-----END CMS-----\n"}[wrap]

    assert checks(containers.open_container(content, name="a.p7s"))[0].integrity == SignatureIntegrity.OK


def test_an_empty_file_is_said_to_be_empty():
    with pytest.raises(ContainerUnreadable) as error:
        containers.open_container(b"", name="a")

    assert error.value.code == "empty"


def test_a_signature_around_a_signature_counts_both(signer):
    first = generated_signatures.cms(b"Test", signer, detached=False)
    second = generated_signatures.cms(first, generated_signatures.holder("Second"), detached=False)

    container = containers.open_container(second, name="акт.txt.p7s.p7s")

    assert [check.integrity for check in checks(container)] == [SignatureIntegrity.OK, SignatureIntegrity.OK]
    assert {check.covers for check in checks(container)} == {("акт.txt",)}
    assert [file.content for file in container.files] == [b"Test"]


def test_signatures_around_each_other_without_end_are_opened_so_far_only(signer):
    content = b"Test"
    for _round in range(containers.MAX_NESTED_SIGNATURES + 5):
        content = generated_signatures.cms(content, signer, detached=False)

    container = containers.open_container(content, name="a.p7s")

    assert len(container.signatures) == containers.MAX_NESTED_SIGNATURES + 1
