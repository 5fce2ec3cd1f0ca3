#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes cmake/order.ld: the functions that most requests run, which the linker puts side by side.

callgrind tells which instructions a run executes, a map of the linker in which input sections they lie. The runs are sorted
from the smallest on, and a section is listed with the first one that executes it: what a run maps is the beginning of the list.
"""

import argparse
import bisect
import pathlib
import re
import subprocess
import sys

from world import MIB, World

HEAD = """/* SPDX-License-Identifier: MIT
   Written by scripts/order: what most requests execute, side by side. See bench/README.md.
   A name that is no more is ignored, and one that is missing costs some memory: nothing else depends on this list. */
SECTIONS
{
  .text.first :
  {
"""
TAIL = """  }
}
INSERT BEFORE .text;
"""


def runs(world):
    """What is run, from the smallest on: heading, arguments."""
    plain, tls = f"http://127.0.0.1:{world.http}", f"https://localhost:{world.https}"
    file = world.file("8m", 8 * MIB)
    return {
        "--version": ["--version"],
        "a small GET": [f"{plain}/small"],
        "a download that is waited for": ["-o", f"{world.folder}/by-latch", f"{plain}/slow/8m"],
        "with a session": ["--session", f"{world.folder}/session.json", f"{plain}/cookie"],
        "shown as on a terminal": ["--pretty=all", f"{plain}/small"],
        "an upload": ["PUT", f"{plain}/sink", f"@{file}"],
        "over https": [f"{tls}/small"],
    }


def link_map(build, folder):
    """Links the program once more, without a list, for the map of its sections; both paths.

    valgrind tells functions by the section .text alone, so that those which a list has moved would not be seen.
    """
    commands = subprocess.run(["ninja", "-C", build, "-t", "commands", "src/latch"], check=True, capture_output=True, text=True)
    command = commands.stdout.strip().splitlines()[-1]
    mapped, program = folder / "map", folder / "latch"
    command = re.sub(r" -Wl,-T,\S+order\.ld", "", command)
    command, count = re.subn(r" -o src/latch ", f" -o {program} -Wl,-Map={mapped} ", command)
    if count != 1:
        sys.exit(f"order: this is not how latch is linked: {command}")
    subprocess.run(command, shell=True, check=True, cwd=build)
    return program, mapped


def code_sections(mapped):
    """(begin, size, name, file) of each input section with code, sorted."""
    found, output, name = [], "", None
    for line in mapped.open():
        if start := re.match(r"(\.\S+)", line):
            output = start[1]
        elif alone := re.match(r" (\.\S+)$", line):
            name = alone[1]  # one that is too long for its column; the rest is in the next line
        elif whole := re.match(r" (\.\S+)?\s+0x([0-9a-f]+)\s+0x([0-9a-f]+) (\S+)$", line):
            size = int(whole[3], 16)
            if output.startswith(".text") and size:
                found.append((int(whole[2], 16), size, whole[1] or name, whole[4]))
    return sorted(found)


def executed(program, arguments, env, folder):
    """Addresses of the instructions of the program itself that a run executes."""
    profile = folder / "profile"
    callgrind = ["valgrind", "-q", "--tool=callgrind", "--dump-instr=yes", f"--callgrind-out-file={profile}"]
    subprocess.run([*callgrind, program, *arguments], check=True, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    names, ours, address, found = {}, False, 0, set()
    for line in profile.open():
        if objects := re.match(r"(c?)ob=\((\d+)\)(?: (.*))?$", line):
            if objects[3]:
                names[objects[2]] = objects[3]
            if not objects[1]:
                ours = names[objects[2]] == str(program)
        elif moved := re.match(r"(0x[0-9a-f]+|[+-]\d+|\*) ", line):
            # Written as it is, relative to the one before, or the same again.
            step = moved[1]
            address = int(step, 16) if step.startswith("0x") else address + (0 if step == "*" else int(step))
            if ours:
                found.add(address)
    return found


def pattern(name, file):
    """How the linker is told of a section: by its name if that is of one function, else by the file it comes from."""
    if re.match(r"\.text\.(startup\._GLOBAL__sub_I_|hot\.)?_Z", name):
        return f"*({name})"
    member = re.search(r"([^/(]+\.a)\((.+)\)$", file)
    return f"*{member[1]}:{member[2]}({name})" if member else f"*{pathlib.Path(file).name}({name})"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--output", required=True)
    options = parser.parse_args()
    build = pathlib.Path(options.build).resolve()
    world = World()
    try:
        program, mapped = link_map(build, world.folder)
        sections = code_sections(mapped)
        begins = [section[0] for section in sections]
        env = world.environment() | {"SSL_CERT_DIR": f"{world.folder}/certs"}
        listed, text = set(), HEAD
        for heading, arguments in runs(world).items():
            hit = {bisect.bisect_right(begins, address) - 1 for address in executed(program, arguments, env, world.folder)}
            fresh = sorted(hit - listed - {-1})
            listed |= hit
            lines = dict.fromkeys(pattern(*sections[index][2:]) for index in fresh)
            size = sum(sections[index][1] for index in fresh)
            print(f"{heading}: {len(lines)} sections, {size // 1024} KB")
            text += f"    /* {heading} */\n" + "".join(f"    {line}\n" for line in lines)
        pathlib.Path(options.output).write_text(text + TAIL)
    finally:
        world.close()


if __name__ == "__main__":
    main()
