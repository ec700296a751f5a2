import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from vikno.kernel import crypto
from vikno.kernel.crypto import (
    DecryptionFailed,
    blind_index,
    decrypt_bytes,
    decrypt_text,
    encrypt_bytes,
    encrypt_text,
    parse_keys,
)

OLD = "2025a:" + base64.b64encode(b"o" * 32).decode()
NEW = "2026a:" + base64.b64encode(b"n" * 32).decode()


@pytest.fixture
def keys(settings):
    """Set the keys in use, the first one first."""

    def use(*listed: str) -> None:
        settings.DATA_KEYS = list(listed)

    return use


@given(plain=st.text(), context=st.text(min_size=1))
def test_what_is_sealed_opens_again(plain, context):
    assert decrypt_text(encrypt_text(plain, context=context), context=context) == plain


@given(plain=st.binary())
def test_bytes_open_again(plain):
    assert decrypt_bytes(encrypt_bytes(plain, context="file"), context="file") == plain


def test_two_sealings_of_one_value_differ():
    assert encrypt_text("1759013776", context="rnokpp") != encrypt_text("1759013776", context="rnokpp")


def test_a_new_key_seals_and_the_old_one_still_opens(keys):
    keys(OLD)
    before = encrypt_text("Олена", context="name")

    keys(NEW, OLD)
    after = encrypt_text("Олена", context="name")

    assert decrypt_text(before, context="name") == decrypt_text(after, context="name") == "Олена"
    assert base64.b64decode(before).startswith(b"2025a\0")
    assert base64.b64decode(after).startswith(b"2026a\0")


def test_without_its_key_a_value_does_not_open(keys):
    keys(OLD)
    before = encrypt_text("Олена", context="name")

    keys(NEW)
    with pytest.raises(DecryptionFailed, match="not listed"):
        decrypt_text(before, context="name")


def test_a_key_under_the_id_of_another_does_not_open(keys):
    keys(OLD)
    before = encrypt_text("Олена", context="name")

    keys(NEW.replace("2026a", "2025a"))
    with pytest.raises(DecryptionFailed):
        decrypt_text(before, context="name")


def test_a_value_moved_to_another_column_does_not_open():
    sealed = encrypt_text("1759013776", context="people.person.rnokpp")

    with pytest.raises(DecryptionFailed):
        decrypt_text(sealed, context="people.person.unzr")


def test_every_changed_byte_is_noticed():
    sealed = encrypt_bytes("Олена".encode(), context="name")

    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(DecryptionFailed):
            decrypt_bytes(bytes(changed), context="name")


@pytest.mark.parametrize(
    "broken",
    ["", "не base64", "====", base64.b64encode(b"dev").decode(), base64.b64encode(b"dev\0short").decode()],
)
def test_what_was_never_sealed_is_unreadable(broken):
    with pytest.raises(DecryptionFailed):
        decrypt_text(broken, context="name")


@pytest.mark.parametrize("length", [0, 1, 5, 20])
def test_a_value_that_was_cut_is_unreadable(length):
    sealed = encrypt_bytes(b"Olena", context="name")

    with pytest.raises(DecryptionFailed):
        decrypt_bytes(sealed[:length], context="name")


@pytest.mark.parametrize(
    "listed",
    [
        pytest.param([], id="none"),
        pytest.param([base64.b64encode(b"n" * 32).decode()], id="no id"),
        pytest.param(["a:" + base64.b64encode(b"n" * 16).decode()], id="too short"),
        pytest.param(["a:"], id="empty"),
    ],
)
def test_wrong_keys_stop_the_start(listed):
    with pytest.raises(ImproperlyConfigured, match="DATA_KEYS"):
        parse_keys(listed)


def test_a_blind_index_finds_equal_values_of_one_kind():
    assert blind_index("1759013776", kind="rnokpp") == blind_index("1759013776", kind="rnokpp")
    assert blind_index("1759013776", kind="rnokpp") != blind_index("1759013776", kind="phone")
    assert blind_index("1759013776", kind="rnokpp") != blind_index("1759013777", kind="rnokpp")


def test_a_blind_index_cannot_be_made_without_its_key(settings):
    mine = blind_index("1759013776", kind="rnokpp")

    settings.INDEX_KEY = base64.b64encode(b"another key of thirty-two bytes!").decode()

    assert blind_index("1759013776", kind="rnokpp") != mine


def test_the_key_of_the_index_is_not_a_key_of_the_data():
    assert crypto.keyring().index_key not in crypto.keyring().keys.values()
