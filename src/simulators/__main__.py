"""Make the keys of the test world before anything is started: `python -m simulators`. Those that are there stay."""

from simulators import keyring

if __name__ == "__main__":
    keyring.ring()
