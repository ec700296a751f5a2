import io

import pytest

from tests.integration.sev_ovv import sample_letters
from vikno.integration.connectors.base import RemoteCorrectionRequest, RemoteDecision, RemoteRegistration
from vikno.integration.connectors.sev_ovv import inbound, mapping
from vikno.integration.connectors.sev_ovv.letters import case_guid_of, guid_of
from vikno.integration.connectors.sev_ovv.mapping import ReplyWords
from vikno.kernel.errors import Rejected

USUAL = ReplyWords()


def means(body: bytes, words: ReplyWords = USUAL):
    (update,) = mapping.updates_of(inbound.read_letter(io.BytesIO(body)), words)
    return update


@pytest.mark.parametrize("kind", [1, 2])
def test_delivered_and_accepted_mean_received(kind):
    update = means(sample_letters.ack(kind))

    assert update.received
    assert update.remote == "63fc75f4-0759-4cfd-9e78-0903537d8597"


def test_registered_has_the_number_and_the_day():
    update = means(sample_letters.ack(3, number="1/0/-15"))

    assert (update.registered.number, f"{update.registered.on}") == ("1/0/-15", "2026-03-03")
    assert isinstance(update.registered, RemoteRegistration)


def test_declined_has_the_reason():
    assert means(sample_letters.ack(4, words="Документ відхилено")).declined == "Документ відхилено"
    assert means(sample_letters.ack(4)).declined


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (sample_letters.ack(1, code="17", words="Немає місця"), "Немає місця"),
        (sample_letters.ack(5), "reports an error"),
        (sample_letters.ack(3), "under which number"),
        (sample_letters.reply(refers=""), "does not name"),
        (sample_letters.reply(refers="", msg_type="1"), "does not name"),
    ],
)
def test_what_is_not_clear_goes_to_a_person(body, why):
    with pytest.raises(Rejected, match=why):
        means(body)


def test_a_reply_with_a_result_grants():
    update = means(
        sample_letters.reply(sample_letters.transfer(b"paper"), signs=sample_letters.sign_info(b"signature"))
    )

    assert update.application == sample_letters.NUMBER
    assert update.decided == RemoteDecision(granted=True)
    assert [file.name for file in update.files] == ["result.pdf", "result.pdf.p7s"]


def test_a_reply_that_speaks_of_refusal_refuses_with_its_reasons():
    update = means(sample_letters.reply(kind="Рішення про відмову", annotation="Подано не всі документи"))

    assert update.decided == RemoteDecision(granted=False, reasons="Подано не всі документи")


def test_a_reply_may_ask_for_corrections():
    update = means(sample_letters.reply(kind="Повернення на доопрацювання", annotation="Додайте довідку"))

    assert update.asked == RemoteCorrectionRequest(reason="Додайте довідку")


def test_any_other_reply_says_only_itself():
    update = means(
        sample_letters.reply(
            sample_letters.transfer(b"x"), kind="Лист", title="Щодо заяви", annotation="Триває розгляд"
        )
    )

    assert (update.status, update.note, update.decided, update.asked) == ("Лист", "Триває розгляд", None, None)
    assert update.who == "Вербівська рада"


def test_a_word_counts_from_its_beginning():
    assert means(sample_letters.reply(kind="Незадовільний передрішень")).decided is None


def test_the_words_are_those_of_the_settings():
    assert means(sample_letters.reply(kind="Ухвала"), ReplyWords(result=("ухвал",))).decided == RemoteDecision(
        granted=True
    )


def test_an_application_is_known_by_the_key_that_was_sent_with_it():
    ours = case_guid_of(guid_of("case", "message"))

    update = means(sample_letters.reply(refers=sample_letters.referred("інший номер", ours.upper())))
    assert (update.remote, update.application) == (ours, "")


def test_an_application_is_known_by_its_number_in_words():
    update = means(sample_letters.reply(refers="", annotation=f"На № {sample_letters.NUMBER} від 02.03.2026"))

    assert update.application == sample_letters.NUMBER


def test_a_number_with_a_wrong_check_digit_is_nobodys():
    with pytest.raises(Rejected):
        means(
            sample_letters.reply(
                refers="", annotation=f"На № {sample_letters.NUMBER[:-1]}{(int(sample_letters.NUMBER[-1]) + 1) % 10}"
            )
        )


def test_messages_of_one_case_have_the_case_in_common():
    one, two, other = guid_of("case", "first"), guid_of("case", "second"), guid_of("other", "first")

    assert one != two
    assert case_guid_of(one) == case_guid_of(two.upper()) != case_guid_of(other)
    assert guid_of("case", "first") == one
