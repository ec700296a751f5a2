import pytest
from django.core.exceptions import ImproperlyConfigured

from vikno.conf import env


@pytest.fixture
def kept(tmp_path):
    (tmp_path / "index-key").write_text("kept\n")
    return tmp_path


def test_an_empty_setting_counts_as_missing(monkeypatch):
    monkeypatch.setenv("SOME_NAME", "")

    with pytest.raises(ImproperlyConfigured, match="SOME_NAME"):
        env.text("SOME_NAME")


def test_a_setting_may_lie_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("inside\n")
    monkeypatch.setenv("SOME_NAME_FILE", str(tmp_path / "secret"))

    assert env.text("SOME_NAME") == "inside"


@pytest.mark.parametrize(("written", "meant"), [("1", True), ("yes", True), ("off", False), ("FALSE", False)])
def test_a_flag_is_said_in_words(monkeypatch, written, meant):
    monkeypatch.setenv("SOME_FLAG", written)

    assert env.flag("SOME_FLAG", default=not meant) is meant


def test_a_flag_or_number_that_is_none_stops_the_start(monkeypatch):
    monkeypatch.setenv("SOME_NAME", "maybe")

    with pytest.raises(ImproperlyConfigured, match="maybe"):
        env.flag("SOME_NAME", default=True)
    with pytest.raises(ImproperlyConfigured, match="maybe"):
        env.number("SOME_NAME", 1)


def test_a_secret_comes_from_the_environment_then_from_what_was_kept_then_from_development(monkeypatch, kept):
    assert env.secret("INDEX_KEY", kept_in=kept, in_development="fixed") == "kept"
    assert env.secret("OTHER_KEY", kept_in=kept, in_development="fixed") == "fixed"
    monkeypatch.setenv("INDEX_KEY", "said")
    assert env.secret("INDEX_KEY", kept_in=kept, in_development="fixed") == "said"


def test_without_a_secret_nothing_starts(kept):
    with pytest.raises(ImproperlyConfigured, match="OTHER_KEY"):
        env.secret("OTHER_KEY", kept_in=kept, in_development=None)
