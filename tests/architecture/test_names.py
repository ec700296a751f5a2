"""The rules on names, measured as `make names` prints them."""

from tools.names import measure


def test_names_can_be_found():
    exceeded = [
        f"{figure.title}: {figure.today:.1f}, at most {figure.limit}: {', '.join(figure.offenders)}"
        for figure in measure()
        if not figure.is_within_limit
    ]

    assert exceeded == []
