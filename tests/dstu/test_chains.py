from datetime import UTC, datetime, timedelta

import pytest

from dstu import chains
from tests.signatures import generated_signatures

NOW = datetime(2026, 3, 2, tzinfo=UTC)
YEAR = timedelta(days=365)


@pytest.fixture(scope="module")
def root():
    return generated_signatures.holder("Root", is_ca=True)


@pytest.fixture(scope="module")
def issuer(root):
    return generated_signatures.holder("Issuer", issuer=root, is_ca=True)


@pytest.fixture(scope="module")
def leaf(issuer):
    return generated_signatures.holder("Leaf", issuer=issuer)


def built(leaf, *pool, anchors=(), at=NOW):
    return chains.build_chain(
        leaf.certificate, [holder.certificate for holder in pool], [holder.certificate for holder in anchors], at
    )


def test_the_way_leads_from_the_certificate_to_the_anchor(root, issuer, leaf):
    chain = built(leaf, issuer, anchors=[root])

    assert chain.status == "trusted"
    assert [certificate.subject.common_name for certificate in chain.certificates] == ["Leaf", "Issuer", "Root"]


def test_an_anchor_need_not_be_a_root(issuer, leaf):
    assert built(leaf, anchors=[issuer]).status == "trusted"


def test_without_a_certificate_on_the_way_it_is_incomplete(root, leaf):
    assert built(leaf, anchors=[root]).status == "incomplete"


def test_a_root_that_nobody_believes_proves_nothing(root, issuer, leaf):
    assert built(leaf, issuer, root).status == "untrusted"


@pytest.mark.parametrize(("years", "status"), [(-20, "not_yet_valid"), (20, "expired")])
def test_outside_its_time_a_certificate_leads_nowhere(root, issuer, leaf, years, status):
    assert built(leaf, issuer, anchors=[root], at=NOW + years * YEAR).status == status


def test_whoever_is_no_issuer_issues_nothing(root, leaf):
    forged = generated_signatures.holder("Forged", issuer=leaf)

    chain = built(forged, leaf, generated_signatures.holder("Issuer", is_ca=True), anchors=[root])
    assert chain.status == "incomplete"
    assert built(forged, anchors=[leaf]).status == "broken"


def test_an_issuer_of_the_same_name_with_another_key_is_passed_over(root, issuer, leaf):
    other = generated_signatures.holder("Issuer", issuer=root, is_ca=True)

    assert built(leaf, other, issuer, anchors=[root]).status == "trusted"
    assert built(leaf, other, anchors=[root]).status == "incomplete"


def test_issuers_that_issued_each_other_end(leaf):
    first = generated_signatures.holder("A", is_ca=True)
    second = generated_signatures.holder("B", issuer=first, is_ca=True)
    crossed = generated_signatures.holder("A", issuer=second, is_ca=True)
    end = generated_signatures.holder("End", issuer=second)

    assert built(end, first, second, crossed).status in ("untrusted", "incomplete")
