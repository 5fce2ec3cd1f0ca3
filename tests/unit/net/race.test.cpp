// SPDX-License-Identifier: MIT
#include "net/race.hpp"

#include "net/connect.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch::net;
using latch::http::AddressFamily;
using std::chrono::milliseconds;

namespace {

Endpoint at(const std::string& address) {
    return {boost::asio::ip::make_address(address), 80};
}

/// A race whose clock the test sets, in milliseconds.
class Course {
public:
    void expect_both() {
        race.expect(AddressFamily::ipv6);
        race.expect(AddressFamily::ipv4);
    }

    void resolved(AddressFamily family, const std::vector<std::string>& addresses) {
        std::vector<Endpoint> endpoints;
        for (const std::string& address : addresses) {
            endpoints.push_back(at(address));
        }
        race.resolved(family, endpoints, now());
    }

    /// Everything that is tried now, one after the other.
    std::string tried() {
        std::string shown;
        while (const auto endpoint = race.next(now())) {
            shown += (shown.empty() ? "" : " ") + endpoint->address().to_string();
        }
        return shown;
    }

    /// How long until something may happen by itself.
    int wait() const {
        const Deadline due = race.due();
        return due ? static_cast<int>((*due - now()) / milliseconds(1)) : -1;
    }

    Race race;
    int ms = 1000;

private:
    Race::Time now() const { return Race::Time(milliseconds(ms)); }
};

} // namespace

TEST_CASE("race: addresses of IPv6 come first, and the families take turns", "[net]") {
    Course course;
    course.expect_both();
    course.resolved(AddressFamily::ipv6, {"2001:db8::1", "2001:db8::2"});
    course.resolved(AddressFamily::ipv4, {"192.0.2.1", "192.0.2.2"});
    CHECK(course.tried() == "2001:db8::1");
    for (const char* const next : {"192.0.2.1", "2001:db8::2", "192.0.2.2"}) {
        CHECK(course.wait() == 250);
        course.ms += 249;
        CHECK(course.tried().empty());
        course.ms += 1;
        CHECK(course.tried() == next);
    }
    CHECK(course.wait() == -1);
    CHECK_FALSE(course.race.is_lost());
}

TEST_CASE("race: an attempt that fails makes room for the next at once", "[net]") {
    Course course;
    course.race.know({at("127.0.0.1"), at("::1")});
    CHECK(course.tried() == "127.0.0.1");
    course.ms += 1;
    CHECK(course.tried().empty());
    course.race.failed();
    CHECK_FALSE(course.race.is_lost());
    CHECK(course.tried() == "::1");
    course.race.failed();
    CHECK(course.race.is_lost());
}

TEST_CASE("race: what is known begins with its first address, whatever its family", "[net]") {
    Course course;
    course.race.know({at("192.0.2.1"), at("192.0.2.2"), at("2001:db8::1")});
    CHECK(course.tried() == "192.0.2.1");
    course.race.failed();
    CHECK(course.tried() == "2001:db8::1");
}

TEST_CASE("race: IPv4 waits 50 ms for IPv6, and no longer", "[net]") {
    SECTION("IPv6 comes in time") {
        Course course;
        course.expect_both();
        course.resolved(AddressFamily::ipv4, {"192.0.2.1"});
        CHECK(course.tried().empty());
        CHECK(course.wait() == 50);
        course.ms += 49;
        course.resolved(AddressFamily::ipv6, {"2001:db8::1"});
        CHECK(course.tried() == "2001:db8::1");
    }
    SECTION("it does not") {
        Course course;
        course.expect_both();
        course.resolved(AddressFamily::ipv4, {"192.0.2.1", "192.0.2.2"});
        course.ms += 50;
        CHECK(course.tried() == "192.0.2.1");
        course.ms += 100;
        course.resolved(AddressFamily::ipv6, {"2001:db8::1"});
        CHECK(course.tried().empty());
        course.ms += 150;
        CHECK(course.tried() == "2001:db8::1");
    }
    SECTION("there is none") {
        Course course;
        course.expect_both();
        course.resolved(AddressFamily::ipv4, {"192.0.2.1"});
        course.resolved(AddressFamily::ipv6, {});
        CHECK(course.tried() == "192.0.2.1");
    }
    SECTION("nobody has asked for any") {
        Course course;
        course.race.expect(AddressFamily::ipv4);
        course.resolved(AddressFamily::ipv4, {"192.0.2.1"});
        CHECK(course.tried() == "192.0.2.1");
    }
}

TEST_CASE("race: it is not lost while the resolver looks for more", "[net]") {
    Course course;
    course.expect_both();
    CHECK_FALSE(course.race.is_lost());
    CHECK(course.wait() == -1);
    course.resolved(AddressFamily::ipv6, {"2001:db8::1"});
    CHECK(course.tried() == "2001:db8::1");
    course.race.failed();
    CHECK_FALSE(course.race.is_lost());
    course.resolved(AddressFamily::ipv4, {});
    CHECK(course.race.is_lost());
}
