// SPDX-License-Identifier: MIT
#include "cli/wait_command.hpp"

#include "cli/auth_wish.hpp"
#include "cli/network_wish.hpp"
#include "cli/request_line.hpp"
#include "cli/session_choice.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace latch::cli {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using request::Item;

constexpr std::string_view usage_line = "usage: latch wait [OPTIONS] [@SESSION] URL [ITEM...]";

Error usage(std::string what) {
    return {ErrorKind::usage, std::move(what)};
}

/// Whether an option of requests means something to a GET whose answer nobody sees.
bool suits_wait(const Option& option) noexcept {
    constexpr std::array<std::string_view, 2> others{"verbose", "quiet"};
    constexpr std::array<std::string_view, 11> meaningless{
        "csrf",
        "csrf-token",
        "csrf-url",
        "decode",
        "fail-if",
        "follow",
        "max-redirects",
        "max-time",
        "retry",
        "retry-unsafe",
        "until"};
    const std::string_view name = long_name(option);
    if (std::ranges::find(others, name) != others.end()) {
        return true;
    }
    return option.group != Group::body && option.group != Group::output &&
           option.group != Group::checks && option.group != Group::login &&
           option.group != Group::several && option.group != Group::flows &&
           std::ranges::find(meaningless, name) == meaningless.end();
}

Result<void> check_options(const CommandLine& line) {
    for (const Occurrence& occurrence : line.occurrences) {
        if (!suits_wait(*occurrence.option)) {
            const std::string name = name_of(occurrence);
            return usage("wait has no option " + name)
                .hinting(
                    name == "--max-time" || name == "--retry" ? "--wait says how long to wait"
                                                              : "latch help wait tells which it has"
                );
        }
    }
    return {};
}

bool has_no_body(const Item& item) noexcept {
    switch (item.kind) {
    case Item::Kind::header:
    case Item::Kind::unset_header:
    case Item::Kind::empty_header:
    case Item::Kind::query:
        return true;
    case Item::Kind::text_field:
    case Item::Kind::json_field:
    case Item::Kind::upload:
    case Item::Kind::body_file:
        break;
    }
    return false;
}

Result<void> check_line(const RequestLine& line) {
    if (line.method && *line.method != "GET") {
        return usage("wait sends no " + *line.method).because("it asks by GET, again and again");
    }
    if (!std::ranges::all_of(line.items, has_no_body)) {
        return usage("wait sends no body").hinting("write Name:value or name==value");
    }
    return {};
}

/// Waiting leaves no trace: what it is handed out is not what the next request should go with.
void read_only(std::optional<SessionChoice>& session) {
    if (session) {
        session->access = SessionChoice::Access::read_only;
    }
}

/// Everything of the request but its line.
Result<Send> request_of(Draft& draft, const base::Environment& environment) {
    auto auth = auth_wish(draft, environment);
    if (!auth) {
        return auth.error();
    }
    if (auto settled = settle_network(draft); !settled) {
        return settled.error();
    }
    Send send = std::move(draft.send);
    send.policy.redirects.follow = false;
    send.ignore_stdin = true;
    send.request.auth = *std::move(auth);
    send.request.method = "GET";
    send.request.format = request::BodyFormat::implied_json;
    send.output.download = output::Download::none;
    send.output.list = output::List::none;
    return send;
}

} // namespace

Result<Invocation>
wait_of(Draft draft, const CommandLine& line, const base::Environment& environment) {
    if (auto checked = check_options(line); !checked) {
        return checked.error();
    }
    if (line.positionals.empty()) {
        return usage("there is no URL").hinting(std::string(usage_line));
    }
    auto words = read_request_line(line.positionals);
    if (!words) {
        return words.error();
    }
    if (auto checked = check_line(*words); !checked) {
        return checked.error();
    }
    auto session = session_choice(draft, words->session);
    if (!session) {
        return session.error();
    }
    read_only(*session);
    auto send = request_of(draft, environment);
    if (!send) {
        return send.error();
    }
    send->session = *std::move(session);
    send->request.url = std::move(words->url);
    send->request.items = std::move(words->items);
    return Invocation(Wait{.request = *std::move(send), .patience = draft.waiting.patience});
}

} // namespace latch::cli
