"""Checking signed files and sealing results."""

from pathlib import Path

from vikno.conf import env
from vikno.conf.settings.base import DEMO, VAR_DIR

# The largest signed file that is checked, and the largest that is checked while the visitor waits.
CHECK_LIMIT_BYTES = env.number("CHECK_LIMIT_MB", 50) * 1024 * 1024
CHECK_AT_ONCE_BYTES = 2 * 1024 * 1024
# With it, a signature whose revocation is unknown is not called valid.
SIGNATURES_NEED_REVOCATION = env.flag("SIGNATURES_NEED_REVOCATION", default=False)
SIGNATURES_FETCH_REVOCATION = env.flag("SIGNATURES_FETCH_REVOCATION", default=False)
# Who seals results: nobody (empty), `local` with a key in a PKCS#12 file, `pkcs11`, or `remote` by HTTP.
SEAL_KEY = env.text("SEAL_KEY", str(VAR_DIR / "seal.p12"))
SEAL_BY = env.text("SEAL_BY", "local" if DEMO and Path(SEAL_KEY).is_file() else "")
SEAL_KEY_PASSWORD = env.text("SEAL_KEY_PASSWORD", "")
SEAL_ADDRESS = env.text("SEAL_ADDRESS", "")
SEAL_TOKEN = env.text("SEAL_TOKEN", "")
