// SPDX-License-Identifier: MIT
#include "cli/call.hpp"

#include "support/catch.hpp"
#include "support/server.hpp"

#include "latch/base/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <utility>

namespace latch::test {

namespace fs = std::filesystem;

namespace {

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), with);
        at += with.size();
    }
}

/// What is wrong and a hint; between them, what was typed and carets below the place.
bool has_length_of_error(const std::vector<std::string_view>& lines) {
    const bool is_marked = lines.size() > 2 && !base::trim(lines[2]).empty() &&
                           base::trim(lines[2]).find_first_not_of('^') == std::string_view::npos;
    return lines.size() <= 2 || (is_marked && lines.size() <= 4);
}

} // namespace

Words filled(Words words, std::string_view url) {
    for (std::string& word : words) {
        replace_all(word, "{url}", url);
        replace_all(word, "{port}", url.substr(url.rfind(':') + 1));
    }
    return words;
}

Request requested(const Words& words, const Wiring& wiring) {
    Server server([](const Request& /*request*/) { return reply("ok"); }, {.at_most = 1});
    const Latch latch;
    const Ran ran = latch.run(filled(words, server.url("")), wiring);
    CAPTURE(ran.out, ran.err, ran.terminal);
    CHECK(ran.exit_code == 0);
    CHECK(ran.err.empty());
    return server.request(0);
}

std::string offline(Words words) {
    words.insert(words.begin(), "--offline");
    const Latch latch;
    const Ran ran = latch.run(words);
    CAPTURE(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(ran.err.empty());
    return ran.out;
}

std::string answer(std::string_view body, std::string_view more_lines) {
    std::string text = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    return text.append(more_lines).append("\r\n").append(body);
}

Script answering(std::string bytes) {
    return Script().request().send(std::move(bytes)).until_peer_leaves();
}

void check_error(std::string_view err, std::string_view beginning) {
    INFO("standard error: " << err);
    REQUIRE(err.ends_with('\n'));
    const auto lines = base::split(err.substr(0, err.size() - 1), '\n');
    CHECK(err.starts_with("latch: " + std::string(beginning)));
    CHECK(has_length_of_error(lines));
    CHECK_FALSE(lines[0].ends_with('.'));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        CHECK(base::printable(lines[i]) == lines[i]);
        CHECK((i == 0 || lines[i].starts_with("  ")));
    }
}

void configure(const Latch& latch, std::string_view text) {
    fs::create_directories(latch.home() / "latch");
    std::ofstream(latch.home() / "latch" / "config.json") << text;
}

void configure_origin(const Latch& latch, std::string_view origin, const Words& options) {
    nlohmann::json document;
    document["origins"][std::string(origin)]["default_options"] = options;
    configure(latch, document.dump());
}

std::string content(const fs::path& file) {
    return fs::exists(file) ? slurp(file) : std::string();
}

Words names_in(const fs::path& folder) {
    Words names;
    if (fs::exists(folder)) {
        for (const auto& entry : fs::directory_iterator(folder)) {
            names.push_back(entry.path().filename().string());
        }
    }
    std::ranges::sort(names);
    return names;
}

} // namespace latch::test
