// SPDX-License-Identifier: MIT
#include "django/django.hpp"

#include "support/catch.hpp"
#include "support/client_socket.hpp"

#include <chrono>
#include <filesystem>

namespace latch::test {

using nlohmann::json;

namespace {

/// A second on an idle machine.
constexpr std::chrono::seconds patience_with_start(60);

std::vector<std::string> arguments(DjangoToken token) {
    return token == DjangoToken::in_session ? std::vector<std::string>{"sessions"}
                                            : std::vector<std::string>{};
}

} // namespace

Django::Django(DjangoToken token)
    : server_(
          {.program = std::filesystem::path(LATCH_DJANGO_SOURCES) / "serve",
           .arguments = arguments(token),
           .environment = {{"PATH", "/usr/bin:/bin"}},
           .working_directory = LATCH_DJANGO_SOURCES},
          patience_with_start
      ),
      port_(json::parse(server_.ready_line()).at("port").get<unsigned short>()) {}

std::string Django::url(std::string_view path) const {
    return ("http://localhost:" + std::to_string(port_)).append(path);
}

json Django::ask(const std::string& method, const std::string& target) const {
    ClientSocket socket(port_);
    socket.write(method + ' ' + target + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
    const std::string answer = socket.read_to_end();
    const std::size_t head_end = answer.find("\r\n\r\n");
    REQUIRE(head_end != std::string::npos);
    return json::parse(answer.substr(head_end + 4));
}

std::vector<DjangoArrival> Django::arrivals() {
    std::vector<DjangoArrival> found;
    const json all = ask("GET", "/control/journal");
    for (; seen_ < all.size(); ++seen_) {
        const json& entry = all.at(seen_);
        found.push_back(
            {.in_words = entry.at("line").get<std::string>() + ' ' +
                         std::to_string(entry.at("status").get<int>()),
             .token = entry.at("token").get<std::string>(),
             .cookies = entry.at("cookie").get<std::string>()}
        );
    }
    return found;
}

std::vector<std::string> Django::in_words() {
    std::vector<std::string> words;
    for (const DjangoArrival& arrival : arrivals()) {
        words.push_back(arrival.in_words);
    }
    return words;
}

void Django::end_sessions() const {
    REQUIRE(ask("POST", "/control/end-sessions").at("ended") > 0);
}

} // namespace latch::test
