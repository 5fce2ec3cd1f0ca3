# SPDX-License-Identifier: MIT
"""What the benchmarks run against."""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

SYSTEM_BUNDLE = "/etc/ssl/certs/ca-certificates.crt"
SYSTEM_FOLDER = "/etc/ssl/certs"
MIB = 1024 * 1024


class World:
    """A folder with an nginx, certificates and session files in it; gone at the end."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="latch-bench-"))
        # Large files stay in memory where that can be had: the clients are compared, not disks.
        memory = pathlib.Path("/dev/shm")
        self.large = pathlib.Path(tempfile.mkdtemp(prefix="latch-bench-", dir=memory if memory.is_dir() else None))
        self.sink = subprocess.Popen([sys.executable, pathlib.Path(__file__).with_name("sink.py")],
                                     stdout=subprocess.PIPE, text=True)
        self.sink_port = self.sink.stdout.readline().strip()
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

    def file(self, name, size):
        """A file of that many bytes, the same at each call; it cannot be deflated to nothing."""
        path = self.large / name
        if not path.exists():
            block = os.urandom(MIB)
            with path.open("wb") as out:
                for _ in range(size // MIB):
                    out.write(block)
        return str(path)

    def json(self, name, size):
        """A JSON document of about that size: what a service hands out that was asked for everything."""
        path = self.large / name
        if not path.exists():
            rows = ",".join(
                f'{{"id":{i},"name":"item {i}","price":{i % 997}.50,"tags":["a","b\\n"],"stock":{{"here":{i % 7},'
                f'"ordered":null,"sold_out":{"true" if i % 3 else "false"}}}}}' for i in range(10000))
            path.write_text('{"items":[' + ",".join([rows] * (size // len(rows))) + "]}\n")
        return str(path)

    def lists(self, count, page="small"):
        """That many GETs of a page, as a list of URLs and as a configuration of curl that throws the bodies away; their paths."""
        urls, config = self.folder / f"urls-{page}-{count}", self.folder / f"curl-{page}-{count}"
        if not urls.exists():
            wanted = [f"http://127.0.0.1:{self.http}/{page}?{number}" for number in range(count)]
            urls.write_text("".join(f"{url}\n" for url in wanted))
            config.write_text("".join(f'url = "{url}"\noutput = /dev/null\n' for url in wanted))
        return str(urls), str(config)

    def jars(self, count):
        """That many cookies, each of a site of its own, as curl's jar and as a session; their paths."""
        jar, session = self.folder / f"jar-{count}", self.folder / f"session-{count}.json"
        if not jar.exists():
            cookies = [(f"www.site{i}.test", f"name{i}", f"value-0123456789abcdef{i}") for i in range(count)]
            jar.write_text("# Netscape HTTP Cookie File\n" + "".join(
                f"{domain}\tFALSE\t/\tFALSE\t0\t{name}\t{value}\n" for domain, name, value in cookies))
            session.write_text(json.dumps({"latch": {"session": 1}, "cookies": [
                {"name": name, "value": value, "domain": domain, "host_only": True, "path": "/", "secure": False,
                 "http_only": False, "same_site": None, "expires": None, "created": "2026-11-23T10:00:00Z"}
                for domain, name, value in cookies]}, indent=2))
        return str(jar), str(session)

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
                    location /large/ {{ alias {self.large}/; sendfile on; }}
                    # Four megabytes a second: the client has to wait for them.
                    location /slow/ {{ alias {self.large}/; limit_rate 4m; }}
                    # Reads the body and throws it away: a server that keeps it would be what is measured.
                    location /sink {{ client_max_body_size 0; return 200 ok; }}
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

    def remove_downloads(self):
        """What was downloaded is gone: the pages of two files at once would slow down the next run."""
        for file in self.folder.glob("by-*"):
            file.unlink()

    def close(self):
        for server in (self.nginx, self.sink):
            server.terminate()
            server.wait()
        shutil.rmtree(self.folder)
        shutil.rmtree(self.large)
