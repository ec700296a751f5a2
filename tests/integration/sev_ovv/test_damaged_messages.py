"""Whatever a message was turned into on its way, reading it gives a letter or one sentence."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.sev_ovv import sample_letters
from vikno.integration.connectors.sev_ovv import inbound, mapping, xml_tree
from vikno.kernel.errors import Rejected

WHOLE = (
    sample_letters.ack(3, number="1/0/-15"),
    sample_letters.reply(sample_letters.transfer(b"paper" * 40), signs=sample_letters.sign_info(b"signature" * 9)),
    sample_letters.ack(4, words="Немає").decode().replace("utf-8", "windows-1251").encode("cp1251"),
    b"\xef\xbb\xbf" + sample_letters.reply(kind="Відмова", annotation="Ні"),
)


def understood(body: bytes) -> None:
    try:
        letter = inbound.read_letter(io.BytesIO(body))
        mapping.updates_of(letter)
        for file in letter.files:
            assert len(b"".join(xml_tree.file_content(io.BytesIO(body), file.key))) == file.size
    except Rejected:
        return


@given(st.sampled_from(WHOLE), st.data())
@settings(max_examples=150)
def test_a_cut_letter_is_refused(whole, data):
    cut = data.draw(st.integers(0, len(whole.rstrip()) - 1))

    with pytest.raises(Rejected):
        inbound.read_letter(io.BytesIO(whole[:cut]))


@given(st.sampled_from(WHOLE), st.data())
@settings(max_examples=300)
def test_a_flipped_letter_is_read_or_refused(whole, data):
    spoiled = bytearray(whole)
    for _time in range(data.draw(st.integers(1, 4))):
        spoiled[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))

    understood(bytes(spoiled))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body):
    understood(body)
