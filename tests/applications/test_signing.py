import io
import zipfile
from datetime import timedelta
from functools import cache

import pytest
from django.utils import translation

from dstu.certificates import KeyPair
from simulators import asic_writer, pki
from tests import factories
from tests.signatures.ocsp_responder import StubOcspResponder
from vikno.applications import operations
from vikno.applications.models import ApplicationSignature, ApplicationStatus
from vikno.applications.signature_acceptance import SignatureNotValid, SignedFileRejected, SignerNotApplicant
from vikno.applications.signing_package import DATA, PDF, SigningPackage, read_package
from vikno.applications.tasks import ask_about_signature
from vikno.catalogue.models import SigningRequirement
from vikno.files.models import StoredFile
from vikno.files.operations import FileUpload
from vikno.files.queries import read_content
from vikno.people.models import Representation
from vikno.signatures.operations.trust_sources import pin_roots

pytestmark = pytest.mark.django_db

RNOKPP = "1759013776"


@cache
def root() -> KeyPair:
    return pki.make_pair("Тестовий центр", is_ca=True)


@cache
def key(rnokpp: str = RNOKPP, *, is_trusted: bool = True) -> KeyPair:
    issuer = root() if is_trusted else None
    return pki.make_pair("Зразкова Олена Тестівна", issuer, rnokpp=rnokpp, is_qualified=True)


@pytest.fixture
def draft(noon):
    pin_roots(certificates=[root().certificate], at=noon)
    draft = factories.draft(person=factories.PersonFactory(rnokpp=RNOKPP))
    draft.service.signing = SigningRequirement.REQUIRED
    draft.service.save(update_fields=["signing"])
    return draft


@pytest.fixture
def package(draft, noon) -> SigningPackage:
    return read_package(read_content(operations.prepare_to_sign(application=draft, at=noon).file))


def p7s(content: bytes, pair: KeyPair, at, **how) -> bytes:
    return pki.sign_cms(content, [pair], at=at, **how)


def asice(files: dict[str, bytes], pair: KeyPair, at) -> bytes:
    return asic_writer.build_asice(files, lambda manifest: p7s(manifest, pair, at, detached=True))


def take(draft, content: bytes, at) -> ApplicationSignature:
    upload = FileUpload(name="signed.asice", content=content)
    with translation.override("en"):
        return operations.take_signature(
            application=draft, upload=upload, way=ApplicationSignature.SigningMethod.UPLOAD, at=at
        )


def test_a_container_of_both_files_is_taken_and_the_application_sent(draft, package, noon):
    signature = take(draft, asice(package.files, key(), noon), noon)
    sent = operations.submit(application=draft, at=noon)

    assert sent.status == ApplicationStatus.SUBMITTED
    assert signature.signer == "Зразкова Олена Тестівна"
    assert sent.submissions.get().to_sign.signatures.get() == signature


@pytest.mark.parametrize("detached", [True, False])
def test_a_signature_on_the_list_of_files_is_put_into_a_container(draft, package, noon, detached):
    signature = take(draft, p7s(package.manifest, key(), noon, detached=detached), noon)

    with zipfile.ZipFile(io.BytesIO(read_content(signature.container))) as archive:
        assert {PDF, DATA, "META-INF/signature001.p7s"} < set(archive.namelist())
    assert {name for one in signature.verification_report.signatures for name in one.covers} == {PDF, DATA}


def test_what_is_kept_is_checked_again_with_the_same_result(draft, package, noon):
    signature = take(draft, asice(package.files, key(), noon), noon)

    assert signature.verification_report.signatures[0].integrity == "ok"
    assert signature.verification_report.uncovered == ()


def test_another_persons_signature_is_refused(draft, package, noon):
    with pytest.raises(SignerNotApplicant):
        take(draft, asice(package.files, key("3151399308"), noon), noon)

    assert not ApplicationSignature.objects.exists()


def test_a_certificate_of_nobody_known_is_refused(draft, package, noon):
    with pytest.raises(SignatureNotValid):
        take(draft, asice(package.files, key(is_trusted=False), noon), noon)


def test_changed_files_are_refused(draft, package, noon):
    files = {**package.files, DATA: package.files[DATA] + b" "}

    with pytest.raises(SignedFileRejected, match="Download both again"):
        take(draft, asice(files, key(), noon), noon)


def test_another_file_beside_is_refused(draft, package, noon):
    with pytest.raises(SignedFileRejected, match="other files"):
        take(draft, asice({**package.files, "more.txt": b"more"}, key(), noon), noon)


def test_one_file_of_two_is_not_enough(draft, package, noon):
    with pytest.raises(SignedFileRejected):
        take(draft, asice({PDF: package.files[PDF]}, key(), noon), noon)


def test_a_signature_on_the_paper_alone_is_told_from_others(draft, package, noon):
    with pytest.raises(SignedFileRejected, match="Only the application itself"):
        take(draft, p7s(package.files[PDF], key(), noon), noon)


def test_a_signature_on_another_document_is_refused(draft, package, noon):
    with pytest.raises(SignedFileRejected, match="Another document"):
        take(draft, p7s(b"another", key(), noon), noon)


def test_a_container_that_nobody_has_signed_is_refused(draft, package, noon):
    with pytest.raises(SignedFileRejected):
        take(draft, package.unsigned_container(), noon)


@pytest.mark.parametrize("content", [b"no signature", b"PK\x03\x04 broken", b"\x30\x03\x02\x01\x01", b"%PDF-1.7"])
def test_whatever_is_brought_a_sentence_comes_back(draft, package, noon, content):
    with pytest.raises((SignedFileRejected, SignatureNotValid, operations.SigningPackageOutdated)) as refused:
        take(draft, content, noon)

    assert str(refused.value)


def test_answers_that_changed_meanwhile_are_signed_anew(draft, package, noon):
    signed = asice(package.files, key(), noon)
    operations.answer(application=draft, typed={"phone": "+380670000001"}, at=noon)

    with pytest.raises(operations.SigningPackageOutdated):
        take(draft, signed, noon)


def test_a_signature_on_earlier_answers_does_not_send_later_ones(draft, package, noon):
    take(draft, asice(package.files, key(), noon), noon)
    operations.answer(application=draft, typed={"phone": "+380670000001"}, at=noon)

    with pytest.raises(operations.ApplicationNotSigned):
        operations.submit(application=draft, at=noon)


def test_nothing_refused_leaves_a_file(draft, package, noon):
    before = StoredFile.objects.count()

    with pytest.raises(SignerNotApplicant):
        take(draft, asice(package.files, key("3151399308"), noon), noon)

    assert StoredFile.objects.count() == before


def test_an_officer_of_a_company_signs_with_its_key_when_acting_for_it(draft, noon):
    company = Representation.objects.create(
        representative=draft.applicant,
        kind="entity",
        organization="ТОВ",
        edrpou="00000017",
        is_proved=True,
        added_at=noon,
    )
    draft.representation = company
    draft.save(update_fields=["representation"])
    files = read_package(read_content(operations.prepare_to_sign(application=draft, at=noon).file)).files
    pair = pki.make_pair("Зразкова Олена Тестівна", root(), rnokpp=RNOKPP, edrpou="00000017", is_qualified=True)

    assert take(draft, asice(files, pair, noon), noon)


@pytest.fixture
def signed_by_asked(draft, package, noon):
    """A signature whose issuer can be asked, and the issuer."""
    pair = pki.make_pair("Зразкова Олена Тестівна", root(), rnokpp=RNOKPP, ocsp_urls=["http://ca.example/ocsp"])
    signature = take(draft, asice(package.files, pair, noon), noon)
    return signature, StubOcspResponder(certificate=pair.certificate, by=root(), at=noon + timedelta(minutes=1))


def test_issuers_are_asked_after_a_signature_was_taken(signed_by_asked, noon):
    signature, issuer = signed_by_asked
    assert signature.verification_report.signatures[0].revocation == "unknown"

    assert operations.recheck_signature(signature=signature, responders=issuer, at=issuer.at)

    signature.refresh_from_db()
    assert (signature.verification_report.signatures[0].revocation, signature.verification_report.verdict) == (
        "good",
        "valid",
    )
    assert signature.verification_report.checked_at == noon.isoformat()


def test_nobody_who_answers_leaves_the_report_as_it_was(signed_by_asked):
    signature, issuer = signed_by_asked
    issuer.is_silent = True

    assert not operations.recheck_signature(signature=signature, responders=issuer, at=issuer.at)


def test_a_signature_by_a_revoked_certificate_no_longer_counts(draft, signed_by_asked, noon):
    signature, issuer = signed_by_asked
    issuer.response_fields = {"status": "revoked", "revoked_at": noon - timedelta(days=1)}

    operations.recheck_signature(signature=signature, responders=issuer, at=issuer.at)

    assert ApplicationSignature.objects.get().verification_report.verdict == "invalid"
    with pytest.raises(operations.ApplicationNotSigned):
        operations.submit(application=draft, at=issuer.at)


def test_whom_an_issuer_has_revoked_since_cannot_sign_again(draft, package, signed_by_asked, noon):
    signature, issuer = signed_by_asked
    issuer.response_fields = {"status": "revoked", "revoked_at": noon + timedelta(seconds=30)}
    operations.recheck_signature(signature=signature, responders=issuer, at=issuer.at)

    with pytest.raises(SignatureNotValid, match="revoked"):
        take(draft, read_content(signature.container), noon + timedelta(minutes=2))


def test_a_certificate_that_was_revoked_after_signing_was_good(draft, signed_by_asked, noon):
    signature, issuer = signed_by_asked
    issuer.response_fields = {"status": "revoked", "revoked_at": noon + timedelta(seconds=30)}

    operations.recheck_signature(signature=signature, responders=issuer, at=issuer.at)

    assert operations.submit(application=draft, at=issuer.at).status == ApplicationStatus.SUBMITTED


def test_the_worker_asks_nobody_unless_the_operator_allows(signed_by_asked, settings):
    """Sockets are closed in tests: whoever asked would fail."""
    settings.SIGNATURES_FETCH_REVOCATION = False

    ask_about_signature.func(signed_by_asked[0].pk)

    assert ApplicationSignature.objects.get().verification_report.signatures[0].revocation == "unknown"
