import pytest

from tests.content.form_editor.editing import Editor
from vikno.eforms.models import FormVersion


@pytest.fixture
def editor(db) -> Editor:
    return Editor()


@pytest.fixture
def draft(editor) -> FormVersion:
    return editor.begins()
