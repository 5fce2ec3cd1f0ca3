// SPDX-License-Identifier: MIT
#include "latch/request/compose.hpp"

#include "request/body.hpp"

#include "latch/base/text.hpp"
#include "latch/http/content_coding.hpp"
#include "latch/http/media_type.hpp"
#include "latch/http/multipart.hpp"
#include "latch/request/account.hpp"

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

/// HTTPie's defaults (httpie-and-xh.md 2.7).
http::Headers default_headers(BodyFormat format, const ComposedBody& composed) {
    const bool is_json = format == BodyFormat::json ||
                         (format == BodyFormat::implied_json && http::has_body(composed.body));
    http::Headers headers;
    headers.make_room(4);
    headers.add("Accept", is_json ? "application/json, */*;q=0.5" : "*/*");
    headers.add("Accept-Encoding", std::string(http::accepted_codings));
    headers.add("User-Agent", "latch/" LATCH_VERSION);
    if (!composed.media_type.empty()) {
        headers.add("Content-Type", composed.media_type);
    }
    return headers;
}

/// A typed Content-Type does not know the boundary, unless it names one.
void add_boundary(http::Headers& typed, const std::string& boundary) {
    const auto type = typed.find("Content-Type");
    if (type && !boundary.empty() && !http::media_type_parameter(*type, "boundary")) {
        typed.set("Content-Type", http::with_boundary(*type, boundary));
    }
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
    case Item::Kind::upload:
    case Item::Kind::body_file:
        break;
    }
}

/// Adds what the session holds for the query, but for names that are typed as items: one of those
/// speaks for all of its name, as in requests.
void add_params(
    http::Url& url, const std::vector<session::Param>& params, const std::vector<Item>& items
) {
    for (const session::Param& param : params) {
        const bool is_typed = std::ranges::any_of(items, [&](const Item& item) {
            return item.kind == Item::Kind::query && item.name == param.name;
        });
        if (!is_typed) {
            http::append_query(url, param.name, param.value);
        }
    }
}

/// "NAME==" leaves away what the session holds for the query under that name, as "NAME:" does for a
/// header. Where the session holds nothing it is sent, as in HTTPie.
bool leaves_away_param(const Item& item, const session::OriginState* state) {
    return state != nullptr && item.kind == Item::Kind::query && item.value.empty() &&
           std::ranges::find(state->params, item.name, &session::Param::name) !=
               state->params.end();
}

/// Puts the account among what a session remembers, from where it is taken for the request as well.
/// An Authorization item is more explicit than --auth and wins over it; then --auth was not used,
/// so it is not remembered either.
Result<void> add_account(Composed& composed, const AccountSources& sources) {
    if (composed.request.typed.contains("Authorization")) {
        return {};
    }
    auto account = account_of(sources);
    if (!account) {
        return account.error();
    }
    if (*account) {
        forget_name(composed.request.suppressed, "Authorization");
        composed.typed.auth = session::StoredAuth{.account = **std::move(account), .unknown = {}};
    }
    return {};
}

} // namespace

Result<http::ParsedUrl>
address_of(const std::string& url, const http::UrlRules& rules, const session::Session& session) {
    if (!url.starts_with('/')) {
        return http::parse_url(url, rules);
    }
    if (!session.base || session.base->empty()) {
        return Error(ErrorKind::usage, "there is no host in " + url)
            .because("only a session with a base URL makes a path enough")
            .hinting("write :" + url + " for localhost");
    }
    return http::parse_url(below(*session.base, url), rules);
}

Result<http::ParsedUrl> address_of(const RequestSpec& spec, const session::Session& session) {
    return address_of(spec.url, spec.url_rules, session);
}

Result<Composed>
compose(const RequestSpec& spec, const session::Session& session, Material material) {
    auto parsed = address_of(spec, session);
    if (!parsed) {
        return parsed.error();
    }
    const bool secured = http::secure_url(parsed->url, material.hsts);
    auto body = compose_body(spec, std::move(material));
    if (!body) {
        return body.error();
    }
    Composed composed;
    composed.secured = secured;
    http::Request& request = composed.request;
    request.method = spec.method.value_or(http::has_body(body->body) ? "POST" : "GET");
    request.url = std::move(parsed->url);
    request.defaults = default_headers(spec.format, *body);
    request.body = std::move(body->body);
    request.framing = spec.chunked ? http::Framing::chunked : http::Framing::by_length;
    const session::OriginState* const state = session.find(http::origin(request.url));
    if (state != nullptr) {
        add_params(request.url, state->params, spec.items);
    }
    for (const Item& item : spec.items) {
        if (!leaves_away_param(item, state)) {
            take_item(request, item);
        }
    }
    add_boundary(request.typed, body->boundary);
    composed.typed = {.url = request.url, .headers = request.typed, .auth = std::nullopt};
    const AccountSources sources{
        .wish = spec.auth,
        .user_info = parsed->user_info,
        .origin = state,
        .url = request.url,
    };
    if (auto added = add_account(composed, sources); !added) {
        return added.error();
    }
    return composed;
}

} // namespace latch::request
