// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/crowded_socket.hpp"
#include "support/temp_dir.hpp"

#include <string>
#include <unistd.h>

using namespace latch;
using namespace latch::test;

namespace {

std::string read_head(const base::Descriptor& peer) {
    std::string head;
    char next = 0;
    while (!head.ends_with("\r\n\r\n") && ::read(peer.get(), &next, 1) == 1) {
        head += next;
    }
    return head;
}

} // namespace

TEST_CASE("unix socket: one that is crowded is waited for, as long as was said", "[cli]") {
    const TempDir folder;
    const std::string path = folder / "a.sock";
    CrowdedSocket server(path);
    const Words words{"--print=Hb", "--unix-socket=" + path, "http://a.test/x"};
    const Latch latch;
    Process patient = latch.start(words);
    patient.wait_for("GET /x HTTP/1.1");

    // Both find it crowded, and one of them stays.
    Words impatient = words;
    impatient.insert(impatient.begin(), "--connect-timeout=0.05");
    const Ran gone = latch.run(impatient);
    CHECK(gone.exit_code == 2);
    CHECK(
        gone.err == "latch: cannot connect to the socket " + path +
                        ": no answer in time\n  try --connect-timeout to wait longer\n"
    );

    server.make_room();
    const base::Descriptor peer = server.accept();
    CHECK(read_head(peer).starts_with("GET /x HTTP/1.1\r\n"));
    const std::string bytes = answer("ok");
    CHECK(::write(peer.get(), bytes.data(), bytes.size()) == std::ssize(bytes));
    const Ran served = patient.wait();
    INFO(served.err);
    CHECK(served.exit_code == 0);
    CHECK(served.out.ends_with("ok"));
}
