"""What can be done: begin a try, finish it, and recognise who it was."""

from vikno.identity.operations.attempts import Started, begin, finish, forget_attempts, receive_answer, take
from vikno.identity.operations.recognising import (
    AlreadySettled,
    LastWay,
    Recognised,
    join,
    leave,
    recognise,
    settle_conflict,
)

__all__ = [
    "AlreadySettled",
    "LastWay",
    "Recognised",
    "Started",
    "begin",
    "finish",
    "forget_attempts",
    "join",
    "leave",
    "receive_answer",
    "recognise",
    "settle_conflict",
    "take",
]
