"""Command that makes the keys of the simulators before their start, unless they exist: `python -m simulators`."""

from simulators import credentials

if __name__ == "__main__":
    credentials.load_credentials()
