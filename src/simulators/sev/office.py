"""The office behind the bus: takes letters in, acknowledges them, registers them under a number, replies to them."""

from dataclasses import dataclass, field
from enum import StrEnum

from simulators import choosing
from simulators.sev import paper
from simulators.sev.mailbox import Letter, mailbox
from simulators.sev.paper import OFFICE, OFFICE_SYSTEM, Received

RESULT, REFUSAL, CORRECTION = "Результат надання послуги", "Рішення про відмову", "Повернення на доопрацювання"


class Action(StrEnum):
    """What an official does with a letter."""

    DELIVER = "deliver"
    ACCEPT = "accept"
    REGISTER = "register"
    DECLINE = "decline"
    GRANT = "grant"
    REFUSE = "refuse"
    CORRECT = "correct"
    WRITE = "write"


@dataclass
class Case:
    """A letter in the office, with what was done with it."""

    letter: Received
    number: str = ""
    done: list[str] = field(default_factory=list)


class Office:
    """`manual`: nothing is done by itself. Otherwise a letter is acknowledged and registered at once, and waits for its reply."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        with mailbox.lock:
            self.manual = False
            self.cases: dict[str, Case] = {}
            # What others have acknowledged to us: (our message, type).
            self.acknowledged: list[tuple[str, str]] = []

    def receive(self, letter: Letter) -> None:
        """Take what the bus brings: ours into the books, others' into their inboxes."""
        if letter.to_org.zfill(8) != OFFICE:
            mailbox.put(letter)
            return
        with mailbox.lock:
            msg_type, root = paper.read(letter.body)
            if msg_type == "0":
                ack = root.find("Acknowledgement")
                self.acknowledged.append((ack.get("msg_id"), ack.get("ack_type")))
                return
            self.cases.setdefault(letter.id, Case(paper.received(root)))
            for action in () if self.manual else (Action.DELIVER, Action.ACCEPT, Action.REGISTER):
                self.act(letter.id, action)

    def act(self, msg_id: str, action: Action, words: str = "", file: tuple[str, bytes] | None = None) -> str:
        """Do something with a letter; return the id of what was sent for it. A result without a file gets one of one line."""
        with mailbox.lock:
            case = self.cases[msg_id]
            if action is Action.REGISTER:
                case.number = f"В-{len(self.cases)}/{choosing.now():%y}"
            sent_id, body = self._written(case, action, words, file)
            case.done.append(action.value)
            kind = "Notification" if action in ACKNOWLEDGEMENTS else "ReplayDocument"
            self._send(sent_id, kind, case.letter.from_org, body)
            return sent_id

    def _written(self, case: Case, action: Action, words: str, file: tuple[str, bytes] | None) -> tuple[str, bytes]:
        of = case.letter
        if action in ACKNOWLEDGEMENTS:
            number = case.number if action is Action.REGISTER else ""
            return paper.acknowledgement(of, ACKNOWLEDGEMENTS[action], number=number, words=words)
        if file is None and action in (Action.GRANT, Action.REFUSE):
            file = ("result.pdf", paper.pdf_of(f"Case {of.number}", choosing.now()))
        reply_number = f"{case.number or 'б/н'}-{len(case.done) + 1}"
        return paper.reply(of, number=reply_number, kind=REPLIES[action], words=words, file=file)

    def _send(self, msg_id: str, kind: str, to_org: str, body: bytes) -> None:
        at = choosing.now()
        letter = Letter(
            id=msg_id, type=kind, from_org=OFFICE, from_system=OFFICE_SYSTEM, to_org=to_org, body=body, at=at
        )
        mailbox.put(letter)


ACKNOWLEDGEMENTS = {Action.DELIVER: 1, Action.ACCEPT: 2, Action.REGISTER: 3, Action.DECLINE: 4}
REPLIES = {Action.GRANT: RESULT, Action.REFUSE: REFUSAL, Action.CORRECT: CORRECTION, Action.WRITE: "Лист"}
office = Office()
mailbox.receive = office.receive
