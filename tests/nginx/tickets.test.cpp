// SPDX-License-Identifier: MIT
// Whether a run went on with the TLS session of an earlier one: nginx's word.
#include "cli/call.hpp"
#include "nginx/nginx.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch::test;

namespace {

const std::vector<std::string> protocols{"TLSv1.2", "TLSv1.3"};

/// nginx and a user who trusts its certificate.
class World {
public:
    explicit World(std::string protocol)
        : protocol_(std::move(protocol)), nginx_({.protocol = protocol_}) {}

    void restart(const std::vector<std::string>& ticket_keys) {
        nginx_.restart({.protocol = protocol_, .ticket_keys = ticket_keys});
    }

    /// What nginx says of the session that a run had; fails the test if the run does not end well.
    char word(Words words, const std::string& trust = {}) const {
        words.push_back("--verify=" + (trust.empty() ? nginx_.fixture().ca().string() : trust));
        words.push_back(nginx_.url());
        const Ran ran = latch.run(words);
        CAPTURE(ran.out, ran.err);
        CHECK(ran.exit_code == 0);
        CHECK(ran.err.empty());
        REQUIRE(ran.out.starts_with(protocol_ + " "));
        return ran.out.back();
    }

    /// A file with nginx's CA and another one.
    std::string more_cas() const {
        const TlsFixture other;
        return latch.write("more.pem", slurp(nginx_.fixture().ca()) + slurp(other.ca())).string();
    }

    Latch latch;

private:
    std::string protocol_;
    Nginx nginx_;
};

constexpr char resumed = 'r';
constexpr char full = '.';

} // namespace

TEST_CASE("nginx: the second run of a session resumes, and so does the one after it", "[nginx]") {
    for (const std::string& protocol : protocols) {
        INFO(protocol);
        const World world(protocol);
        CHECK(world.word({"@s"}) == full);
        CHECK(world.word({"@s"}) == resumed);
        CHECK(world.word({"@s"}) == resumed);
        CHECK(world.word({"@t"}) == full);
        CHECK(world.word({}) == full);
    }
}

TEST_CASE("nginx: --no-tls-resume makes a full handshake, and takes nothing away", "[nginx]") {
    for (const std::string& protocol : protocols) {
        INFO(protocol);
        const World world(protocol);
        CHECK(world.word({"@s", "--no-tls-resume"}) == full);
        CHECK(world.word({"@s"}) == full);
        CHECK(world.word({"@s", "--no-tls-resume"}) == full);
        CHECK(world.word({"@s"}) == resumed);
    }
}

TEST_CASE("nginx: whoever trusts others than before makes a full handshake", "[nginx][pitfall]") {
    for (const std::string& protocol : protocols) {
        INFO(protocol);
        const World world(protocol);
        CHECK(world.word({"@s"}, "no") == full);
        CHECK(world.word({"@s"}) == full);
        CHECK(world.word({"@s"}, "no") == full);
        CHECK(world.word({"@s"}, world.more_cas()) == full);
        CHECK(world.word({"@s"}) == resumed);
    }
}

TEST_CASE("nginx: a ticket whose key is gone costs a full handshake and no error", "[nginx]") {
    for (const std::string& protocol : protocols) {
        INFO(protocol);
        World world(protocol);
        CHECK(world.word({"@s"}) == full);
        world.restart({"two", "one"});
        CHECK(world.word({"@s"}) == resumed);
        world.restart({"three"});
        CHECK(world.word({"@s"}) == full);
        CHECK(world.word({"@s"}) == resumed);
    }
}
