// SPDX-License-Identifier: MIT
#include "flow/import_curl.hpp"

#include "flow/import_kinds.hpp"

#include "latch/base/shell_words.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

namespace latch::flow::foreign {

namespace {

using base::ShellCommand;

bool is_curl(const ShellCommand& command) {
    const std::string_view name = command.front().text;
    return name == "curl" || name.ends_with("/curl") || name == "curl.exe";
}

/// A prompt that was copied with the command is no part of it.
ShellCommand without_prompt(ShellCommand command) {
    if (command.size() > 1 && command.front().text == "$") {
        command.erase(command.begin());
    }
    return command;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    std::string out;
    for (const std::string& part : parts) {
        out += out.empty() ? "" : between;
        out += part;
    }
    return out;
}

std::string method_of(const CurlCommand& command) {
    const bool has_data = !command.data.empty() || command.wish.body_file;
    return command.method                                     ? *command.method
           : command.is_head                                  ? "HEAD"
           : command.is_form || (has_data && !command.is_get) ? "POST"
                                                              : "GET";
}

void set_default(Wish& wish, std::string_view name, std::string_view value) {
    if (!wish.has_header(name)) {
        wish.headers.emplace_back(name, value);
    }
}

/// The body that the data make, with the type that curl would say of it.
void set_data(CurlCommand& command, Translation& out) {
    Wish& wish = command.wish;
    if (command.is_json) {
        set_default(wish, "Content-Type", "application/json");
        set_default(wish, "Accept", "application/json");
    }
    if (command.is_form) {
        wish.option("--multipart");
    }
    if (wish.body_file) {
        if (!command.data.empty()) {
            out.drop({.line = command.line}, "data beside a file of data");
        }
        if (command.method != "PUT") {
            set_default(wish, "Content-Type", "application/x-www-form-urlencoded");
        }
        return;
    }
    if (command.data.empty() || command.is_get) {
        return;
    }
    std::string body = joined(command.data, command.is_json ? "" : "&");
    wish.has_header("Content-Type") ? set_typed(wish, std::move(body))
                                    : set_form(wish, std::move(body));
}

/// The parameters that -G and --url-query add.
std::string query_of(const CurlCommand& command) {
    std::vector<std::string> parts = command.is_get ? command.data : std::vector<std::string>();
    parts.insert(parts.end(), command.queries.begin(), command.queries.end());
    return joined(parts, "&");
}

void add(CurlCommand command, Translation& out) {
    const Origin at{.line = command.line};
    if (!command.cookies.empty()) {
        command.wish.headers.emplace_back("Cookie", joined(command.cookies, "; "));
    }
    command.wish.method = method_of(command);
    set_data(command, out);
    if (command.urls.empty()) {
        out.drop(at, "a command without a URL");
    }
    const std::string query = query_of(command);
    for (std::string& url : command.urls) {
        if (url.find('{') != std::string::npos) {
            out.drop(at, "that braces in a URL stand for several");
        }
        command.wish.url = query.empty() ? std::move(url) : with_query(std::move(url), query);
        out.add(command.wish, at);
    }
}

/// What one command asks for; `--next` begins another one.
void read_command(const ShellCommand& words, Translation& out) {
    CurlCommand command{.line = words.front().line};
    for (const http::CurlOption& option : http::curl_options(std::span(words).subspan(1))) {
        if (option.name == "next" || option.name == ":") {
            add(std::exchange(command, CurlCommand{.line = words.front().line}), out);
        } else {
            take_option(option, command, out);
        }
    }
    add(std::move(command), out);
}

} // namespace

base::Result<Imported> import_curl(std::string_view content) {
    if (content.find("^\"") != std::string_view::npos) {
        return base::Error(base::ErrorKind::usage, "the command is written for cmd.exe")
            .hinting("copy it as cURL (bash)");
    }
    Translation out;
    for (ShellCommand& each : base::split_commands(content)) {
        const ShellCommand command = without_prompt(std::move(each));
        if (is_curl(command)) {
            read_command(command, out);
        } else {
            out.drop({.line = command.front().line}, "a command that is not curl");
        }
    }
    return std::move(out).done("curl commands");
}

} // namespace latch::flow::foreign
