"""The set-up in Mayan: the document type, its metadata, and the workflow of an application.

The labels are what clerks read. The connector knows states and metadata by them, so in Mayan they are not renamed.
"""

from dataclasses import dataclass

DOCUMENT_TYPE = "Заява з порталу"
WORKFLOW_LABEL, WORKFLOW_NAME = "Розгляд заяви з порталу", "vikno_application"


@dataclass(frozen=True, kw_only=True)
class WorkflowState:
    """A state of the workflow. `meaning` is its status on the portal, empty where it moves nothing there."""

    label: str
    completion: int
    meaning: str = ""


RECEIVED = WorkflowState(label="Надійшла", completion=0, meaning="received")
REGISTERED = WorkflowState(label="Зареєстровано", completion=20, meaning="registered")
IN_WORK = WorkflowState(label="В роботі", completion=40, meaning="in_work")
RETURNED = WorkflowState(label="Повернуто на доопрацювання", completion=30, meaning="returned")
RESUBMITTED = WorkflowState(label="Надійшли виправлення", completion=30)
GRANTED = WorkflowState(label="Рішення: надати", completion=80, meaning="granted")
REFUSED = WorkflowState(label="Рішення: відмовити", completion=80, meaning="refused")
ISSUED = WorkflowState(label="Видано", completion=100, meaning="issued")
DECLINED = WorkflowState(label="Не прийнято", completion=100)
WITHDRAWN = WorkflowState(label="Відкликано заявником", completion=100)
STATES = (RECEIVED, REGISTERED, IN_WORK, RETURNED, RESUBMITTED, GRANTED, REFUSED, ISSUED, DECLINED, WITHDRAWN)


@dataclass(frozen=True, kw_only=True)
class MetadataType:
    """A metadata type of documents, written by the portal or by a clerk."""

    name: str
    label: str


NUMBER = MetadataType(name="vikno_number", label="Номер заяви на порталі")
SERVICE = MetadataType(name="vikno_service", label="Послуга")
SERVICE_ID = MetadataType(name="vikno_service_id", label="Ідентифікатор послуги")
CENTRE = MetadataType(name="vikno_centre", label="ЦНАП")
APPLICANT = MetadataType(name="vikno_applicant", label="Заявник")
SUBMITTED = MetadataType(name="vikno_submitted", label="Подано")
DUE = MetadataType(name="vikno_due", label="Строк розгляду")
SUBMISSION = MetadataType(name="vikno_submission", label="Подання №")
FILES = MetadataType(name="vikno_files", label="Файлів передано порталом")
SENDING = MetadataType(name="vikno_sending", label="Портал передає файли з")
STATE = MetadataType(name="vikno_state", label="Стан розгляду")
PORTAL_METADATA = (NUMBER, SERVICE, SERVICE_ID, CENTRE, APPLICANT, SUBMITTED, DUE, SUBMISSION, FILES, SENDING, STATE)

REGISTRATION_NUMBER = MetadataType(name="registration_number", label="Реєстраційний номер")
REGISTRATION_DATE = MetadataType(name="registration_date", label="Дата реєстрації (РРРР-ММ-ДД)")
REFUSAL_GROUND = MetadataType(name="refusal_ground", label="Підстава відмови")
CORRECTION_DUE = MetadataType(name="correction_due", label="Виправити до (РРРР-ММ-ДД)")
CLERK_METADATA = (REGISTRATION_NUMBER, REGISTRATION_DATE, REFUSAL_GROUND, CORRECTION_DUE)


@dataclass(frozen=True, kw_only=True)
class WorkflowTransition:
    """A transition of the workflow. `fields` are what the clerk fills in with it."""

    label: str
    origins: tuple[WorkflowState, ...]
    destination: WorkflowState
    fields: tuple[MetadataType, ...] = ()


REGISTER = WorkflowTransition(
    label="Зареєструвати", origins=(RECEIVED,), destination=REGISTERED, fields=(REGISTRATION_NUMBER, REGISTRATION_DATE)
)
DECLINE = WorkflowTransition(label="Не приймати", origins=(RECEIVED,), destination=DECLINED)
TAKE = WorkflowTransition(label="Взяти в роботу", origins=(REGISTERED, RESUBMITTED), destination=IN_WORK)
RETURN = WorkflowTransition(
    label="Повернути на доопрацювання", origins=(REGISTERED, IN_WORK), destination=RETURNED, fields=(CORRECTION_DUE,)
)
RESUBMIT = WorkflowTransition(label="Заявник надіслав виправлення", origins=(RETURNED,), destination=RESUBMITTED)
GRANT = WorkflowTransition(label="Вирішити: надати", origins=(IN_WORK,), destination=GRANTED)
REFUSE = WorkflowTransition(
    label="Вирішити: відмовити", origins=(IN_WORK,), destination=REFUSED, fields=(REFUSAL_GROUND,)
)
ISSUE = WorkflowTransition(label="Видати результат", origins=(GRANTED, REFUSED), destination=ISSUED)
WITHDRAW = WorkflowTransition(
    label="Заявник відкликав заяву",
    origins=(RECEIVED, REGISTERED, IN_WORK, RETURNED, RESUBMITTED),
    destination=WITHDRAWN,
)
TRANSITIONS = (REGISTER, DECLINE, TAKE, RETURN, RESUBMIT, GRANT, REFUSE, ISSUE, WITHDRAW)
