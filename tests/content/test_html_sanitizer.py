import pytest

from vikno.content.centres.contacts import parse_phones
from vikno.content.html_sanitizer import sanitize_html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Текст</p>", "<p>Текст</p>"),
        (
            "<html><head><title>Заголовок</title><style>p{}</style></head><body><p>Текст</p></body></html>",
            "<p>Текст</p>",
        ),
        ("<h1>Крок 1</h1><h4>Крок 2</h4>", "<h3>Крок 1</h3><h3>Крок 2</h3>"),
        ("<h2> </h2><p><b>&nbsp;</b><br></p><p>є</p>", "<p>є</p>"),
        ('<p style="color:red" class="x" id="main">є</p>', "<p>є</p>"),
        ('<a href="https://a.example/?x=1">є</a>', '<a href="https://a.example/?x=1" rel="noopener noreferrer">є</a>'),
        ('<a href="/old/page">є</a><a href="#top">ї</a>', "єї"),
        ('<a href=" JaVaScRiPt:alert(1)">є</a>', "є"),
        ("<ul><li>так</li>або<br><li>ні</li></ul>", '<ul class="plain-list"><li>так або <br></li><li>ні</li></ul>'),
        ("<ul>спершу<li>є</li></ul>", '<ul class="plain-list"><li> спершу</li><li>є</li></ul>'),
        ("<p>є</p><li>1</li> <li>2</li>", '<p>є</p><ul class="plain-list"><li>1</li><li>2</li></ul> '),
        (
            "<ul><li>1</li><ol><li>2</li></ol></ul>",
            '<ul class="plain-list"><li>1 <ol class="plain-list plain-list--num"><li>2</li></ol></li></ul>',
        ),
        ("<ul><li> </li></ul><h3><a href='/x'></a></h3>є", "є"),
        ("<ul><li>є</li></ul>", '<ul class="plain-list"><li>є</li></ul>'),
        ("<select><option>Так</option></select><input value='x'>є", "є"),
        ("<svg><script>alert(1)</script></svg>є", "є"),
        ("<p>Незакритий <b>текст", "<p>Незакритий <b>текст</b></p>"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
    ],
)
def test_only_text_is_left_of_foreign_markup(html, expected):
    assert sanitize_html(html) == expected


def test_a_table_scrolls_by_itself():
    shown = sanitize_html('<table border="1"><tr><td colspan="2" onclick="x">є</td></tr></table>')

    assert shown.startswith('<div class="table-box" tabindex="0" role="group"')
    assert '<td colspan="2">є</td>' in shown
    assert shown.endswith("</table></div>")


def test_cleaning_twice_changes_nothing_of_the_words():
    once = sanitize_html("<h2>Крок</h2><ul><li>є &amp; ї</li></ul>")

    assert sanitize_html(once) == once


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0 800 000 000", [("0 800 000 000", "0800000000")]),
        (
            "+380 (67) 123-45-67; (0472) 33–07–01",
            [("+380 (67) 123-45-67", "+380671234567"), ("(0472) 33–07–01", "0472330701")],
        ),
        ("044 200-00-00 дод. 12", [("044 200-00-00 дод. 12", "")]),
        ("Телефон для довідок: 8(05656) т.9-42-71", [("Телефон для довідок: 8(05656) т.9-42-71", "")]),
        (" , ", []),
    ],
)
def test_a_phone_is_a_link_only_where_it_is_plainly_a_number(written, expected):
    assert [(phone.text, phone.dial) for phone in parse_phones(written)] == expected
