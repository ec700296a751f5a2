"""Make the keys of the test world before anything is started: `python -m simulators`. Those that are there stay."""

from simulators import credentials

if __name__ == "__main__":
    credentials.load_credentials()
