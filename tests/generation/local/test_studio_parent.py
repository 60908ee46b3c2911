"""Workers and what they started end with the process that wanted them, however it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from tests.generation.local.test_studio_workers import alive, appears, gone

ROOT = Path(__file__).parents[3]
POURING = """
import asyncio
from generation.providers.local.studio import studio
from tests.generation.local.studio_work import slow_parts, who
async def main():
    print(await studio().run(who), flush=True)
    await studio().run(slow_parts, {note!r})
asyncio.run(main())
"""


async def parent(script: str) -> Process:
    """A process in a group of its own, as a terminal starts it."""
    command = (sys.executable, "-W", "error", "-c", script)
    return await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=PIPE, stderr=PIPE, start_new_session=True
    )


async def test_a_script_without_a_main_guard_can_use_the_studio(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import asyncio, sys\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from generation.providers.local.studio import studio\n"
        "from tests.generation.local.studio_work import add\n"
        "print(asyncio.run(studio().run(add, 20, 3)))\n"
    )
    command = (sys.executable, "-W", "error", str(script))
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)
    out, errors = await process.communicate()
    assert (out.decode().strip(), errors.decode(), process.returncode) == ("23", "", 0)


async def test_kill_9_of_the_parent_leaves_nobody_behind(tmp_path: Path) -> None:
    process = await parent(POURING.format(note=str(tmp_path / "pid")))
    assert process.stdout
    worker = int(await process.stdout.readline())
    fed = await appears(tmp_path / "pid")
    assert alive(worker) and alive(fed)
    process.kill()
    await process.wait()
    await gone(worker)
    await gone(fed)


async def test_ctrl_c_prints_nothing_from_the_workers(tmp_path: Path) -> None:
    script = POURING.replace("asyncio.run(main())", "").format(note=str(tmp_path / "pid"))
    quiet = "try:\n    asyncio.run(main())\nexcept KeyboardInterrupt:\n    print('stopped')\n"
    process = await parent(script + quiet)
    fed = await appears(tmp_path / "pid")
    os.killpg(process.pid, signal.SIGINT)
    out, errors = await process.communicate()
    assert out.decode().splitlines()[-1] == "stopped"
    assert errors.decode() == ""
    await gone(fed)
