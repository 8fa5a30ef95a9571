"""Ask this machine's web process how it is; exit 0 when it answers 200. For health checks.

python scripts/probe.py [/healthz | /readyz]
"""

from __future__ import annotations

import http.client
import os
import sys


def main() -> int:
    """Run from the command line."""
    address = sys.argv[1] if len(sys.argv) > 1 else "/healthz"
    line = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=4)
    try:
        line.request("GET", address)
        answer = line.getresponse()
        print(f"{answer.status} {answer.read(200).decode(errors='replace')}")
    except (OSError, http.client.HTTPException) as error:
        print(f"no answer: {error}")
        return 1
    return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
