"""Make sure there is a chromium for browser tests: Debian's is installed where it is missing and may be.

Exit code 0: there is one. 1: there is none and it cannot be installed; a line says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
MINUTES = 5


def main() -> int:
    """Find or install; return the exit code."""
    if found():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing chromium for the browser tests", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            try:
                subprocess.run(
                    ["apt-get", *step], env=environment, stdout=subprocess.DEVNULL, timeout=60 * MINUTES, check=False
                )
            except (OSError, subprocess.TimeoutExpired) as problem:
                print(f"apt-get {step[0]}: {problem}", file=sys.stderr)
    if found():
        return 0
    print("There is no chromium and it cannot be installed here: browser tests will be skipped.", file=sys.stderr)
    return 1


def found() -> str | None:
    """Return the path of a chromium, or None."""
    given = os.environ.get("LMS_CHROMIUM")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


if __name__ == "__main__":
    sys.exit(main())
