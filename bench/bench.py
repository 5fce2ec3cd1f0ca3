#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Times latch, curl, HTTPie and jq as whole processes, interleaved run by run, and prints medians and ratios."""

import argparse
import os
import pathlib
import shutil
import signal
import statistics
import sys
import tempfile
import time

from rows import GOALS, rows, transfers
from world import World


def spawn(argv, env):
    """Runs a program to its end; it must succeed, or its figures mean nothing. Wall and CPU time in seconds."""
    sink = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0), (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    start = time.perf_counter()
    pid = os.posix_spawn(argv[0], argv, env, file_actions=sink)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"bench: {' '.join(argv)} failed with {os.waitstatus_to_exitcode(status)}")
    return wall, usage.ru_utime + usage.ru_stime


def peak(argv, env):
    """Peak memory of a run in KiB, by time(1): a child of this process would begin with the peak of Python."""
    with tempfile.NamedTemporaryFile("r") as report:
        spawn(["/usr/bin/time", "-f", "%M", "-o", report.name, *argv], env)
        return int(report.read().split()[-1])


FIGURES = {"wall": lambda argv, env: spawn(argv, env)[0], "cpu": lambda argv, env: spawn(argv, env)[1], "memory": peak}


def measure(contenders, what, runs, env, afresh):
    """Medians by contender; `afresh` is called before each run. The order changes from round to round, so that a slow moment hits all alike."""
    names = [name for name, contender in contenders.items() if contender]
    samples = {name: [] for name in names}
    for round_number in range(runs + 2):
        shift = round_number % len(names)
        for name in names[shift:] + names[:shift]:
            if name == "httpie" and round_number % 10 != 0:
                continue  # it takes as long as the others' ten runs together
            argv, extra = contenders[name]
            afresh()
            figure = FIGURES[what](argv, env | extra)
            if round_number >= 2:  # the first rounds fill the caches
                samples[name].append(figure)
    return {name: statistics.median(values) for name, values in samples.items() if values}


def show(name, what, medians):
    unit = (lambda v: f"{v / 1024:8.2f} MB") if what == "memory" else (lambda v: f"{v * 1000:8.2f} ms")
    base = next(iter(medians.values()))
    cells = "".join(f"  {who:>6} {unit(value)} {value / base:6.2f}" for who, value in medians.items())
    goal = GOALS.get(name)
    verdict = "" if goal is None else f"  goal {goal:.2f} {'met' if medians['latch'] / base <= goal else 'MISSED'}"
    print(f"{name:<18}{cells}{verdict}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--latch", required=True)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--cpu", action="store_true", help="compare CPU time instead of wall time")
    parser.add_argument("row", nargs="*")
    options = parser.parse_args()
    tools = {"latch": str(pathlib.Path(options.latch).resolve()), "curl": shutil.which("curl"), "jq": shutil.which("jq")}
    # Debian's own HTTPie: another one first in PATH would be measured with another Python.
    if pathlib.Path("/usr/bin/http").exists():
        tools["httpie"] = "/usr/bin/http"
    # Whoever is told to stop puts nginx and its gigabytes away first.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    world = World()
    try:
        table = {name: lambda row=row: row for name, row in rows(world, tools).items()}
        long = transfers(world, tools)
        table |= long
        unknown = [name for name in options.row if name not in table]
        if unknown:
            sys.exit(f"bench: no row {unknown[0]}; there are {', '.join(table)}")
        print(f"medians of {options.runs} runs, ratio to the first; lower is better")
        for name in options.row or table:
            what, contenders = table[name]()
            what = "cpu" if what == "wall" and options.cpu else what
            # A gigabyte takes as long as a hundred small requests.
            runs = max(3, options.runs // 20) if name in long else options.runs
            show(name, what, measure(contenders, what, runs, world.environment(), world.remove_downloads))
    finally:
        world.close()


if __name__ == "__main__":
    main()
