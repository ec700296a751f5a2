"""The simulator of the bus accepts only calls that match the XSD of the real bus."""

import pytest

PATH = "/sev/csp/dirbus/bus.esb.IntegrationService.cls"
ACTION = "http://tempuri.org/ICoverIntegrationService/GetInputMessages"
ENVELOPE = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetInputMessages xmlns="http://tempuri.org/">
<identity xmlns:c="http://schemas.datacontract.org/2004/07/Cover.Contracts"><c:Password>{secret}</c:Password>
<c:SystemId>{id}</c:SystemId></identity><сount>5</сount></GetInputMessages></s:Body></s:Envelope>"""


def call_bus(bench, old="", new="", action=ACTION):
    body = ENVELOPE.format(id=bench.client_id, secret=bench.client_secret).replace(old, new)
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{action}"'}
    return bench.http.post(PATH, content=body.encode(), headers=headers)


def test_a_valid_envelope_is_answered(simulators):
    answer = call_bus(simulators)

    assert answer.status_code == 200
    assert "GetInputMessagesResult" in answer.text


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("сount", "count", "сount is missing"),
        ("http://tempuri.org/", "http://tempuri.org", "no operation"),
        ("Cover.Contracts", "Other", "Систему не розпізнано"),
        ("GetInputMessages", "GetHistory", "no operation"),
        ("</s:Body>", "", "not XML"),
        ("s:Body", "s:Header", "not an envelope"),
    ],
)
def test_anything_else_is_a_fault_of_the_client(simulators, old, new, text):
    answer = call_bus(simulators, old, new)

    assert answer.status_code == 500
    assert "soap:Client" in answer.text
    assert text in answer.text


def test_another_action_is_a_fault_of_the_client(simulators):
    assert "another SOAPAction" in call_bus(simulators, action=ACTION + "s").text


def test_the_page_shows_the_office_and_the_faults_of_the_bus(simulators):
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
def test_unknown_faults_and_letters_are_refused(simulators, path, form, status):
    assert simulators.http.post(path, data=form).status_code == status
