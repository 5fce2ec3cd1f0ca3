#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs clang-tidy on files of a compilation database, as many at once as there are processors.

A file takes some ten seconds, nearly all of them for the headers of others. So a file that was found clean is
remembered by what the compiler makes of it (the preprocessed text with its comments, where NOLINT stands), the
configuration and the version of clang-tidy; as ccache does with objects. Findings are never remembered.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys

TIDY = "clang-tidy-14"
CLEAN = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "latch-tidy"


def output_of(*argv, cwd="."):
    return subprocess.run(argv, check=True, capture_output=True, cwd=cwd).stdout


def commands(database):
    """Source file -> its entry of the database."""
    entries = json.loads((database / "compile_commands.json").read_text())
    return {os.path.realpath(os.path.join(entry["directory"], entry["file"])): entry for entry in entries}


def configuration_of(source):
    """All that the folders from the source's up to ours have to say."""
    folders = pathlib.Path(os.path.relpath(source)).parents
    return b"".join((folder / ".clang-tidy").read_bytes() for folder in folders if (folder / ".clang-tidy").exists())


def key_of(entry, common):
    argv = shlex.split(entry["command"])
    if "ccache" in argv[0]:
        argv = argv[1:]
    output = argv.index("-o")
    del argv[output:output + 2]
    preprocess = [*argv, "-E", "-P", "-w"]
    try:
        text = output_of(*preprocess, "-CC", cwd=entry["directory"])
    except subprocess.CalledProcessError:  # a comment in a macro that names a file to include
        text = output_of(*preprocess, "-C", cwd=entry["directory"])
    # Catch2 writes paths of files into its tests; where the tree lies makes no difference.
    text = text.replace(os.getcwd().encode(), b"")
    return hashlib.sha256(common + text).hexdigest()


def look_at(source, entry, database, common):
    """What is wrong with a file; empty if nothing is."""
    mark = CLEAN / key_of(entry, common)
    if mark.exists():
        return ""
    run = subprocess.run([TIDY, "-p", str(database), "--quiet", source], capture_output=True, text=True)
    if run.returncode == 0:
        mark.touch()
        return ""
    # clang-tidy counts the warnings of other people's headers on standard error.
    said = [line for line in run.stderr.splitlines() if "generated" not in line]
    return run.stdout + "\n".join(said)


def main():
    database = pathlib.Path(sys.argv[1])
    known = commands(database)
    sources = sys.argv[2:] or output_of("git", "ls-files", "src/*.cpp", "tests/*.cpp").decode().split()
    strangers = [source for source in sources if os.path.realpath(source) not in known]
    if strangers:
        sys.exit(f"tidy: the build does not know {strangers[0]}")
    CLEAN.mkdir(parents=True, exist_ok=True)
    version = output_of(TIDY, "--version")
    found = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        looks = [pool.submit(look_at, source, known[os.path.realpath(source)], database,
                             configuration_of(source) + version)
                 for source in sources]
        for look in concurrent.futures.as_completed(looks):
            if findings := look.result():
                found += 1
                print(findings, flush=True)
    print(f"tidy: {len(looks)} files, {found} with findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
