// SPDX-License-Identifier: MIT
#include "support/server.hpp"

#include "support/catch.hpp"

#include <exception>
#include <stdexcept>
#include <utility>

namespace latch::test {

void demand(bool claim, const std::string& what) {
    if (!claim) {
        throw std::runtime_error("a demand of the handler was not met: " + what);
    }
}

Server::Server(Handler handler, ServerOptions options)
    : options_(std::move(options)), service_(std::move(handler), options_.listener) {}

Server::~Server() {
    // A test that is on its way out for another reason has its failure already.
    if (std::uncaught_exceptions() == 0) {
        verify();
    }
}

Request Server::request(std::size_t number) const {
    const std::vector<Request> all = requests();
    REQUIRE(number < all.size());
    return all[number];
}

std::vector<std::string> Server::finish() {
    if (std::exchange(finished_, true)) {
        return {};
    }
    service_.stop();
    std::vector<std::string> complaints = service_.take_complaints();
    const std::size_t calls = service_.requests().size();
    if (calls < options_.at_least || calls > options_.at_most) {
        std::string limits = "at least " + std::to_string(options_.at_least);
        if (options_.at_most != ServerOptions().at_most) {
            limits += " and at most " + std::to_string(options_.at_most);
        }
        complaints.push_back(
            "the server was called " + std::to_string(calls) + " times, " + limits +
            " were expected"
        );
    }
    return complaints;
}

void Server::verify() {
    for (const std::string& complaint : finish()) {
        FAIL_CHECK(complaint);
    }
}

} // namespace latch::test
