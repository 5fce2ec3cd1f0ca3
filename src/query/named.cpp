// SPDX-License-Identifier: MIT
#include "query/named.hpp"

#include "latch/base/hash.hpp"
#include "latch/base/text.hpp"
#include "latch/http/cookie.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <utility>

namespace latch::query {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

/// A name and how to answer it.
struct Subject {
    enum class Argument : std::uint8_t { none, optional, required };

    std::string_view name;
    Argument argument;
    Found (*ask)(std::string_view argument, Answer& answer);
    bool needs_body = false;
    Unit unit = Unit::none;
};

Found text(std::string_view value) {
    return {.values = {Json::string(std::string(value))}, .is_text = true};
}

Found number(std::uint64_t value, Unit unit = Unit::none) {
    return {.values = {Json::number(std::to_string(value))}, .unit = unit};
}

Found boolean(bool value) {
    return {.values = {Json(Json::Data(value))}};
}

/// In milliseconds, to the microsecond: "18.4".
Found duration(std::chrono::nanoseconds time) {
    constexpr std::int64_t per_millisecond = 1000;
    const auto count = std::chrono::round<std::chrono::microseconds>(time).count();
    std::string literal = std::to_string(count / per_millisecond);
    if (const std::int64_t rest = count % per_millisecond; rest != 0) {
        std::string digits = std::to_string(per_millisecond + rest).substr(1);
        digits.erase(digits.find_last_not_of('0') + 1);
        literal += '.' + digits;
    }
    return {.values = {Json::number(std::move(literal))}, .unit = Unit::milliseconds};
}

Found status(std::string_view /*argument*/, Answer& answer) {
    Found found = number(answer.last().response.status);
    found.remark = answer.last().response.reason;
    return found;
}

Found reason(std::string_view /*argument*/, Answer& answer) {
    return text(answer.last().response.reason);
}

Found version(std::string_view /*argument*/, Answer& answer) {
    return text(answer.last().response.version == 10 ? "1.0" : "1.1");
}

Found url(std::string_view /*argument*/, Answer& answer) {
    return text(http::to_string(answer.last().request.url));
}

Found redirects(std::string_view /*argument*/, Answer& answer) {
    const auto hops = answer.hops();
    const auto deciding = std::ranges::count(hops, false, &http::Hop::is_aside);
    return number(static_cast<std::uint64_t>(std::max<std::ptrdiff_t>(deciding, 1) - 1));
}

/// Of the whole exchange; a phase is that of the last hop.
Found time(std::string_view phase, Answer& answer) {
    const http::Timings& last = answer.last().timings;
    if (phase == "dns") {
        return duration(last.resolve);
    }
    if (phase == "connect") {
        return duration(last.connect);
    }
    if (phase == "tls") {
        return duration(last.tls);
    }
    if (phase == "ttfb") {
        return duration(last.first_byte);
    }
    std::chrono::nanoseconds total{};
    for (const http::Hop& hop : answer.hops()) {
        total += hop.timings.total;
    }
    return duration(total);
}

Found size(std::string_view /*argument*/, Answer& answer) {
    return number(answer.body().size.count, Unit::bytes);
}

Found header(std::string_view name, Answer& answer) {
    const auto value = answer.last().response.headers.find(name);
    return value ? text(*value) : Found{};
}

Found headers(std::string_view name, Answer& answer) {
    Json::Array values;
    for (const std::string_view value : answer.last().response.headers.all(name)) {
        values.push_back(Json::string(std::string(value)));
    }
    return values.empty() ? Found{} : Found{.values = {Json(std::move(values))}};
}

std::optional<http::SetCookie> cookie_named(std::string_view name, const http::Hop& hop) {
    std::optional<http::SetCookie> found; // the last line of a name is what counts
    for (const std::string_view line : hop.response.headers.all("Set-Cookie")) {
        auto cookie = http::parse_set_cookie(line, hop.received);
        if (cookie && cookie->name == name) {
            found = std::move(cookie);
        }
    }
    return found;
}

Found attribute_of(
    const http::SetCookie& cookie, std::string_view attribute, const http::Hop& hop
) {
    if (attribute == "path") {
        return cookie.path ? text(*cookie.path) : Found{};
    }
    if (attribute == "domain") {
        return cookie.domain ? text(*cookie.domain) : Found{};
    }
    if (attribute == "secure") {
        return boolean(cookie.secure);
    }
    if (attribute == "httponly") {
        return boolean(cookie.http_only);
    }
    if (attribute == "samesite") {
        return cookie.same_site == http::SameSite::unset ? Found{}
                                                         : text(to_string(cookie.same_site));
    }
    if (!cookie.expires) {
        return {};
    }
    const auto left = std::chrono::round<std::chrono::seconds>(*cookie.expires - hop.received);
    return number(static_cast<std::uint64_t>(std::max<std::int64_t>(left.count(), 0)));
}

constexpr auto cookie_attributes =
    std::to_array<std::string_view>({"path", "domain", "secure", "httponly", "samesite", "maxage"});

/// Names of cookies may have dots: what is behind the last is an attribute if it is called so.
Found cookie(std::string_view argument, Answer& answer) {
    const http::Hop& hop = answer.last();
    const std::size_t dot = argument.rfind('.');
    const std::string_view last = dot == std::string_view::npos ? "" : argument.substr(dot + 1);
    if (std::ranges::find(cookie_attributes, last) != cookie_attributes.end()) {
        const auto cookie = cookie_named(argument.substr(0, dot), hop);
        return cookie ? attribute_of(*cookie, last, hop) : Found{};
    }
    const auto cookie = cookie_named(argument, hop);
    return cookie ? text(cookie->value) : Found{};
}

Found body(std::string_view /*argument*/, Answer& answer) {
    return text(answer.body().text);
}

Found hash(base::HashFunction function, Answer& answer) {
    if (!base::is_available(function)) {
        return {.values = {}, .problem = "the TLS library does not offer that hash function"};
    }
    return text(base::hash_hex(function, answer.body().bytes));
}

Found sha256(std::string_view /*argument*/, Answer& answer) {
    return hash(base::HashFunction::sha256, answer);
}

Found md5(std::string_view /*argument*/, Answer& answer) {
    return hash(base::HashFunction::md5, answer);
}

/// "2027-01-31T12:00:00Z": such times are in order as texts, too.
std::string in_utc(base::Clock::time_point time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
    std::array<char, 32> text{};
    const int length = std::snprintf(
        text.data(),
        text.size(),
        "%04d-%02u-%02uT%02d:%02d:%02dZ",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count())
    );
    return {text.data(), static_cast<std::size_t>(length)};
}

Found certificate(std::string_view /*argument*/, Answer& answer) {
    const base::Clock::time_point expires = answer.last().carrier.certificate_expires;
    return expires == base::Clock::time_point() ? Found{} : text(in_utc(expires));
}

constexpr auto subjects = std::to_array<Subject>({
    {"status", Subject::Argument::none, status},
    {"reason", Subject::Argument::none, reason},
    {"version", Subject::Argument::none, version},
    {"url", Subject::Argument::none, url},
    {"redirects", Subject::Argument::none, redirects},
    {"time", Subject::Argument::optional, time, false, Unit::milliseconds},
    {"size", Subject::Argument::none, size, false, Unit::bytes},
    {"header", Subject::Argument::required, header},
    {"headers", Subject::Argument::required, headers},
    {"cookie", Subject::Argument::required, cookie},
    {"body", Subject::Argument::none, body, true},
    {"sha256", Subject::Argument::none, sha256, true},
    {"md5", Subject::Argument::none, md5, true},
    {"cert", Subject::Argument::required, certificate},
});

const Subject* subject_called(std::string_view name) noexcept {
    const auto* const found = std::ranges::find(subjects, name, &Subject::name);
    return found == subjects.end() ? nullptr : found;
}

bool is_known(const Subject& subject, std::string_view argument) {
    constexpr auto phases = std::to_array<std::string_view>({"dns", "connect", "tls", "ttfb"});
    if (subject.name == "time") {
        return argument.empty() || std::ranges::find(phases, argument) != phases.end();
    }
    if (subject.name == "cert") {
        return argument == "expires";
    }
    return argument.empty() == (subject.argument == Subject::Argument::none);
}

} // namespace

Result<Query::Named> parse_named(std::string_view typed) {
    const std::size_t dot = std::min(typed.find('.'), typed.size());
    const std::string_view argument = typed.substr(std::min(dot + 1, typed.size()));
    const Subject* const subject = subject_called(typed.substr(0, dot));
    const bool is_whole = dot == typed.size() || !argument.empty();
    if (subject == nullptr || !is_whole || !is_known(*subject, argument)) {
        return Error(ErrorKind::usage, '"' + std::string(typed) + "\" is no value of an answer")
            .hinting(
                "status, header.NAME, cookie.NAME, time, size, body, ..., or jq: .items[0].id; "
                "latch help checks has all"
            );
    }
    return Query::Named{std::string(subject->name), std::string(argument)};
}

Found ask_named(const Query::Named& named, Answer& answer) {
    return subject_called(named.subject)->ask(named.argument, answer);
}

Unit unit_of(const Query::Named& named) noexcept {
    return subject_called(named.subject)->unit;
}

bool is_number(const Query::Named& named) noexcept {
    const bool is_lifetime = named.subject == "cookie" && named.argument.ends_with(".maxage");
    return named.subject == "status" || named.subject == "redirects" || named.subject == "size" ||
           is_lifetime;
}

bool needs_body(const Query::Named& named) noexcept {
    return subject_called(named.subject)->needs_body;
}

} // namespace latch::query
