"""The rules on names, measured as `make names` prints them."""

import pytest

from tools.names import NamesFigure, measure


@pytest.mark.parametrize("figure", measure(), ids=lambda figure: figure.title)
def test_names_can_be_found(figure: NamesFigure):
    assert figure.is_kept, "\n".join(figure.offenders)
