"""Fetches aimock into `.scratch/` and runs the providers' tests against it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = "@copilotkit/aimock@1.43.0"
ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".scratch" / "aimock"
CLI = FOLDER / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"
FETCH_SECONDS = 300


def main() -> int:
    """The exit code of the tests, or 1 with a sentence on why there were none."""
    if not (shutil.which("node") and shutil.which("npm")):
        return nothing("node (20.15 or newer) and npm are not installed")
    if not CLI.exists() and not fetched():
        return nothing(f"{PACKAGE} cannot be fetched from the npm registry")
    tests = Path(__file__).with_name("providers.py")
    env = {**os.environ, "AIMOCK_CLI": str(CLI)}
    return subprocess.call([sys.executable, "-m", "pytest", str(tests)], cwd=ROOT, env=env)


def fetched() -> bool:
    """Whether npm could bring the package."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    npm = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
    try:
        code = subprocess.call([*npm, "--prefix", str(FOLDER), PACKAGE], timeout=FETCH_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return code == 0 and CLI.exists()


def nothing(why: str) -> int:
    """Say that nothing was tested."""
    sys.stderr.write(f"Nothing was tested: {why}.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
