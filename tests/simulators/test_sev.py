"""The bus of the counterparts takes nothing that the real description would not have."""

import pytest

PATH = "/sev/csp/dirbus/bus.esb.IntegrationService.cls"
ACTION = "http://tempuri.org/ICoverIntegrationService/GetInputMessages"
ENVELOPE = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetInputMessages xmlns="http://tempuri.org/">
<identity xmlns:c="http://schemas.datacontract.org/2004/07/Cover.Contracts"><c:Password>{secret}</c:Password>
<c:SystemId>{id}</c:SystemId></identity><сount>5</сount></GetInputMessages></s:Body></s:Envelope>"""


def asked(bench, old="", new="", action=ACTION):
    body = ENVELOPE.format(id=bench.client_id, secret=bench.client_secret).replace(old, new)
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{action}"'}
    return bench.http.post(PATH, content=body.encode(), headers=headers)


def test_an_envelope_as_it_should_be_is_answered(simulators):
    answer = asked(simulators)

    assert answer.status_code == 200
    assert "GetInputMessagesResult" in answer.text


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("сount", "count", "сount is missing"),
        ("http://tempuri.org/", "http://tempuri.org", "no operation"),
        ("Cover.Contracts", "Other", "Систему не розпізнано"),
        ("GetInputMessages", "GetHistory", "no operation"),
        ("</s:Body>", "", "not XML"),
        ("s:Body", "s:Header", "not an envelope"),
    ],
)
def test_anything_else_is_a_fault_of_the_client(simulators, old, new, says):
    answer = asked(simulators, old, new)

    assert answer.status_code == 500
    assert "soap:Client" in answer.text
    assert says in answer.text


def test_another_action_is_a_fault_of_the_client(simulators):
    assert "another SOAPAction" in asked(simulators, action=ACTION + "s").text


def test_the_page_shows_the_office_and_its_troubles(simulators):
    page = simulators.http.get("/sev/").text

    assert "Вербівська селищна рада" in page
    assert "шина відповідає 503" in page


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("/sev/switch/", {"trouble": "earthquake"}, 400),
        ("/sev/letters/unknown/", {"action": "grant"}, 404),
    ],
)
def test_what_is_not_offered_is_refused(simulators, path, form, status):
    assert simulators.http.post(path, data=form).status_code == status
