#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs clang-tidy on files of a compilation database, as many at once as there are processors.

Nearly all of the time goes to the headers of others, over and over. So the files of a folder are looked at several
together, as one translation unit that includes them; where they do not go together (each has helpers of the same
name), fewer, and in the end each on its own. What was found clean is remembered by what the compiler makes of it (the
preprocessed text with its comments, where NOLINT stands), the configuration and the version of clang-tidy; as ccache
does with objects. Findings are never remembered, and always come from a file on its own.
"""

import collections
import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys

TIDY = "clang-tidy-14"
CLEAN = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "latch-tidy"
TOGETHER = 8
# What these two look for is what including a source is.
NOT_TOGETHER = "--checks=-bugprone-suspicious-include,-misc-definitions-in-headers"


def output_of(*argv, cwd="."):
    return subprocess.run(argv, check=True, capture_output=True, cwd=cwd).stdout


def quietly(*argv, cwd="."):
    return subprocess.run(argv, capture_output=True, text=True, cwd=cwd)


class Tree:
    """The compilation database of a build folder, and how its sources are compiled."""

    def __init__(self, database):
        self.folder = database.resolve()
        entries = json.loads((database / "compile_commands.json").read_text())
        self.entries = {os.path.realpath(os.path.join(entry["directory"], entry["file"])): entry for entry in entries}
        self.version = output_of(TIDY, "--version")

    def knows(self, source):
        return os.path.realpath(source) in self.entries

    def command(self, source):
        """The compiler and its flags, without what is compiled and where to."""
        argv = shlex.split(self.entries[os.path.realpath(source)]["command"])
        if "ccache" in argv[0]:
            argv = argv[1:]
        return tuple(argv[:argv.index("-o")])

    def unit(self, sources):
        """The file to compile that stands for all of these."""
        if len(sources) == 1:
            return os.path.realpath(sources[0])
        text = "".join(f'#include "{os.path.realpath(source)}"\n' for source in sources)
        folder = pathlib.Path(os.path.relpath(sources[0])).parent
        # By this name the analyzer of paths knows that what is included is code, and looks into it, too.
        name = f"UnifiedSource-{hashlib.sha256(text.encode()).hexdigest()[:16]}.cpp"
        unit = self.folder / "together" / folder / name
        unit.parent.mkdir(parents=True, exist_ok=True)
        for configuration in configurations_of(folder):
            shutil.copy(configuration, self.folder / "together" / configuration)
        unit.write_text(text)
        return str(unit)


def configurations_of(folder):
    """The files that say what to look for in a folder, but for the root's, which is also the build folder's."""
    files = [above / ".clang-tidy" for above in (folder, *folder.parents) if above != pathlib.Path()]
    return [file for file in files if file.exists()]


def key_of(tree, sources, unit):
    command = tree.command(sources[0])
    preprocess = [*command, "-E", "-P", "-w", unit]
    try:
        text = output_of(*preprocess, "-CC", cwd=tree.folder)
    except subprocess.CalledProcessError:  # a comment in a macro that names a file to include
        text = output_of(*preprocess, "-C", cwd=tree.folder)
    # Catch2 writes paths of files into its tests; where the tree lies makes no difference.
    text = text.replace(os.getcwd().encode(), b"")
    configurations = [pathlib.Path(".clang-tidy"), *configurations_of(pathlib.Path(os.path.relpath(sources[0])).parent)]
    said = b"".join(configuration.read_bytes() for configuration in configurations)
    return hashlib.sha256(said + tree.version + text).hexdigest()


def look_at(tree, sources):
    """What is wrong with files of one folder that are compiled the same way; empty if nothing is."""
    command = tree.command(sources[0])
    unit = tree.unit(sources)
    mark = CLEAN / key_of(tree, sources, unit)
    if mark.exists():
        return ""
    alone = len(sources) == 1
    if alone or quietly(*command, "-fsyntax-only", "-w", unit, cwd=tree.folder).returncode == 0:
        run = quietly(TIDY, "--quiet", *([] if alone else [NOT_TOGETHER]), unit, "--", *command[1:], cwd=tree.folder)
        if run.returncode == 0:
            mark.touch()
            return ""
        if alone:
            # clang-tidy counts the warnings of other people's headers on standard error.
            said = [line for line in run.stderr.splitlines() if "generated" not in line]
            return run.stdout + "\n".join(said)
    half = len(sources) // 2
    return look_at(tree, sources[:half]) + look_at(tree, sources[half:])


def groups_of(tree, sources):
    """Up to TOGETHER files at a time that lie in one folder and are compiled the same way."""
    alike = collections.defaultdict(list)
    for source in sources:
        alike[os.path.dirname(source), tree.command(source)].append(source)
    return [files[begin:begin + TOGETHER] for files in alike.values() for begin in range(0, len(files), TOGETHER)]


def main():
    tree = Tree(pathlib.Path(sys.argv[1]))
    sources = sys.argv[2:] or output_of("git", "ls-files", "src/*.cpp", "tests/*.cpp").decode().split()
    strangers = [source for source in sources if not tree.knows(source)]
    if strangers:
        sys.exit(f"tidy: the build does not know {strangers[0]}")
    CLEAN.mkdir(parents=True, exist_ok=True)
    found = False
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        looks = [pool.submit(look_at, tree, group) for group in groups_of(tree, sources)]
        for look in concurrent.futures.as_completed(looks):
            if findings := look.result():
                found = True
                print(findings, flush=True)
    print(f"tidy: {len(sources)} files, {'with findings' if found else 'all clean'}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
