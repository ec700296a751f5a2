import io
import json
import zipfile

import pypdf
import pytest

from tests import factories
from vikno.applications import operations
from vikno.applications.models import SigningRequest
from vikno.applications.signing_package import DATA, PDF, read_package
from vikno.catalogue.models import SigningRequirement
from vikno.files.models import StoredFile
from vikno.files.queries import read_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    draft = factories.draft()
    draft.service.signing = SigningRequirement.REQUIRED
    draft.service.save(update_fields=["signing"])
    return draft


def prepared(draft, at) -> dict[str, bytes]:
    to_sign = operations.prepare_to_sign(application=draft, at=at)
    return read_package(read_content(to_sign.file)).files


def test_a_readable_paper_and_the_same_answers_for_machines_are_signed(draft, noon):
    files = prepared(draft, noon)

    text = " ".join(pypdf.PdfReader(io.BytesIO(files[PDF])).pages[0].extract_text().split())
    assert "Зразкова Олена Тестівна" in text
    assert json.loads(files[DATA])["answers"]["right"] == "owner"


def test_the_paper_names_the_digest_of_each_enclosed_file(draft, noon):
    operations.answer(application=draft, typed={"right": "rent"}, at=noon)
    attachment = operations.attach(application=draft, question="contract", upload=factories.png(), at=noon)

    files = prepared(draft, noon)

    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files[PDF])).pages)
    assert attachment.file.sha256 in "".join(text.split())
    assert [one["sha256"] for one in json.loads(files[DATA])["files"]] == [attachment.file.sha256]


def test_the_same_answers_are_prepared_once(draft, noon):
    first = operations.prepare_to_sign(application=draft, at=noon)

    assert operations.prepare_to_sign(application=draft, at=noon) == first


def test_other_answers_are_prepared_anew_and_the_old_paper_is_erased(draft, noon):
    first = operations.prepare_to_sign(application=draft, at=noon)
    operations.answer(application=draft, typed={"phone": "+380670000001"}, at=noon)

    second = operations.prepare_to_sign(application=draft, at=noon)

    assert list(SigningRequest.objects.all()) == [second]
    assert not StoredFile.objects.filter(pk=first.file_id).exists()


def test_an_application_with_something_to_mend_is_not_prepared(draft, noon):
    operations.answer(application=draft, typed={"rnokpp": ""}, at=noon)

    with pytest.raises(operations.SigningNotReady):
        operations.prepare_to_sign(application=draft, at=noon)

    assert not SigningRequest.objects.exists()


def test_where_a_signature_is_required_an_unsigned_application_is_not_sent(draft, noon):
    operations.prepare_to_sign(application=draft, at=noon)

    with pytest.raises(operations.ApplicationNotSigned):
        operations.submit(application=draft, at=noon)


def test_where_a_signature_is_only_offered_it_is_sent_without(draft, noon):
    draft.service.signing = SigningRequirement.OFFERED
    draft.service.save(update_fields=["signing"])

    assert operations.submit(application=draft, at=noon).number


def test_a_discarded_draft_takes_along_what_was_prepared(draft, noon):
    operations.prepare_to_sign(application=draft, at=noon)

    operations.discard(application=draft)

    assert not StoredFile.objects.exists()


def test_what_is_prepared_is_a_container_that_nobody_has_signed(draft, noon):
    to_sign = operations.prepare_to_sign(application=draft, at=noon)

    with zipfile.ZipFile(io.BytesIO(read_content(to_sign.file))) as archive:
        assert archive.namelist() == ["mimetype", PDF, DATA, "META-INF/ASiCManifest001.xml"]
