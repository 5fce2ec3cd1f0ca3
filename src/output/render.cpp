// SPDX-License-Identifier: MIT
#include "output/render.hpp"

#include "latch/base/text.hpp"
#include "latch/base/width.hpp"
#include "latch/output/redact.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <vector>

namespace latch::output {

namespace {

/// Collects the spans of a head as the plan wants them.
class Head {
public:
    explicit Head(const OutputPlan& plan) : plan_(plan) {}

    Head& put(Role role, std::string_view bytes) {
        spans_.push_back({role, plan_.for_terminal ? base::printable(bytes) : std::string(bytes)});
        return *this;
    }

    Head& blank() { return put(Role::plain, " "); }

    Head& end_line() {
        spans_.push_back({Role::plain, plan_.for_terminal ? "\n" : "\r\n"});
        return *this;
    }

    Head& fields(const http::Headers& headers) {
        for (const http::Header& line : in_order(headers)) {
            put(Role::header_name, line.name).put(Role::punctuation, ":").blank();
            put(Role::header_value, shown_value(line, plan_));
            end_line();
        }
        return *this;
    }

    Rendering take() { return std::move(spans_); }

private:
    /// Field names are case-insensitive (RFC 9110, 5.1), so "date" goes beside "Date".
    std::vector<std::reference_wrapper<const http::Header>> in_order(const http::Headers& headers
    ) const {
        std::vector<std::reference_wrapper<const http::Header>> lines(
            headers.begin(), headers.end()
        );
        if (plan_.sort_headers) {
            std::ranges::stable_sort(lines, {}, [](const http::Header& line) {
                return base::to_ascii_lower(line.name);
            });
        }
        return lines;
    }

    const OutputPlan& plan_;
    Rendering spans_;
};

Role role_of_status(unsigned status) noexcept {
    switch (status / 100) {
    case 2:
        return Role::status_success;
    case 3:
        return Role::status_redirect;
    case 4:
        return Role::status_client_error;
    case 5:
        return Role::status_server_error;
    default:
        return Role::status_informational;
    }
}

struct Method {
    std::string_view name;
    Role role;
};

constexpr auto known_methods = std::to_array<Method>({
    {"GET", Role::method_read},
    {"HEAD", Role::method_read},
    {"OPTIONS", Role::method_read},
    {"POST", Role::method_create},
    {"PUT", Role::method_change},
    {"PATCH", Role::method_change},
    {"DELETE", Role::method_delete},
});

Role role_of_method(std::string_view name) noexcept {
    const auto* const known = std::ranges::find(known_methods, name, &Method::name);
    return known == known_methods.end() ? Role::method : known->role;
}

/// "1.1" for 11.
std::string version_text(unsigned version) {
    return std::to_string(version / 10) + '.' + std::to_string(version % 10);
}

} // namespace

Rendering request_head(const http::PreparedRequest& request, const OutputPlan& plan) {
    Head head(plan);
    head.put(role_of_method(request.method), request.method).blank();
    head.put(Role::target, shown_text(request.target, plan)).blank();
    head.put(Role::version, "HTTP/" + version_text(request.version)).end_line();
    return head.fields(request.headers).end_line().take();
}

Rendering response_head(const http::ResponseHead& response, const OutputPlan& plan) {
    Head head(plan);
    head.put(Role::version, "HTTP/" + version_text(response.version)).blank();
    head.put(role_of_status(response.status), std::to_string(response.status));
    if (!response.reason.empty()) {
        head.blank().put(Role::reason, shown_text(response.reason, plan));
    }
    return head.end_line().fields(response.headers).end_line().take();
}

Rendering trailers(const http::Headers& fields, const OutputPlan& plan) {
    return Head(plan).fields(fields).take();
}

Rendering boxed_notice(std::string_view words) {
    const std::string edge = '+' + std::string(base::display_width(words) + 2, '-') + '+';
    return {{Role::notice, edge + "\n| " + std::string(words) + " |\n" + edge + "\n"}};
}

} // namespace latch::output
