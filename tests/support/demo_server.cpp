// SPDX-License-Identifier: MIT
#include "support/demo_server.hpp"

#include "latch/base/text.hpp"

#include <array>
#include <ctime>
#include <utility>

namespace latch::test {

namespace {

constexpr std::string_view user_name = "alice";
constexpr std::string_view password = "wonderland";
constexpr std::string_view hexadecimal = "0123456789ABCDEF";

std::string with_letters(std::string text, std::string_view from, std::string_view to) {
    for (char& letter : text) {
        if (const std::size_t at = from.find(letter); at != std::string_view::npos) {
            letter = to[at];
        }
    }
    return text;
}

/// Base64 with the alphabet for URLs and with padding, as Java's getUrlEncoder writes it.
std::string base64url_encode(std::string_view bytes) {
    return with_letters(base::base64_encode(bytes), "+/", "-_");
}

std::string exclusive_or(std::string_view a, std::string_view b) {
    std::string result(a);
    for (std::size_t i = 0; i < result.size(); ++i) {
        result[i] = static_cast<char>(result[i] ^ b[i]);
    }
    return result;
}

unsigned hex_value(char digit) {
    const char upper = base::to_ascii_upper({&digit, 1}).front();
    const std::size_t at = hexadecimal.find(upper);
    return at == std::string_view::npos ? 16 : static_cast<unsigned>(at);
}

std::string form_decode(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_escape = text[i] == '%' && i + 2 < text.size() &&
                               hex_value(text[i + 1]) < 16 && hex_value(text[i + 2]) < 16;
        if (is_escape) {
            plain += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            plain += text[i] == '+' ? ' ' : text[i];
        }
    }
    return plain;
}

bool is_form(const Request& request) {
    return request.header("Content-Type")
        .value_or("")
        .starts_with("application/x-www-form-urlencoded");
}

/// A field of a form-encoded body; empty if there is none.
std::string parameter(const Request& request, std::string_view name) {
    if (!is_form(request)) {
        return {};
    }
    for (const std::string_view pair : base::split(request.body, '&')) {
        const auto parts = base::split_once(pair, '=');
        if (parts && form_decode(parts->first) == name) {
            return form_decode(parts->second);
        }
    }
    return {};
}

std::optional<std::string> cookie(const Request& request, std::string_view name) {
    for (const auto& [header, value] : request.headers) {
        if (!base::iequals(header, "Cookie")) {
            continue;
        }
        for (const std::string_view pair : base::split(value, ';')) {
            const auto parts = base::split_once(base::trim(pair), '=');
            if (parts && parts->first == name) {
                return std::string(parts->second);
            }
        }
    }
    return std::nullopt;
}

Response json(std::string text, unsigned status = 200) {
    Response response = reply(std::move(text), "application/json");
    response.status = status;
    return response;
}

/// What Spring Boot's error controller says.
Response error_document(const Request& request, unsigned status, std::string_view words) {
    std::array<char, 32> now{};
    const std::time_t seconds = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::strftime(now.data(), now.size(), "%Y-%m-%dT%H:%M:%S.000+00:00", &utc);
    return json(
        std::string(R"({"timestamp":")") + now.data() + R"(","status":)" + std::to_string(status) +
            R"(,"error":")" + std::string(words) + R"(","path":")" + request.path() + R"("})",
        status
    );
}

/// Tomcat makes Location absolute, as it sees itself.
Response redirect_to(const Request& request, const std::string& path) {
    return redirect("http://" + request.header("Host").value_or("localhost") + path);
}

bool is_unsafe(const std::string& method) {
    return method != "GET" && method != "HEAD" && method != "OPTIONS" && method != "TRACE";
}

std::string login_form(const std::string& target, const std::string& token) {
    const std::string problem =
        target == "/login?error"
            ? "<div class=\"alert alert-danger\" role=\"alert\">Bad credentials</div>\n"
            : "";
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>Please sign in</title></head>\n"
           "<body>\n<form class=\"login-form\" method=\"post\" action=\"/login\">\n" +
           problem +
           "<input type=\"text\" id=\"username\" name=\"username\" placeholder=\"Username\" "
           "required autofocus>\n"
           "<input type=\"password\" id=\"password\" name=\"password\" placeholder=\"Password\" "
           "required>\n"
           "<input name=\"_csrf\" type=\"hidden\" value=\"" +
           token + "\" />\n<button type=\"submit\">Sign in</button>\n</form>\n</body>\n</html>\n";
}

} // namespace

std::optional<std::string> unmask_csrf_token(std::string_view masked) {
    const auto bytes = base::base64_decode(with_letters(std::string(masked), "-_", "+/"));
    if (!bytes || bytes->empty() || bytes->size() % 2 != 0) {
        return std::nullopt;
    }
    const std::string_view whole = *bytes;
    return exclusive_or(whole.substr(0, whole.size() / 2), whole.substr(whole.size() / 2));
}

Response DemoApplication::operator()(const Request& request) {
    Visit visit{.request = request, .session_id = cookie(request, "JSESSIONID")};
    if (visit.session_id && !sessions_.contains(*visit.session_id)) {
        visit.session_id.reset();
    }
    Response response = route(visit);
    response.reason = ""; // Tomcat has sent none since version 8.5
    response.with("X-Content-Type-Options", "nosniff");
    response.with("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate");
    if (visit.is_new && visit.session_id) {
        response.with("Set-Cookie", "JSESSIONID=" + *visit.session_id + "; Path=/; HttpOnly");
    }
    return response;
}

Response DemoApplication::route(Visit& visit) {
    const Request& request = visit.request;
    if (is_unsafe(request.method) && !passes_csrf_check(visit)) {
        return refuse(visit);
    }
    const std::string line = request.method + " " + request.path();
    if (line == "GET /") {
        return home(visit);
    }
    if (line == "GET /login") {
        return login_page(visit);
    }
    if (line == "POST /login") {
        return log_in(visit);
    }
    if (line == "GET /csrf") {
        return csrf_document(visit);
    }
    if (line == "POST /logout") {
        return log_out(visit);
    }
    return user_of(visit).empty() ? demand_login(visit) : route_signed_in(visit);
}

Response DemoApplication::route_signed_in(Visit& visit) {
    const std::string line = visit.request.method + " " + visit.request.path();
    if (line == "GET /api/me") {
        return json(R"({"name":")" + user_of(visit) + R"(","roles":["USER"]})");
    }
    if (line == "GET /api/items") {
        std::string list;
        for (const std::string& item : items_) {
            list += (list.empty() ? "" : ",") + item;
        }
        return json(R"({"count":)" + std::to_string(items_.size()) + R"(,"items":[)" + list + "]}");
    }
    if (line == "POST /api/items") {
        return add_item(visit);
    }
    return error_document(visit.request, 404, "Not Found");
}

Response DemoApplication::home(Visit& visit) {
    const std::string user = user_of(visit);
    return reply("hello, " + (user.empty() ? "whoever you are" : user) + "\n", "text/plain");
}

Response DemoApplication::login_page(Visit& visit) {
    return reply(login_form(visit.request.target, masked_token(visit)), "text/html;charset=UTF-8");
}

Response DemoApplication::log_in(Visit& visit) {
    const Request& request = visit.request;
    if (parameter(request, "username") != user_name || parameter(request, "password") != password) {
        return redirect_to(request, "/login?error");
    }
    // A new id against session fixation; the token of before goes with the old one.
    const std::string saved = session(visit).saved;
    sessions_.erase(*visit.session_id);
    visit.session_id = new_session_id();
    visit.is_new = true;
    sessions_[*visit.session_id].user = user_name;
    return redirect_to(request, saved.empty() ? "/" : saved);
}

Response DemoApplication::log_out(Visit& visit) {
    if (visit.session_id) {
        sessions_.erase(*visit.session_id);
    }
    return redirect_to(visit.request, "/login?logout");
}

Response DemoApplication::csrf_document(Visit& visit) {
    return json(
        R"({"parameterName":"_csrf","headerName":"X-CSRF-TOKEN","token":")" + masked_token(visit) +
        R"("})"
    );
}

Response DemoApplication::add_item(Visit& visit) {
    const bool is_json =
        visit.request.header("Content-Type").value_or("").starts_with("application/json");
    const std::string what =
        is_json ? visit.request.body : '"' + parameter(visit.request, "name") + '"';
    items_.push_back(R"({"id":)" + std::to_string(items_.size() + 1) + R"(,"item":)" + what + "}");
    return json(items_.back(), 201);
}

/// A CSRF refusal goes through the error dispatch, which is behind the login as well: who is not
/// signed in does not see the 403 (spring.md 1.4).
Response DemoApplication::refuse(Visit& visit) {
    // The refusal has read the token, so there is a session with one from now on.
    masked_token(visit);
    return user_of(visit).empty() ? redirect_to(visit.request, "/login")
                                  : error_document(visit.request, 403, "Forbidden");
}

Response DemoApplication::demand_login(Visit& visit) {
    const Request& request = visit.request;
    const bool wants_json =
        request.header("Accept").value_or("").find("application/json") != std::string::npos;
    if (request.method == "GET" && !wants_json) {
        const bool has_query = request.target.find('?') != std::string::npos;
        session(visit).saved = request.target + (has_query ? "&continue" : "?continue");
    }
    return redirect_to(request, "/login");
}

DemoApplication::HttpSession& DemoApplication::session(Visit& visit) {
    if (!visit.session_id) {
        visit.session_id = new_session_id();
        visit.is_new = true;
    }
    return sessions_[*visit.session_id];
}

std::string DemoApplication::user_of(const Visit& visit) const {
    return visit.session_id ? sessions_.find(*visit.session_id)->second.user : std::string();
}

std::string DemoApplication::masked_token(Visit& visit) {
    std::string& token = session(visit).csrf_token;
    if (token.empty()) {
        token = new_uuid();
    }
    std::string mask;
    for (std::size_t i = 0; i < token.size(); ++i) {
        mask += static_cast<char>(random_byte());
    }
    return base64url_encode(mask + exclusive_or(token, mask));
}

/// The header wins; the parameter is looked at only if the header is absent (spring.md 2.1).
bool DemoApplication::passes_csrf_check(const Visit& visit) const {
    const auto header = visit.request.header("X-CSRF-TOKEN");
    const auto sent = unmask_csrf_token(header ? *header : parameter(visit.request, "_csrf"));
    if (!sent || !visit.session_id) {
        return false;
    }
    return *sent == sessions_.find(*visit.session_id)->second.csrf_token;
}

std::string DemoApplication::new_session_id() {
    std::string id;
    while (id.size() < 32) {
        id += hexadecimal[random_byte() % 16];
    }
    sessions_[id];
    return id;
}

std::string DemoApplication::new_uuid() {
    std::string uuid = "xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx";
    for (char& letter : uuid) {
        letter = letter == 'x' ? base::to_ascii_lower(hexadecimal[random_byte() % 16]) : letter;
    }
    return uuid;
}

unsigned DemoApplication::random_byte() {
    return random_() & 0xFFU;
}

} // namespace latch::test
