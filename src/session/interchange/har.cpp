// SPDX-License-Identifier: MIT
#include "session/interchange/har.hpp"

#include "session/interchange/intake.hpp"
#include "session/interchange/leftovers.hpp"
#include "session/interchange/lenient.hpp"

#include "latch/base/text.hpp"
#include "latch/session/timestamp.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace latch::session::interchange {

namespace {

using base::Clock;
using http::Cookie;

/// A request with its response.
struct Entry {
    http::Url url;
    Clock::time_point started;
    const Json* request;
    const Json* response;
};

/// Later or, by a negative shift, earlier; what the clock does not reach becomes its ends.
Clock::time_point shifted(Clock::time_point moment, std::chrono::minutes shift) noexcept {
    constexpr std::chrono::minutes none(0);
    if (shift < none && moment < Clock::time_point::min() - shift) {
        return Clock::time_point::min();
    }
    if (shift > none && moment > Clock::time_point::max() - shift) {
        return Clock::time_point::max();
    }
    return moment + shift;
}

/// "2026-11-23T10:00:00.123Z", or with an offset like "+01:00" at its end.
std::optional<Clock::time_point> har_moment(std::string_view text) {
    constexpr std::size_t offset_length = 6;
    if (const auto moment = parse_timestamp(text); moment || text.size() < offset_length) {
        return moment;
    }
    const std::string_view offset = text.substr(text.size() - offset_length);
    const auto hours = base::parse_decimal(offset.substr(1, 2));
    const auto minutes = base::parse_decimal(offset.substr(4));
    const bool is_offset = (offset[0] == '+' || offset[0] == '-') && offset[3] == ':';
    text.remove_suffix(offset_length);
    const auto local = parse_timestamp(std::string(text) + 'Z');
    if (!is_offset || !hours || !minutes || !local) {
        return std::nullopt;
    }
    const std::chrono::minutes east(*hours * 60 + *minutes);
    return shifted(*local, offset[0] == '+' ? -east : east);
}

std::vector<std::string> values_of(const Json& message, std::string_view name) {
    std::vector<std::string> values;
    for (const Json& header : list_at(message, "headers")) {
        if (base::iequals(text_at(header, "name"), name)) {
            values.push_back(text_at(header, "value"));
        }
    }
    return values;
}

/// Replays a document's entries.
class Replay {
public:
    explicit Replay(Clock::time_point now) : intake_(now), now_(now) {}

    Imported run(const Json& entries) {
        for (const Entry& entry : in_time_order(entries)) {
            note_request(entry);
            take_response(entry);
        }
        if (!saw_set_cookie_) {
            intake_.leave("what responses set: browsers leave it out of the file unless they are "
                          "asked for it");
        }
        take_authorization();
        take_earlier_cookies();
        if (intake_.session().cookies.remove_expired(now_)) {
            intake_.leave("cookies that expired already");
        }
        return std::move(intake_).done();
    }

private:
    std::vector<Entry> in_time_order(const Json& json) {
        std::vector<Entry> entries;
        for (std::size_t at = 0; at < json.size(); ++at) {
            const Json& request = member(json[at], "request");
            const auto url = http::parse_url(text_at(request, "url"));
            const auto started = har_moment(text_at(json[at], "startedDateTime"));
            if (url && started) {
                // A clock that was ahead must not make later answers look outdated, and at the
                // clock's beginning there is no room for rounding.
                const auto then = std::clamp(*started, std::min(Clock::time_point{}, now_), now_);
                entries.push_back({url->url, then, &request, &member(json[at], "response")});
            } else {
                const std::string lacks = url ? "time" : "URL of http or https";
                intake_.leave("entries[" + std::to_string(at) + "]: it has no " + lacks);
            }
        }
        std::ranges::stable_sort(entries, {}, &Entry::started);
        if (!entries.empty()) {
            intake_.session().base = http::to_string(http::origin(entries.front().url));
        }
        return entries;
    }

    void note_request(const Entry& entry) {
        for (std::string& value : values_of(*entry.request, "authorization")) {
            authorized_.insert(http::to_string(http::origin(entry.url)));
            authorization_ = {entry.url, std::move(value)};
        }
        for (std::string& value : values_of(*entry.request, "cookie")) {
            with_cookies_.insert(http::to_string(http::origin(entry.url)));
            cookies_ = {entry.url, std::move(value)};
        }
    }

    /// Chrome puts several lines into one header, a line each.
    void take_response(const Entry& entry) {
        const std::vector<std::string> headers = values_of(*entry.response, "set-cookie");
        for (const std::string& header : headers) {
            for (const std::string_view line : base::split(header, '\n')) {
                take_line(line, entry);
            }
        }
        if (headers.empty()) {
            for (const Json& cookie : list_at(*entry.response, "cookies")) {
                take_listed(cookie, entry);
            }
        }
    }

    void take_line(std::string_view line, const Entry& entry) {
        saw_set_cookie_ = true;
        line.remove_suffix(line.ends_with('\r') ? 1 : 0);
        const std::string name(base::trim(line.substr(0, line.find_first_of("=;"))));
        const auto stored = intake_.session().cookies.store(line, entry.url, entry.started);
        if (stored == http::Stored::rejected) {
            intake_.leave("cookie " + name + " of " + entry.url.host + ": its host may not set it");
        }
        const bool is_gone =
            stored == http::Stored::removed || stored == http::Stored::nothing_to_remove;
        if (is_gone) {
            removed_.insert(name);
        } else {
            removed_.erase(name);
        }
    }

    /// The parsed form, where there are no headers.
    void take_listed(const Json& json, const Entry& entry) {
        saw_set_cookie_ = true;
        Cookie cookie;
        cookie.name = text_at(json, "name");
        cookie.value = text_at(json, "value");
        const std::string domain = text_at(json, "domain");
        const std::string path = text_at(json, "path");
        cookie.host_only = domain.empty();
        cookie.domain = domain.empty() ? http::bracketed(entry.url.host) : domain;
        cookie.path = path.empty() ? http::default_path(entry.url.path) : path;
        cookie.secure = member(json, "secure") == true;
        cookie.http_only = member(json, "httpOnly") == true;
        cookie.expires = har_moment(text_at(json, "expires"));
        cookie.port = cookie_port(entry.url);
        intake_.take(std::move(cookie), "");
    }

    void take_authorization() {
        if (authorized_.size() > 1) {
            intake_.leave(
                "Authorization: " + base::counted(authorized_.size(), "origin") +
                " were asked with one"
            );
        } else if (!authorized_.empty() && http::is_field_value(authorization_.value)) {
            const http::Origin origin = http::origin(authorization_.url);
            intake_.session().at(origin).headers.set("Authorization", authorization_.value);
        }
    }

    /// What the last request carried, and no response has set.
    void take_earlier_cookies() {
        if (with_cookies_.empty()) {
            return;
        }
        const std::vector<const Cookie*> known =
            intake_.session().cookies.matching(cookies_.url, now_);
        std::vector<Cookie> earlier;
        for (const std::string_view pair : base::split(cookies_.value, ';')) {
            Cookie cookie = cookie_of_pair(base::trim(pair), cookies_.url);
            const bool is_known =
                std::ranges::any_of(known, [&](const Cookie* c) { return c->name == cookie.name; });
            if (!is_known && !removed_.contains(cookie.name)) {
                earlier.push_back(std::move(cookie));
            }
        }
        if (with_cookies_.size() > 1 && !earlier.empty()) {
            intake_.leave("cookies that were there before: several origins were asked with some");
            return;
        }
        for (Cookie& cookie : earlier) {
            intake_.take(std::move(cookie), "");
        }
    }

    struct Carried {
        http::Url url;
        std::string value;
    };

    Intake intake_;
    Clock::time_point now_;
    bool saw_set_cookie_ = false;
    std::set<std::string> removed_;      ///< names of cookies that the last line for them removed
    std::set<std::string> authorized_;   ///< origins that were asked with Authorization
    std::set<std::string> with_cookies_; ///< origins that were asked with Cookie
    Carried authorization_;              ///< the last
    Carried cookies_;                    ///< the last
};

} // namespace

bool looks_like_har(const Json& document) {
    return member(member(document, "log"), "entries").is_array();
}

base::Result<Imported> import_har(const Json& document, const Source& source) {
    if (!looks_like_har(document)) {
        return unreadable(source.name, "it has no entries of a log");
    }
    return Replay(source.now).run(document["log"]["entries"]);
}

} // namespace latch::session::interchange
