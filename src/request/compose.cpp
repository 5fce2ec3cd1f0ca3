// SPDX-License-Identifier: MIT
#include "latch/request/compose.hpp"

#include "request/fields.hpp"

#include "latch/access/credentials.hpp"
#include "latch/base/text.hpp"
#include "latch/http/content_coding.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace latch::request {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

/// A path below the session's base as a whole URL, with exactly one slash at the join: Spring's
/// firewall refuses "//" with 400 (spring.md 1.9).
std::string below(std::string_view base, std::string_view path) {
    base = base.substr(0, base.find_first_of("?#"));
    const auto last = base.find_last_not_of('/');
    const auto first = path.find_first_not_of('/');
    std::string joined(base.substr(0, last == std::string_view::npos ? 0 : last + 1));
    joined += '/';
    joined += first == std::string_view::npos ? std::string_view{} : path.substr(first);
    return joined;
}

Result<http::ParsedUrl> address(const RequestSpec& spec, const session::Session& session) {
    if (!spec.url.starts_with('/')) {
        return http::parse_url(spec.url, spec.url_rules);
    }
    if (!session.base || session.base->empty()) {
        return Error(ErrorKind::usage, "there is no host in " + spec.url)
            .because("only a session with a base URL makes a path enough")
            .hinting("write :" + spec.url + " for localhost");
    }
    return http::parse_url(below(*session.base, spec.url), spec.url_rules);
}

/// Everything that wants to be the body, in words.
std::vector<std::string> body_sources(const RequestSpec& spec, const http::Body& stdin_body) {
    std::vector<std::string> sources;
    const auto field = std::ranges::find_if(spec.items, is_field);
    if (field != spec.items.end()) {
        sources.push_back("the field " + field->name);
    }
    if (spec.raw) {
        sources.emplace_back("--raw");
    }
    if (http::has_body(stdin_body)) {
        sources.emplace_back("standard input");
    }
    return sources;
}

Result<http::Body> body_of(const RequestSpec& spec, http::Body stdin_body) {
    const auto sources = body_sources(spec, stdin_body);
    if (sources.size() > 1) {
        return Error(ErrorKind::usage, "two request bodies")
            .because(sources[0] + " and " + sources[1])
            .hinting(
                http::has_body(stdin_body) ? "leave one away, or say --ignore-stdin"
                                           : "leave one away"
            );
    }
    if (spec.raw) {
        return http::Body(http::BytesBody{*spec.raw});
    }
    if (sources.empty() || http::has_body(stdin_body)) {
        return stdin_body;
    }
    auto fields =
        spec.format == BodyFormat::form ? urlencoded_form(spec.items) : json_object(spec.items);
    if (!fields) {
        return fields.error();
    }
    return http::Body(http::BytesBody{*std::move(fields)});
}

/// HTTPie's defaults: an explicit --json or --form names the type even of a body that is not there.
http::Headers default_headers(BodyFormat format, const http::Body& body) {
    const bool is_form = format == BodyFormat::form;
    const bool is_json =
        format == BodyFormat::json || (format == BodyFormat::implied_json && http::has_body(body));
    http::Headers headers{
        {"Accept", is_json ? "application/json, */*;q=0.5" : "*/*"},
        {"Accept-Encoding", std::string(http::accepted_codings)},
        {"User-Agent", "latch/" LATCH_VERSION},
    };
    if (is_form) {
        headers.add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    } else if (is_json) {
        headers.add("Content-Type", "application/json");
    }
    return headers;
}

void forget_name(std::vector<std::string>& names, std::string_view name) {
    std::erase_if(names, [&](const std::string& other) { return base::iequals(other, name); });
}

/// Applies one item to what was there before it.
void take_item(http::Request& request, const Item& item) {
    switch (item.kind) {
    case Item::Kind::header:
    case Item::Kind::empty_header:
        forget_name(request.suppressed, item.name);
        request.typed.add(item.name, item.value);
        break;
    case Item::Kind::unset_header:
        forget_name(request.suppressed, item.name);
        request.typed.remove(item.name);
        request.suppressed.push_back(item.name);
        break;
    case Item::Kind::query:
        http::append_query(request.url, item.name, item.value);
        break;
    case Item::Kind::text_field:
    case Item::Kind::json_field:
        break;
    }
}

std::optional<access::Credentials>
credentials_of(const RequestSpec& spec, const std::optional<http::UserInfo>& user_info) {
    if (spec.credentials) {
        return spec.credentials;
    }
    if (!user_info || (user_info->user.empty() && !user_info->password)) {
        return std::nullopt;
    }
    return access::Basic{
        .user = user_info->user,
        .password = user_info->password.value_or(base::Secret{}),
    };
}

session::StoredAuth stored(const access::Credentials& credentials) {
    session::StoredAuth auth;
    if (const auto* const basic = std::get_if<access::Basic>(&credentials)) {
        auth.type = session::StoredAuth::Type::basic;
        auth.user = basic->user;
        auth.secret.text = basic->password;
    } else {
        auth.type = session::StoredAuth::Type::bearer;
        auth.secret.text = std::get<access::Bearer>(credentials).token;
    }
    return auth;
}

/// Puts the credentials into the request, and among what a session remembers: there as credentials,
/// not as a header. An Authorization item is more explicit than --auth and wins over it; then
/// --auth was not used, so it is not remembered either.
Result<void> add_credentials(Composed& composed, const access::Credentials& credentials) {
    http::Request& request = composed.request;
    if (request.typed.contains("Authorization")) {
        return {};
    }
    const auto value = access::authorization(credentials);
    if (!value) {
        return value.error();
    }
    forget_name(request.suppressed, "Authorization");
    request.typed.add("Authorization", std::string(value->reveal()));
    composed.typed.auth = stored(credentials);
    return {};
}

} // namespace

Result<Composed>
compose(const RequestSpec& spec, const session::Session& session, http::Body stdin_body) {
    auto parsed = address(spec, session);
    if (!parsed) {
        return parsed.error();
    }
    auto body = body_of(spec, std::move(stdin_body));
    if (!body) {
        return body.error();
    }
    Composed composed;
    http::Request& request = composed.request;
    request.method = spec.method.value_or(http::has_body(*body) ? "POST" : "GET");
    request.url = std::move(parsed->url);
    request.defaults = default_headers(spec.format, *body);
    request.body = *std::move(body);
    for (const Item& item : spec.items) {
        take_item(request, item);
    }
    composed.typed = {.url = request.url, .headers = request.typed, .auth = std::nullopt};
    if (const auto credentials = credentials_of(spec, parsed->user_info)) {
        if (auto added = add_credentials(composed, *credentials); !added) {
            return added.error();
        }
    }
    return composed;
}

} // namespace latch::request
