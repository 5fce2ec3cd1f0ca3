# SPDX-License-Identifier: MIT
"""What is compared, and what is asked of latch."""

import os

from world import MIB


def transfers(world, tools):
    """The rows of large files, which are made when a row is asked for."""
    latch, curl = tools["latch"], tools["curl"]
    plain, tls, only = f"http://127.0.0.1:{world.http}", f"https://localhost:{world.https}", f"{world.folder}/ca.pem"
    here, there = (str(world.folder / name) for name in ("by-latch", "by-curl"))
    sink = f"http://127.0.0.1:{world.sink_port}/"
    sent, small = (lambda: world.file("1g", 1024 * MIB)), (lambda: world.file("1m", MIB))
    lots = lambda: world.file("2g", 2048 * MIB)
    document = lambda: world.json("100m.json", 100 * MIB)

    def download(base, curl_trust, latch_trust):
        sent()
        return "wall", {
            "curl": ([curl, "-s", *curl_trust, "-o", there, f"{base}/large/1g"], {}),
            "latch": ([latch, *latch_trust, "-o", here, f"{base}/large/1g"], {}),
        }

    def upload(url, curl_trust, latch_trust):
        return "wall", {
            "curl": ([curl, "-s", *curl_trust, "-T", sent(), url], {}),
            "latch": ([latch, *latch_trust, "PUT", url, f"@{sent()}"], {}),
        }

    def flat(argv_for):
        return "memory", {"1 MB": (argv_for(small()), {}), "latch": (argv_for(lots()), {})}

    def flat_gets(count):
        """What 100,000 answers leave behind, against the same list that is read and not sent; 64 descriptors have to do."""
        urls, _ = world.lists(count, "cookie")
        session = str(world.folder / "flat.json")
        argv = ["/usr/bin/prlimit", "--nofile=64", latch, "-q", "--parallel", "--session", session, "--url-file", urls]
        return "memory", {"list": ([*argv, "--offline"], {}), "latch": (argv, {})}

    def cookies(count):
        jar, session = world.jars(count)
        return "wall", {
            "curl": ([curl, "-s", "-b", jar, "-c", jar, f"{plain}/cookie"], {}),
            "latch": ([latch, "--session", session, f"{plain}/cookie"], {}),
        }

    def many(count, what, at_once):
        urls, config = world.lists(count)
        curl_parallel, latch_parallel = [], []
        if at_once > 1:
            curl_parallel = ["-Z", "--parallel-max", str(at_once), "--no-progress-meter"]
            latch_parallel = [f"--parallel={at_once}", f"--per-origin={at_once}"]
        return what, {
            "curl": ([curl, "-s", *curl_parallel, "-K", config], {}),
            "latch": ([latch, "-q", *latch_parallel, "--url-file", urls], {}),
        }

    def flow(name, requests, loop):
        """A flow, and the shell loop that does the same with curl: asks, and fails if a status is not 200."""
        file = world.folder / f"{name}.flow"
        file.write_text(requests)
        return "wall", {
            "curl": (["/bin/sh", "-c", loop], {}),
            "latch": ([latch, "run", "-q", str(file)], {}),
        }

    ask = f'[ "$({curl} -s -o /dev/null -w "%{{http_code}}" -b "$jar" -c "$jar" {plain}/small?$i)" = 200 ] || exit 1'
    jar = f"jar={world.folder}/flow-jar; rm -f $jar"

    def flow_in_turn(count):
        requests = f"@for i in 1..{count}\n### get {{{{i}}}}\n{plain}/small?{{{{i}}}} --expect status==200\n@end\n"
        return flow("in-turn", requests, f"{jar}; for i in $(seq {count}); do {ask}; done")

    def smoke(count):
        """A login, then so many endpoints at once with its cookie; curl's side waits for all of them."""
        login = f"### sign in\nPOST {plain}/cookie user=bob --expect status==200\n"
        requests = f"{login}\n@parallel 8\n@for i in 1..{count}\n### get {{{{i}}}}\n" \
                   f"{plain}/small?{{{{i}}}} --expect status==200\n@end\n@end\n"
        sign_in = f"{curl} -s -o /dev/null -c $jar -d user=bob {plain}/cookie"
        one = f'"$({curl} -s -o /dev/null -w "%{{http_code}}" -b "$0" {plain}/small?$1)"'
        at_once = f"seq {count} | xargs -P 8 -I N sh -c '[ {one} = 200 ]' $jar N"
        return flow("smoke", requests, f"{jar}; {sign_in} && {at_once}")

    trust = ["--cacert", only], ["--verify", only]
    return {
        "download-http": lambda: download(plain, [], []),
        "download-https": lambda: download(tls, *trust),
        "upload-http": lambda: upload(sink, [], []),
        "upload-https": lambda: upload(f"{tls}/sink", *trust),
        "json": lambda: ("wall", {
            "jq": ([tools["jq"], "-C", ".", document()], {}),
            "latch": ([latch, "--pretty=all", f"{plain}/large/100m.json"], {}),
        }),
        "json-memory": lambda: ("memory", {
            "jq": ([tools["jq"], "-C", ".", document()], {}),
            "latch": ([latch, "--pretty=all", f"{plain}/large/100m.json"], {}),
        }),
        "cookies": lambda: cookies(10000),
        "gets-in-turn": lambda: many(5000, "cpu", 1),
        "gets-at-once": lambda: many(20000, "wall", 50),
        "flow": lambda: flow_in_turn(100),
        "flow-smoke": lambda: smoke(20),
        # 2 GB against 1 MB, both by latch: what is asked is that there is no difference.
        "flat-download": lambda: flat(lambda file: [latch, "-o", here, f"{plain}/large/{os.path.basename(file)}"]),
        "flat-upload": lambda: flat(lambda file: [latch, "PUT", sink, f"@{file}"]),
        "flat-gets": lambda: flat_gets(100000),
        "flat-upload-https": lambda: flat(lambda file: [latch, "--verify", only, "PUT", f"{tls}/sink", f"@{file}"]),
    }


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


# What is asked of latch, as a ratio to the first contender: curl where there is one.
GOALS = {"get-http": 0.35, "get-https": 0.22, "session-http": 0.6, "session-https": 0.3, "cookies": 0.6, "version": 0.3,
         "gets-in-turn": 0.55, "gets-at-once": 0.40,
         "memory-http": 0.7, "memory-https": 0.7, "download-http": 0.55, "download-https": 0.80, "upload-http": 0.65,
         "upload-https": 0.85, "json": 0.12, "json-memory": 0.02, "flat-download": 1.1, "flat-upload": 1.1,
         "flat-upload-https": 1.1, "flat-gets": 1.1}
