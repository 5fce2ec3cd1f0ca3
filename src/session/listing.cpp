// SPDX-License-Identifier: MIT
#include "latch/session/listing.hpp"

#include "session/json_writer.hpp"
#include "session/node.hpp"

#include "latch/base/text.hpp"
#include "latch/base/width.hpp"
#include "latch/session/redact.hpp"
#include "latch/session/timestamp.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace latch::session {

namespace {

using base::Clock;
using Row = std::array<std::string, 5>;

std::vector<const http::Cookie*> living(const Session& session, Clock::time_point now) {
    std::vector<const http::Cookie*> cookies = session.cookies.all();
    if (session.foreign) {
        for (const http::Cookie& cookie : session.foreign->cookies) {
            cookies.push_back(&cookie);
        }
    }
    std::erase_if(cookies, [now](const http::Cookie* cookie) {
        return cookie->expires && *cookie->expires <= now;
    });
    return cookies;
}

/// Who signs in, and where: another client's file does not always say.
struct Signed {
    std::string_view type;
    std::optional<std::string_view> user; ///< nothing: whoever has the token
    const http::Origin* origin = nullptr; ///< null: whoever is asked first
};

Signed signed_by(const access::Account& account, const http::Origin* origin) {
    Signed made{.type = access::to_string(account.scheme), .user = account.user, .origin = origin};
    if (account.scheme == access::Scheme::bearer) {
        made.user.reset();
    }
    return made;
}

std::vector<Signed> accounts_of(const Session& session) {
    std::vector<Signed> accounts;
    for (const OriginState& state : session.origins) {
        if (state.login && state.login->recipe) {
            accounts.push_back(
                {.type = access::to_string(state.login->recipe->kind),
                 .user = state.login->recipe->user,
                 .origin = &state.origin}
            );
        }
        // The token of a login is no other user.
        const bool is_by_token =
            state.login && state.login->recipe && state.login->recipe->gives_token();
        if (state.auth && !is_by_token) {
            accounts.push_back(signed_by(state.auth->account, &state.origin));
        }
    }
    if (session.foreign && session.foreign->auth) {
        accounts.push_back(signed_by(session.foreign->auth->account, nullptr));
    }
    return accounts;
}

/// Each user once, "a token" for whoever has no name.
std::string users(const Session& session) {
    std::set<std::string> seen;
    std::string text;
    for (const Signed& account : accounts_of(session)) {
        const std::string name(account.user.value_or("(token)"));
        if (seen.insert(name).second) {
            text += (text.empty() ? "" : ", ") + name;
        }
    }
    return text;
}

/// When the first cookie ends that ends at all.
std::string first_end(const std::vector<const http::Cookie*>& cookies) {
    std::optional<Clock::time_point> first;
    for (const http::Cookie* const cookie : cookies) {
        if (cookie->expires && (!first || *cookie->expires < *first)) {
            first = cookie->expires;
        }
    }
    return first ? timestamp(whole_seconds(*first)) : "-";
}

Row row_of(const Listed& listed, Clock::time_point now) {
    if (!listed.session) {
        return {listed.name, "(cannot be read)", "", "", ""};
    }
    const Session& session = *listed.session;
    const auto cookies = living(session, now);
    Row row{
        listed.name,
        base_without_secrets(session).value_or("-"),
        users(session),
        std::to_string(cookies.size()),
        first_end(cookies)};
    row[2] = row[2].empty() ? "-" : row[2];
    for (std::string& cell : row) {
        cell = base::printable(cell);
    }
    return row;
}

/// The row with each cell as wide as its column, but for the last.
std::string line_of(const Row& row, const std::array<std::size_t, 5>& widths) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
        line += row[i];
        line.append(widths[i] - base::display_width(row[i]) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line + '\n';
}

Json users_json(const Session& session) {
    Json users = Json::array();
    for (const Signed& account : accounts_of(session)) {
        const http::Origin* const origin = account.origin;
        Json user{
            {"origin", origin != nullptr ? Json(http::to_string(*origin)) : Json(nullptr)},
            {"type", std::string(account.type)}};
        if (account.user) {
            user["user"] = json_of_bytes(*account.user);
        }
        users.push_back(std::move(user));
    }
    return users;
}

Json cookies_json(const Session& session, Clock::time_point now) {
    Json cookies = Json::array();
    for (const http::Cookie* const cookie : living(session, now)) {
        Json each{
            {"name", json_of_bytes(cookie->name)},
            {"domain", cookie->domain.empty() ? Json(nullptr) : json_of_bytes(cookie->domain)},
            {"path", json_of_bytes(cookie->path)},
            {"expires", nullptr}};
        if (cookie->expires) {
            each["expires"] = timestamp(whole_seconds(*cookie->expires));
        }
        cookies.push_back(std::move(each));
    }
    return cookies;
}

Json json_of(const Listed& listed, Clock::time_point now) {
    Json json{{"name", listed.name}, {"file", json_of_bytes(listed.file.string())}};
    if (!listed.session) {
        json["error"] = json_of_bytes(listed.session.error().cause());
        return json;
    }
    const auto base = base_without_secrets(*listed.session);
    json["base"] = base ? json_of_bytes(*base) : Json(nullptr);
    json["users"] = users_json(*listed.session);
    json["cookies"] = cookies_json(*listed.session, now);
    return json;
}

} // namespace

std::string list_as_table(std::span<const Listed> sessions, Clock::time_point now) {
    std::vector<Row> rows{{"NAME", "BASE", "USER", "COOKIES", "FIRST END"}};
    for (const Listed& listed : sessions) {
        rows.push_back(row_of(listed, now));
    }
    std::array<std::size_t, 5> widths{};
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], base::display_width(row[i]));
        }
    }
    std::string table;
    for (const Row& row : rows) {
        table += line_of(row, widths);
    }
    return table;
}

std::string list_as_json(std::span<const Listed> sessions, Clock::time_point now) {
    Json json = Json::array();
    for (const Listed& listed : sessions) {
        json.push_back(json_of(listed, now));
    }
    return text_of(json);
}

} // namespace latch::session
