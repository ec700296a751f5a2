"""The arithmetic of this package in Python alone. It runs where there is no C compiler, and tests compare the C with it."""

from dstu.pure.cipher import cfb_decrypt, cfb_encrypt, decrypt_blocks, encrypt_blocks, gamma, mac
from dstu.pure.gost34311 import absorb, iterate
from dstu.pure.points import multiply_add

NAME = "Python"

__all__ = [
    "NAME",
    "absorb",
    "cfb_decrypt",
    "cfb_encrypt",
    "decrypt_blocks",
    "encrypt_blocks",
    "gamma",
    "iterate",
    "mac",
    "multiply_add",
]
