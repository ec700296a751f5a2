"""The office behind the bus: it accepts letters, acknowledges them, registers them under a number, replies to them."""

from dataclasses import dataclass, field
from enum import StrEnum

from simulators import choice_page
from simulators.sev import letters
from simulators.sev.letters import OFFICE, OFFICE_SYSTEM, ReceivedLetter
from simulators.sev.mailbox import MailboxMessage, mailbox

RESULT, REFUSAL, CORRECTION = "Результат надання послуги", "Рішення про відмову", "Повернення на доопрацювання"


class OfficeAction(StrEnum):
    """An action of an official on a letter."""

    DELIVER = "deliver"
    ACCEPT = "accept"
    REGISTER = "register"
    DECLINE = "decline"
    GRANT = "grant"
    REFUSE = "refuse"
    CORRECT = "correct"
    WRITE = "write"


@dataclass
class LetterRecord:
    """A letter in the office with its number and completed actions."""

    letter: ReceivedLetter
    number: str = ""
    completed_actions: list[str] = field(default_factory=list)


class SimulatedOffice:
    """The office behind the bus. It acknowledges and registers a letter at once, unless `manual` is on; replies are manual."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        with mailbox.lock:
            self.manual = False
            self.cases: dict[str, LetterRecord] = {}
            # Acknowledgements of our messages by others: (id of our message, type).
            self.acknowledged: list[tuple[str, str]] = []

    def receive(self, letter: MailboxMessage) -> None:
        """Accept a letter from the bus: record the office's own letters, put the letters to others into their inboxes."""
        if letter.to_org.zfill(8) != OFFICE:
            mailbox.deposit(letter)
            return
        with mailbox.lock:
            msg_type, root = letters.parse_letter(letter.body)
            if msg_type == "0":
                ack = root.find("Acknowledgement")
                self.acknowledged.append((ack.get("msg_id"), ack.get("ack_type")))
                return
            self.cases.setdefault(letter.id, LetterRecord(letters.received_letter(root)))
            for action in () if self.manual else (OfficeAction.DELIVER, OfficeAction.ACCEPT, OfficeAction.REGISTER):
                self.perform_action(letter.id, action)

    def perform_action(
        self, msg_id: str, action: OfficeAction, words: str = "", file: tuple[str, bytes] | None = None
    ) -> str:
        """Perform the action on a letter and return the id of the message sent. A result without a file gets a one-line PDF."""
        with mailbox.lock:
            case = self.cases[msg_id]
            if action is OfficeAction.REGISTER:
                case.number = f"В-{len(self.cases)}/{choice_page.now():%y}"
            sent_id, body = self._build_message(case, action, words, file)
            case.completed_actions.append(action.value)
            message = MailboxMessage(
                id=sent_id,
                type="Notification" if action in ACKNOWLEDGEMENTS else "ReplayDocument",
                from_org=OFFICE,
                from_system=OFFICE_SYSTEM,
                to_org=case.letter.from_org,
                body=body,
                at=choice_page.now(),
            )
            mailbox.deposit(message)
            return sent_id

    def _build_message(
        self, case: LetterRecord, action: OfficeAction, words: str, file: tuple[str, bytes] | None
    ) -> tuple[str, bytes]:
        letter = case.letter
        if action in ACKNOWLEDGEMENTS:
            number = case.number if action is OfficeAction.REGISTER else ""
            return letters.build_acknowledgement(letter, ACKNOWLEDGEMENTS[action], number=number, words=words)
        if file is None and action in (OfficeAction.GRANT, OfficeAction.REFUSE):
            file = ("result.pdf", letters.build_pdf(f"Case {letter.number}", choice_page.now()))
        reply_number = f"{case.number or 'б/н'}-{len(case.completed_actions) + 1}"
        return letters.build_reply(letter, number=reply_number, kind=REPLIES[action], words=words, file=file)


ACKNOWLEDGEMENTS = {OfficeAction.DELIVER: 1, OfficeAction.ACCEPT: 2, OfficeAction.REGISTER: 3, OfficeAction.DECLINE: 4}
REPLIES = {
    OfficeAction.GRANT: RESULT,
    OfficeAction.REFUSE: REFUSAL,
    OfficeAction.CORRECT: CORRECTION,
    OfficeAction.WRITE: "Лист",
}
office = SimulatedOffice()
mailbox.receive = office.receive
