"""What is set up in Mayan: the type of document, what is written on it, and the path that an application takes there.

The labels are what clerks read. The connector knows states and metadata by them, so in Mayan they are not renamed.
"""

from dataclasses import dataclass

DOCUMENT_TYPE = "Заява з порталу"
WORKFLOW, WORKFLOW_NAME = "Розгляд заяви з порталу", "vikno_application"


@dataclass(frozen=True, kw_only=True)
class State:
    """A place on the path. `meaning` is what it is on the portal; empty where it moves nothing there."""

    label: str
    completion: int
    meaning: str = ""


RECEIVED = State(label="Надійшла", completion=0, meaning="received")
REGISTERED = State(label="Зареєстровано", completion=20, meaning="registered")
IN_WORK = State(label="В роботі", completion=40, meaning="in_work")
RETURNED = State(label="Повернуто на доопрацювання", completion=30, meaning="returned")
MENDED = State(label="Надійшли виправлення", completion=30)
GRANTED = State(label="Рішення: надати", completion=80, meaning="granted")
REFUSED = State(label="Рішення: відмовити", completion=80, meaning="refused")
ISSUED = State(label="Видано", completion=100, meaning="issued")
DECLINED = State(label="Не прийнято", completion=100)
WITHDRAWN = State(label="Відкликано заявником", completion=100)
STATES = (RECEIVED, REGISTERED, IN_WORK, RETURNED, MENDED, GRANTED, REFUSED, ISSUED, DECLINED, WITHDRAWN)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Something written on a document: by the portal, or by a clerk."""

    name: str
    label: str


NUMBER = Mark(name="vikno_number", label="Номер заяви на порталі")
SERVICE = Mark(name="vikno_service", label="Послуга")
SERVICE_ID = Mark(name="vikno_service_id", label="Ідентифікатор послуги")
CENTRE = Mark(name="vikno_centre", label="ЦНАП")
APPLICANT = Mark(name="vikno_applicant", label="Заявник")
SUBMITTED = Mark(name="vikno_submitted", label="Подано")
DUE = Mark(name="vikno_due", label="Строк розгляду")
SUBMISSION = Mark(name="vikno_submission", label="Подання №")
FILES = Mark(name="vikno_files", label="Файлів передано порталом")
SENDING = Mark(name="vikno_sending", label="Портал передає файли з")
STATE = Mark(name="vikno_state", label="Стан розгляду")
PORTAL_MARKS = (NUMBER, SERVICE, SERVICE_ID, CENTRE, APPLICANT, SUBMITTED, DUE, SUBMISSION, FILES, SENDING, STATE)

REGISTRATION_NUMBER = Mark(name="registration_number", label="Реєстраційний номер")
REGISTRATION_DATE = Mark(name="registration_date", label="Дата реєстрації (РРРР-ММ-ДД)")
REFUSAL_GROUND = Mark(name="refusal_ground", label="Підстава відмови")
CORRECTION_DUE = Mark(name="correction_due", label="Виправити до (РРРР-ММ-ДД)")
CLERK_MARKS = (REGISTRATION_NUMBER, REGISTRATION_DATE, REFUSAL_GROUND, CORRECTION_DUE)


@dataclass(frozen=True, kw_only=True)
class Move:
    """A step on the path. `asks` is what the clerk fills in while making it."""

    label: str
    origins: tuple[State, ...]
    to: State
    asks: tuple[Mark, ...] = ()


REGISTER = Move(
    label="Зареєструвати", origins=(RECEIVED,), to=REGISTERED, asks=(REGISTRATION_NUMBER, REGISTRATION_DATE)
)
DECLINE = Move(label="Не приймати", origins=(RECEIVED,), to=DECLINED)
TAKE = Move(label="Взяти в роботу", origins=(REGISTERED, MENDED), to=IN_WORK)
RETURN = Move(label="Повернути на доопрацювання", origins=(REGISTERED, IN_WORK), to=RETURNED, asks=(CORRECTION_DUE,))
MEND = Move(label="Заявник надіслав виправлення", origins=(RETURNED,), to=MENDED)
GRANT = Move(label="Вирішити: надати", origins=(IN_WORK,), to=GRANTED)
REFUSE = Move(label="Вирішити: відмовити", origins=(IN_WORK,), to=REFUSED, asks=(REFUSAL_GROUND,))
ISSUE = Move(label="Видати результат", origins=(GRANTED, REFUSED), to=ISSUED)
WITHDRAW = Move(
    label="Заявник відкликав заяву", origins=(RECEIVED, REGISTERED, IN_WORK, RETURNED, MENDED), to=WITHDRAWN
)
MOVES = (REGISTER, DECLINE, TAKE, RETURN, MEND, GRANT, REFUSE, ISSUE, WITHDRAW)
