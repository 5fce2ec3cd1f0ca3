// SPDX-License-Identifier: MIT
#include "session/interchange/netscape.hpp"

#include "session/interchange/leftovers.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>
#include <utility>

namespace latch::session::interchange {

namespace {

using http::Cookie;
using Fields = std::span<const std::string_view>;

/// Glued to the domain; the only line that begins with # and is no comment.
constexpr std::string_view http_only_mark = "#HttpOnly_";
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// A line, or why it is no cookie.
using ReadCookie = base::Result<Cookie>;

base::Error not_a_cookie(std::string why) {
    return {base::ErrorKind::bad_session, std::move(why)};
}

std::optional<bool> flag(std::string_view field) noexcept {
    if (base::iequals(field, "TRUE")) {
        return true;
    }
    return base::iequals(field, "FALSE") ? std::optional(false) : std::nullopt;
}

/// Seconds since 1970, perhaps with a fraction, or milliseconds; 0, -1 and nothing stand for the
/// end of the session. An error for anything else.
base::Result<std::optional<base::Clock::time_point>> end_of(std::string_view field) {
    // As seconds the year 5138, as milliseconds 1973.
    constexpr double first_milliseconds = 1e11;
    double seconds = 0;
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), seconds);
    const bool is_number = error == std::errc() && end == field.data() + field.size();
    if (field.empty() || (is_number && (seconds == 0 || seconds == -1))) {
        return std::optional<base::Clock::time_point>();
    }
    if (!is_number || !(seconds > 0)) {
        return not_a_cookie("its end is no number of seconds since 1970");
    }
    return std::optional(moment_of(seconds >= first_milliseconds ? seconds / 1000 : seconds));
}

ReadCookie cookie_of(Fields fields) {
    const auto below = flag(fields[1]);
    const auto secure = flag(fields[3]);
    if (!below || !secure) {
        return not_a_cookie("its second and fourth field must be TRUE or FALSE");
    }
    const auto end = end_of(fields[4]);
    if (!end) {
        return end.error();
    }
    Cookie cookie;
    cookie.http_only = fields[0].starts_with(http_only_mark);
    cookie.domain = fields[0].substr(cookie.http_only ? http_only_mark.size() : 0);
    cookie.host_only = !*below;
    cookie.path = fields[2];
    cookie.secure = *secure;
    cookie.expires = *end;
    cookie.name = fields[5];
    cookie.value = fields[6];
    return cookie;
}

/// Six fields are a cookie without a value, whose last tab an editor has cut off, or one without a
/// path, as curl takes them.
ReadCookie read_line(std::string_view line) {
    std::vector<std::string_view> fields = base::split(line, '\t');
    if (fields.size() == 6 && flag(fields[2])) {
        fields.insert(fields.begin() + 2, "/");
    } else if (fields.size() == 6) {
        fields.emplace_back();
    }
    if (fields.size() != 7) {
        return not_a_cookie("it has " + base::counted(fields.size(), "field") + ", not 7");
    }
    return cookie_of(fields);
}

bool is_comment(std::string_view line) noexcept {
    return base::trim(line).empty() || (line.starts_with('#') && !line.starts_with(http_only_mark));
}

std::vector<std::string_view> lines_of(std::string_view text) {
    text.remove_prefix(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    std::vector<std::string_view> lines = base::split(text, '\n');
    for (std::string_view& line : lines) {
        line.remove_suffix(line.ends_with('\r') ? 1 : 0);
    }
    return lines;
}

/// Whether the newest cookie comes first, as curl and latch write them.
bool is_newest_first(std::span<const std::string_view> lines) {
    return std::ranges::any_of(lines, [](std::string_view line) {
        return line.starts_with("# https://curl.") || line.starts_with("# http://curl.") ||
               line == made_by_latch;
    });
}

struct Numbered {
    Cookie cookie;
    std::string place;
};

void append(std::string& text, const Cookie& cookie) {
    const auto word = [](bool claim) { return claim ? "TRUE\t" : "FALSE\t"; };
    const auto seconds = [](base::Clock::time_point moment) {
        return std::chrono::ceil<std::chrono::seconds>(moment.time_since_epoch()).count();
    };
    text += cookie.http_only ? http_only_mark : "";
    text += cookie.host_only ? "" : ".";
    text += cookie.domain + '\t';
    text += word(!cookie.host_only);
    text += cookie.path + '\t';
    text += word(cookie.secure);
    text += std::to_string(cookie.expires ? seconds(*cookie.expires) : 0) + '\t';
    text += cookie.name + '\t' + cookie.value + '\n';
}

/// Why a line cannot say the cookie; empty if it can.
std::string_view obstacle(const Cookie& cookie) noexcept {
    if (cookie.name.empty()) {
        return "it has no name";
    }
    const auto holds_tab = [](std::string_view part) {
        return part.find('\t') != std::string_view::npos;
    };
    if (holds_tab(cookie.name) || holds_tab(cookie.value) || holds_tab(cookie.path)) {
        return "it holds a tab";
    }
    return "";
}

} // namespace

bool looks_like_netscape(std::string_view text) {
    const auto lines = lines_of(text);
    return (!lines.empty() && lines.front().starts_with('#')) ||
           std::ranges::any_of(lines, [](std::string_view line) {
               return !is_comment(line) && read_line(line).has_value();
           });
}

base::Result<Imported> import_netscape(std::string_view text, const Source& source) {
    Intake intake(source.now);
    std::vector<Numbered> cookies;
    std::string first_fault;
    const std::vector<std::string_view> lines = lines_of(text);
    for (std::size_t at = 0; at < lines.size(); ++at) {
        const std::string place = "line " + std::to_string(at + 1);
        if (is_comment(lines[at])) {
            continue;
        }
        if (auto cookie = read_line(lines[at])) {
            cookies.push_back({*std::move(cookie), place});
        } else {
            std::string fault = place + ": ";
            fault += cookie.error().what();
            intake.leave(fault);
            first_fault = first_fault.empty() ? std::move(fault) : first_fault;
        }
    }
    if (cookies.empty() && !first_fault.empty()) {
        return unreadable(source.name, first_fault)
            .hinting("the seven fields of a cookie are separated by tabs, not by blanks");
    }
    if (is_newest_first(lines)) {
        std::ranges::reverse(cookies);
    }
    for (auto& [cookie, place] : cookies) {
        intake.take(std::move(cookie), place);
    }
    return std::move(intake).done();
}

Exported export_netscape(const Session& session, base::Clock::time_point now) {
    std::string text = "# Netscape HTTP Cookie File\n" + std::string(made_by_latch) + '\n';
    Leftovers leftovers(session);
    std::vector<Cookie> cookies = leftovers.portless(now);
    std::erase_if(cookies, [&](const Cookie& cookie) {
        const std::string_view why = obstacle(cookie);
        if (!why.empty()) {
            leftovers.refuse(cookie, why);
        }
        return !why.empty();
    });
    std::ranges::reverse(cookies);
    for (const Cookie& cookie : cookies) {
        append(text, cookie);
    }
    leftovers.note_lost("SameSite", cookies, [](const Cookie& cookie) {
        return cookie.same_site != http::SameSite::unset;
    });
    leftovers.note_origins_but(nullptr);
    leftovers.note_own(nullptr);
    return {.text = std::move(text), .left_behind = std::move(leftovers).list()};
}

} // namespace latch::session::interchange
