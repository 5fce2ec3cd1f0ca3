// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"

#include <csignal>
#include <sys/stat.h>

using namespace latch::test;

namespace {

namespace fs = std::filesystem;

const Wiring at_terminal{.in = TerminalInput{}, .out = Output::terminal, .err = Output::terminal};

/// A program with a session `s` and an editor that is a line of shell, "$1" being the file.
class Desk {
public:
    explicit Desk(const std::string& script) {
        const fs::path editor = latch.write("editor", "#!/bin/sh\n" + script + '\n');
        fs::permissions(editor, fs::perms::owner_all);
        latch.set("EDITOR", editor.string());
        CHECK(latch.run({"session", "set", "s", "base=http://a.test"}).exit_code == 0);
        before = latch.session("s");
    }

    Ran edit() const { return latch.run({"session", "edit", "s"}); }

    /// What lies beside the session besides its lock.
    Words leftovers() const {
        Words names = names_in(latch.session_file("s").parent_path());
        std::erase_if(names, [](const std::string& name) { return name.starts_with("s.json"); });
        return names;
    }

    Latch latch;
    std::string before;
};

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

} // namespace

TEST_CASE("session edit: saves what the editor wrote, and leaves nothing behind", "[cli]") {
    const Desk desk(R"(sed -i s/a.test/b.test/ "$1"; stat -c %a "$1" "${1%/*}" >facts; : >"$1~")");
    const Ran ran = desk.edit();
    CHECK(ran.exit_code == 0);
    CHECK(ran.err.empty());
    CHECK(contains(desk.latch.session("s"), "http://b.test"));
    CHECK(content(desk.latch.working_directory() / "facts") == "600\n700\n");
    CHECK(desk.leftovers().empty());
}

TEST_CASE("session edit: the editor is $VISUAL, with its words, before $EDITOR", "[cli]") {
    Desk desk("exit 3");
    desk.latch.set("VISUAL", "sed -i -e 's/a.test/b c.test/' -e 's/b c/d/'");
    CHECK(desk.edit().exit_code == 0);
    CHECK(contains(desk.latch.session("s"), "http://d.test"));
}

TEST_CASE("session edit: nothing changed is nothing saved", "[cli]") {
    const Desk desk("true");
    const Ran ran = desk.edit();
    CHECK(ran.exit_code == 0);
    CHECK(ran.err == "latch: nothing was changed\n");
    CHECK(desk.latch.session("s") == desk.before);
    CHECK(desk.leftovers().empty());
}

TEST_CASE("session edit: what cannot be loaded is not saved, and not lost", "[cli]") {
    const Desk desk(R"(echo '{"s3cret' >"$1")");
    const Ran ran = desk.edit();
    CHECK(ran.exit_code == 1);
    check_error(
        ran.err, "the session " + desk.latch.session_file("s").string() + " was not changed: "
    );
    CHECK(contains(ran.err, "it is not JSON at byte "));
    CHECK_FALSE(contains(ran.err, "s3cret"));
    CHECK(desk.latch.session("s") == desk.before);
    REQUIRE(desk.leftovers().size() == 1);
    const fs::path kept =
        desk.latch.session_file("s").parent_path() / desk.leftovers().front() / "s.json";
    CHECK(content(kept) == "{\"s3cret\n");
    CHECK(contains(ran.err, "what you wrote is in " + kept.string()));
    CHECK(desk.latch.run({"session", "list"}).exit_code == 0); // is no session
}

TEST_CASE("session edit: what is larger than a session is not saved, and not lost", "[cli]") {
    const Desk desk(R"(truncate -s 67108865 "$1")"); // takes no room on the disk
    const Ran ran = desk.edit();
    CHECK(ran.exit_code == 1);
    check_error(ran.err, "the session " + desk.latch.session_file("s").string());
    CHECK(contains(ran.err, "file too large"));
    CHECK(contains(ran.err, "what you wrote is in "));
    CHECK(desk.latch.session("s") == desk.before);
    CHECK(desk.leftovers().size() == 1);
}

TEST_CASE("session edit: an editor that removes the file changes nothing", "[cli]") {
    const Desk desk(R"(rm "$1")");
    const Ran ran = desk.edit();
    CHECK(ran.exit_code == 1);
    check_error(ran.err, "cannot open ");
    CHECK(desk.latch.session("s") == desk.before);
    CHECK(desk.leftovers().empty());
}

TEST_CASE("session edit: an editor that fails changes nothing", "[cli]") {
    const Desk desk("exit 3");
    const Ran ran = desk.edit();
    CHECK(ran.exit_code == 1);
    check_error(ran.err, "cannot run ");
    CHECK(contains(ran.err, "it ended with exit code 3"));
    CHECK(desk.leftovers().empty());
    Desk none("true");
    none.latch.set("EDITOR", "no-such-editor");
    CHECK(none.edit().exit_code == 1);
    const Desk half(R"(echo x >"$1"; exit 3)");
    CHECK(contains(half.edit().err, "what you wrote is in "));
}

TEST_CASE("session edit: a session that changed meanwhile is not written over", "[cli]") {
    Desk desk("true");
    Latch& latch = desk.latch;
    const fs::path racing = latch.write(
        "racing",
        "#!/bin/sh\n\"" + latch.program().string() +
            "\" session set s header:X-Run=$$\nsed -i s/a.test/mine.test/ \"$1\"\n"
    );
    fs::permissions(racing, fs::perms::owner_all);
    latch.set("EDITOR", racing.string());
    const Ran ran = desk.edit();
    CHECK(ran.exit_code == 1);
    CHECK(contains(ran.err, "a request has changed it meanwhile"));
    CHECK(contains(latch.session("s"), "X-Run"));
    CHECK(contains(latch.session("s"), "a.test"));
    CHECK(desk.leftovers().size() == 1);
    // At a terminal one may insist.
    Process process = latch.start({"session", "edit", "s"}, at_terminal);
    process.wait_for("save yours? [y/N] ");
    process.input("y\n");
    CHECK(process.wait().exit_code == 0);
    CHECK(contains(latch.session("s"), "mine.test"));
}

TEST_CASE("session edit: a session that was removed meanwhile is not brought back", "[cli]") {
    Desk desk("true");
    const fs::path file = desk.latch.session_file("s");
    const fs::path removing = desk.latch.write(
        "removing", "#!/bin/sh\nrm '" + file.string() + "'\nsed -i s/a.test/mine.test/ \"$1\"\n"
    );
    fs::permissions(removing, fs::perms::owner_all);
    desk.latch.set("EDITOR", removing.string());
    Process process = desk.latch.start({"session", "edit", "s"}, at_terminal);
    const Ran ran = process.wait();
    CHECK(ran.exit_code == 1);
    CHECK(contains(ran.terminal, "it was removed meanwhile"));
    CHECK(contains(ran.terminal, "what you wrote is in "));
    CHECK_FALSE(fs::exists(file));
}

TEST_CASE("session edit: a cookie that was edited away stays away", "[cli]") {
    const Desk desk(R"(sed -i '/"cookies"/,/]/c "cookies": [],' "$1")");
    CHECK(desk.latch.run({"session", "set", "s", "cookie:id=1"}).exit_code == 0);
    REQUIRE(contains(desk.latch.session("s"), R"("name": "id")"));
    const Ran ran = desk.edit();
    INFO(ran.err);
    REQUIRE(ran.exit_code == 0);
    CHECK(contains(desk.latch.session("s"), "removed_cookies"));
    CHECK_FALSE(contains(desk.latch.session("s"), R"("value")"));
}

TEST_CASE("session edit: a request under way brings no cookie back", "[cli]") {
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n";
    RawServer server(
        {answering(head + "Set-Cookie: id=1\r\n\r\nsigned"),
         Script()
             .request()
             .send(head + "Set-Cookie: id=2\r\nSet-Cookie: other=3\r\n\r\nsig")
             .stall()
             .send("ned")
             .until_peer_leaves()}
    );
    const Desk desk(R"(sed -i '/"cookies"/,/]/c "cookies": [],' "$1")");
    CHECK(desk.latch.run({"@s", server.url()}).exit_code == 0);
    Process request = desk.latch.start({"@s", server.url()});
    request.wait_for("sig"); // it has been answered
    REQUIRE(contains(desk.latch.session("s"), R"("value": "1")"));
    CHECK(desk.edit().exit_code == 0);
    server.release();
    CHECK(request.wait().exit_code == 0);
    const std::string after = desk.latch.session("s");
    CHECK_FALSE(contains(after, R"("value": "2")"));
    CHECK(contains(after, R"("value": "3")")); // which nobody has removed
}

TEST_CASE("session edit: at a terminal it can be mended at once", "[cli]") {
    const Desk desk(R"(if [ -f once ]; then sed -i s/broken/b.test/ "$1"; sed -i '1s/x//' "$1"
else : >once; sed -i -e s/a.test/broken/ -e '1s/^/x/' "$1"; fi)");
    Process process = desk.latch.start({"session", "edit", "s"}, at_terminal);
    process.wait_for("latch: edit it again? [y/N] ");
    process.input("y\n");
    const Ran ran = process.wait();
    CHECK(ran.exit_code == 0);
    CHECK(contains(ran.terminal, "it is not JSON at byte 1"));
    CHECK(contains(desk.latch.session("s"), "http://b.test"));
    CHECK(desk.leftovers().empty());
}

TEST_CASE("session edit: Ctrl-C at a question ends with 130, and what was written stays", "[cli]") {
    const Desk desk(R"(sed -i '1s/^/x/' "$1")");
    const std::string before = desk.latch.session("s");
    Process process = desk.latch.start({"session", "edit", "s"}, at_terminal);
    process.wait_for("latch: edit it again? [y/N] ");
    process.send_signal(SIGINT);
    CHECK(process.wait().exit_code == 130);
    CHECK(desk.latch.session("s") == before);
    CHECK(desk.leftovers().size() == 1);
}

TEST_CASE("session edit: mends a file that is no session", "[cli]") {
    const Desk desk(R"(echo '{"latch": {"session": 1}, "base": "http://new.test"}' >"$1")");
    const fs::path file = desk.latch.session_file("s");
    CHECK(desk.latch.shell("echo broken >\"" + file.string() + '"').exit_code == 0);
    CHECK(desk.edit().exit_code == 0);
    CHECK(contains(desk.latch.session("s"), "http://new.test"));
}

TEST_CASE("session edit: what ends programs waits for the editor, and nothing is left", "[cli]") {
    // The editor is a child of latch, or of the shell that latch asked.
    const std::string parent = R"sh(p=$PPID
        [ "$(cat /proc/$p/comm)" = sh ] && p=$(awk '/^PPid/ {print $2}' /proc/$p/status)
        )sh";
    for (const std::string signal : {"HUP", "TERM", "INT"}) {
        INFO(signal);
        const Desk desk(parent + "kill -" + signal + R"( $p; echo x >>"$1"; exit 1)");
        const Ran ran = desk.edit();
        CHECK(ran.exit_code == 1);
        check_error(ran.err, "");
        CHECK(desk.latch.session("s") == desk.before);
        CHECK(contains(ran.err, "what you wrote is in"));
    }
}
