import pytest

from tests.form_editor.editor_browser import EditorBrowser
from vikno.eforms.models import FormVersion


@pytest.fixture
def editor(db) -> EditorBrowser:
    return EditorBrowser()


@pytest.fixture
def draft(editor) -> FormVersion:
    return editor.begins()
