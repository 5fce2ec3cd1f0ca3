// SPDX-License-Identifier: MIT
#include "spring/journal.hpp"

#include "spring/application.hpp"
#include "support/catch.hpp"
#include "support/client_socket.hpp"

#include <nlohmann/json.hpp>

namespace latch::test {

namespace {

using nlohmann::json;

/// Not with the program under test, and in HTTP/1.0, which has no chunks and ends with the
/// connection.
json fetch(const std::string& target) {
    ClientSocket socket(application().port("ctl"));
    socket.write("GET " + target + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
    const std::string answer = socket.read_to_end();
    const std::size_t head_end = answer.find("\r\n\r\n");
    REQUIRE(head_end != std::string::npos);
    return json::parse(answer.substr(head_end + 4));
}

json entries_of(const std::string& context) {
    return fetch("/journal?ctx=" + context);
}

std::string text_of(const json& value) {
    return value.is_null() ? "" : value.get<std::string>();
}

Arrival arrival(const json& entry) {
    Arrival made;
    made.request.method = entry.at("method").get<std::string>();
    made.request.target = entry.at("target").get<std::string>();
    for (const json& line : entry.at("headers")) {
        made.request.headers.emplace_back(
            line.at(0).get<std::string>(), line.at(1).get<std::string>()
        );
    }
    made.request.body = text_of(entry.at("body").at("text"));
    made.status = entry.at("status").is_null() ? 0 : entry.at("status").get<unsigned>();
    made.peer = entry.at("peer").get<std::string>();
    return made;
}

} // namespace

std::string Arrival::in_words() const {
    return request.method + ' ' + request.target + ' ' + std::to_string(status);
}

std::string Arrival::header(std::string_view name) const {
    return request.header(name).value_or("none");
}

Journal::Journal(std::string context)
    : context_(std::move(context)), before_(entries_of(context_).size()) {}

std::vector<Arrival> Journal::arrivals() const {
    std::vector<Arrival> found;
    const json entries = entries_of(context_);
    found.reserve(entries.size());
    for (std::size_t i = before_; i < entries.size(); ++i) {
        found.push_back(arrival(entries.at(i)));
    }
    return found;
}

Arrival Journal::only() const {
    const auto all = arrivals();
    REQUIRE(all.size() == 1);
    return all.front();
}

std::vector<std::string> Journal::in_words() const {
    const auto all = arrivals();
    std::vector<std::string> words;
    words.reserve(all.size());
    for (const Arrival& arrival : all) {
        words.push_back(arrival.in_words());
    }
    return words;
}

} // namespace latch::test
