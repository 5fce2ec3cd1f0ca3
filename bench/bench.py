#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Times latch, curl and HTTPie as whole processes, interleaved run by run, and prints medians and ratios."""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

SYSTEM_BUNDLE = "/etc/ssl/certs/ca-certificates.crt"
SYSTEM_FOLDER = "/etc/ssl/certs"


def spawn(argv, env):
    """Runs a program to its end; it must succeed, or its figures mean nothing. Wall time in seconds."""
    sink = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0), (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    start = time.perf_counter()
    pid = os.posix_spawn(argv[0], argv, env, file_actions=sink)
    _, status = os.waitpid(pid, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"bench: {' '.join(argv)} failed with {os.waitstatus_to_exitcode(status)}")
    return wall


def peak(argv, env):
    """Peak memory of a run in KiB, by time(1): a child of this process would begin with the peak of Python."""
    with tempfile.NamedTemporaryFile("r") as report:
        spawn(["/usr/bin/time", "-f", "%M", "-o", report.name, *argv], env)
        return int(report.read().split()[-1])


FIGURES = {"wall": spawn, "memory": peak}


class World:
    """A folder with an nginx, certificates and session files in it; gone at the end."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="latch-bench-"))
        self.make_certificates()
        self.start_nginx()

    def openssl(self, *args):
        subprocess.run(["openssl", *args], check=True, cwd=self.folder, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def make_certificates(self):
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        self.openssl("req", "-x509", *key, "-subj", "/CN=latch bench CA", "-keyout", "ca.key", "-out", "ca.pem")
        self.openssl("req", *key, "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr")
        (self.folder / "san").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        self.openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                     "-days", "2", "-extfile", "san", "-out", "server.pem")
        # The system's certificates with ours among them, in both forms that clients read.
        ours = (self.folder / "ca.pem").read_text()
        (self.folder / "bundle.pem").write_text(pathlib.Path(SYSTEM_BUNDLE).read_text() + ours)
        hashed = self.folder / "certs"
        hashed.mkdir()
        for link in pathlib.Path(SYSTEM_FOLDER).glob("*.[0-9]"):
            shutil.copy(link, hashed / link.name)
        name = subprocess.run(["openssl", "x509", "-hash", "-noout", "-in", "ca.pem"], check=True, cwd=self.folder,
                              capture_output=True, text=True).stdout.strip()
        (hashed / f"{name}.0").write_text(ours)

    def start_nginx(self):
        (self.folder / "nginx.conf").write_text(f"""
            daemon off; master_process off; worker_processes 1; pid {self.folder}/nginx.pid; error_log {self.folder}/error.log;
            events {{ worker_connections 512; }}
            http {{
                access_log off; keepalive_requests 1000000; default_type application/json;
                client_body_temp_path {self.folder}/b; proxy_temp_path {self.folder}/p; fastcgi_temp_path {self.folder}/f;
                uwsgi_temp_path {self.folder}/u; scgi_temp_path {self.folder}/s;
                server {{
                    listen unix:{self.folder}/ready.sock;
                    listen 127.0.0.1:{self.pick("http")};
                    listen 127.0.0.1:{self.pick("https")} ssl;
                    ssl_certificate {self.folder}/server.pem; ssl_certificate_key {self.folder}/server.key;
                    location /small {{ return 200 '{{"id":7,"name":"tea"}}'; }}
                    location /cookie {{ add_header Set-Cookie "n=$request_id; Path=/"; return 200 '{{"id":7}}'; }}
                }}
            }}""")
        self.nginx = subprocess.Popen(["/usr/sbin/nginx", "-c", str(self.folder / "nginx.conf"), "-p", str(self.folder)],
                                      stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while not (self.folder / "ready.sock").exists():
            if time.monotonic() > deadline or self.nginx.poll() is not None:
                sys.exit("bench: nginx does not start: " + (self.folder / "error.log").read_text())
            time.sleep(0.02)

    def pick(self, name):
        """A free port; nginx cannot choose one itself."""
        import socket
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        setattr(self, name, port)
        return port

    def environment(self):
        """Nothing of the caller's that would change what a client does."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        return {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}

    def close(self):
        self.nginx.terminate()
        self.nginx.wait()
        shutil.rmtree(self.folder)


def rows(world, tools):
    """Name of a row -> what is compared, and the command line and extra environment of each contender."""
    latch, curl, http = tools["latch"], tools["curl"], tools.get("httpie")
    plain, tls = f"http://127.0.0.1:{world.http}", f"https://localhost:{world.https}"
    folder = str(world.folder)
    bundle, hashed, only = f"{folder}/bundle.pem", f"{folder}/certs", f"{folder}/ca.pem"
    httpie = lambda *args, **env: ([http, "--ignore-stdin", *args], env) if http else None
    return {
        "get-http": ("wall", {
            "curl": ([curl, "-s", f"{plain}/small"], {}),
            "latch": ([latch, f"{plain}/small"], {}),
            "httpie": httpie(f"{plain}/small"),
        }),
        "get-https": ("wall", {
            "curl": ([curl, "-s", f"{tls}/small"], {"CURL_CA_BUNDLE": bundle}),
            "latch": ([latch, f"{tls}/small"], {"SSL_CERT_DIR": hashed}),
            "httpie": httpie(f"{tls}/small", REQUESTS_CA_BUNDLE=bundle),
        }),
        "get-https-one-ca": ("wall", {
            "curl": ([curl, "-s", "--cacert", only, f"{tls}/small"], {}),
            "latch": ([latch, "--verify", only, f"{tls}/small"], {}),
        }),
        "session-http": ("wall", {
            "curl": ([curl, "-s", "-b", f"{folder}/jar", "-c", f"{folder}/jar", f"{plain}/cookie"], {}),
            "latch": ([latch, "--session", f"{folder}/session.json", f"{plain}/cookie"], {}),
            "httpie": httpie("--session", f"{folder}/httpie.json", f"{plain}/cookie"),
        }),
        "session-https": ("wall", {
            "curl": ([curl, "-s", "-b", f"{folder}/jar", "-c", f"{folder}/jar", f"{tls}/cookie"], {"CURL_CA_BUNDLE": bundle}),
            "latch": ([latch, "--session", f"{folder}/session.json", f"{tls}/cookie"], {"SSL_CERT_DIR": hashed}),
        }),
        "version": ("wall", {
            "curl": ([curl, "--version"], {}),
            "latch": ([latch, "--version"], {}),
            "httpie": httpie("--version"),
        }),
        "memory-http": ("memory", {
            "curl": ([curl, "-s", f"{plain}/small"], {}),
            "latch": ([latch, f"{plain}/small"], {}),
            "httpie": httpie(f"{plain}/small"),
        }),
        "memory-https": ("memory", {
            "curl": ([curl, "-s", f"{tls}/small"], {"CURL_CA_BUNDLE": bundle}),
            "latch": ([latch, f"{tls}/small"], {"SSL_CERT_DIR": hashed}),
            "httpie": httpie(f"{tls}/small", REQUESTS_CA_BUNDLE=bundle),
        }),
    }


# What is asked of latch, as a ratio to curl.
GOALS = {"get-http": 0.35, "get-https": 0.22, "session-http": 0.6, "session-https": 0.3, "version": 0.3,
         "memory-http": 0.7, "memory-https": 0.7}


def measure(contenders, what, runs, env):
    """Medians by contender. The order changes from round to round, so that a slow moment hits all alike."""
    names = [name for name, contender in contenders.items() if contender]
    samples = {name: [] for name in names}
    for round_number in range(runs + 2):
        shift = round_number % len(names)
        for name in names[shift:] + names[:shift]:
            if name == "httpie" and round_number % 10 != 0:
                continue  # it takes as long as the others' ten runs together
            argv, extra = contenders[name]
            figure = FIGURES[what](argv, env | extra)
            if round_number >= 2:  # the first rounds fill the caches
                samples[name].append(figure)
    return {name: statistics.median(values) for name, values in samples.items() if values}


def show(name, what, medians):
    unit = (lambda v: f"{v * 1000:8.2f} ms") if what == "wall" else (lambda v: f"{v / 1024:8.2f} MB")
    base = medians["curl"]
    cells = "".join(f"  {who:>6} {unit(value)} {value / base:6.2f}" for who, value in medians.items())
    goal = GOALS.get(name)
    verdict = "" if goal is None else f"  goal {goal:.2f} {'met' if medians['latch'] / base <= goal else 'MISSED'}"
    print(f"{name:<17}{cells}{verdict}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--latch", required=True)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("row", nargs="*")
    options = parser.parse_args()
    tools = {"latch": str(pathlib.Path(options.latch).resolve()), "curl": shutil.which("curl")}
    # Debian's own HTTPie: another one first in PATH would be measured with another Python.
    if pathlib.Path("/usr/bin/http").exists():
        tools["httpie"] = "/usr/bin/http"
    world = World()
    try:
        table = rows(world, tools)
        unknown = [name for name in options.row if name not in table]
        if unknown:
            sys.exit(f"bench: no row {unknown[0]}; there are {', '.join(table)}")
        print(f"medians of {options.runs} runs, ratio to curl; lower is better")
        for name in options.row or table:
            what, contenders = table[name]
            show(name, what, measure(contenders, what, options.runs, world.environment()))
    finally:
        world.close()


if __name__ == "__main__":
    main()
