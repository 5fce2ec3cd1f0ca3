// SPDX-License-Identifier: MIT
#include "flow/import_script.hpp"

#include "flow/import_path.hpp"

#include "latch/base/text.hpp"
#include "latch/query/json.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <string>

namespace latch::flow::foreign {

namespace {

constexpr auto setters = std::to_array<std::string_view>(
    {"client.global.set",
     "pm.environment.set",
     "pm.globals.set",
     "pm.collectionVariables.set",
     "pm.variables.set",
     "postman.setEnvironmentVariable",
     "postman.setGlobalVariable"}
);

constexpr auto bodies = std::to_array<std::string_view>(
    {"pm.response.json()",
     "response.body",
     "JSON.parse(responseBody)",
     "JSON.parse(pm.response.text())"}
);

constexpr auto statuses =
    std::to_array<std::string_view>({"response.status", "pm.response.code", "responseCode.code"});

constexpr auto headers =
    std::to_array<std::string_view>({"response.headers.valueOf", "pm.response.headers.get"});

constexpr auto equalities = std::to_array<std::string_view>(
    {".to.equal", ".to.eql", ".to.be.equal", ".to.deep.equal", ".to.eq"}
);

bool is_name_part(char c) noexcept {
    return base::is_ascii_alpha(c) || base::is_ascii_digit(c) || c == '_' || c == '$';
}

/// Reads a statement from left to right; blanks between what it reads do not count.
class Scan {
public:
    explicit Scan(std::string_view text) : rest_(text) {}

    bool take(std::string_view token) {
        skip_blanks();
        if (!rest_.starts_with(token)) {
            return false;
        }
        rest_.remove_prefix(token.size());
        return true;
    }

    template <std::size_t N>
    bool take_one_of(const std::array<std::string_view, N>& tokens) {
        return std::ranges::any_of(tokens, [&](std::string_view token) { return take(token); });
    }

    /// A word that is `token` and does not only begin with it.
    bool take_word(std::string_view token) {
        skip_blanks();
        const bool is_longer = rest_.size() > token.size() && is_name_part(rest_[token.size()]);
        return !is_longer && take(token);
    }

    std::string_view name() {
        skip_blanks();
        return cut(
            static_cast<std::size_t>(std::ranges::find_if_not(rest_, is_name_part) - rest_.begin())
        );
    }

    /// A text in quotes, with nothing in it that a backslash or a `${` would change.
    std::optional<std::string_view> quoted() {
        skip_blanks();
        const char quote = rest_.empty() ? '\0' : rest_.front();
        const std::size_t end = rest_.find(quote, 1);
        if ((quote != '"' && quote != '\'') || end == std::string_view::npos) {
            return std::nullopt;
        }
        const std::string_view text = rest_.substr(1, end - 1);
        if (text.find('\\') != std::string_view::npos) {
            return std::nullopt;
        }
        rest_.remove_prefix(end + 1);
        return text;
    }

    /// A text in quotes, a number, true, false or null, as JSON.
    std::optional<std::string> literal() {
        if (const auto text = quoted()) {
            return json_text(plain(*text));
        }
        const std::string_view word = cut(std::min(rest_.find_first_of(" \t\r\n,)"), rest_.size()));
        const auto value = query::parse_json(word);
        const bool is_scalar = value && value->as<query::Json::Array>() == nullptr &&
                               value->as<query::Json::Object>() == nullptr;
        return is_scalar ? std::optional(std::string(word)) : std::nullopt;
    }

    /// The steps of a path, up to what is none.
    std::string_view steps() {
        std::size_t at = 0;
        while (at < rest_.size() && is_step(at)) {
            const std::size_t close = rest_.find(']', at);
            at = rest_[at] == '[' && close != std::string_view::npos ? close + 1 : at + 1;
        }
        return cut(at);
    }

    bool is_at_end() {
        skip_blanks();
        return rest_.empty();
    }

private:
    /// A dot before a call is none.
    bool is_step(std::size_t at) const {
        const char c = rest_[at];
        return c == '.' || c == '[' || is_name_part(c);
    }

    void skip_blanks() {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
    }

    std::string_view cut(std::size_t length) {
        const std::string_view part = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return part;
    }

    std::string_view rest_;
};

std::optional<std::string> query_of(std::string_view steps) {
    constexpr std::string_view length =
        ".length"; // a member of no object, but what JavaScript counts
    if (steps.empty()) {
        return "body";
    }
    if (!steps.ends_with(length)) {
        return jq_path(steps);
    }
    const auto counted = jq_path(steps.substr(0, steps.size() - length.size()));
    return counted ? std::optional(*counted + " | length") : std::nullopt;
}

class Reader {
public:
    explicit Reader(Wish& wish) : wish_(&wish) {}

    /// Whether it is something that a flow can say, which it then does.
    bool take(std::string_view statement) {
        return names_body(statement) || sets_variable(statement) || asserts(statement) ||
               expects(statement) || expects_status(statement);
    }

private:
    /// `const json = pm.response.json()`
    bool names_body(std::string_view statement) {
        Scan scan(statement);
        if (!scan.take_word("const") && !scan.take_word("let") && !scan.take_word("var")) {
            return false;
        }
        const std::string_view name = scan.name();
        const bool is_body = scan.take("=") && scan.take_one_of(bodies) && scan.is_at_end();
        if (is_body && !name.empty()) {
            names_.emplace_back(name);
        }
        return is_body;
    }

    /// A value of the answer, as a query.
    std::optional<std::string> value(Scan& scan) const {
        if (scan.take_one_of(statuses)) {
            return "status";
        }
        if (scan.take_one_of(headers)) {
            const bool opens = scan.take("(");
            const auto name = scan.quoted();
            return opens && name && scan.take(")") ? std::optional("header." + std::string(*name))
                                                   : std::nullopt;
        }
        const bool is_body =
            scan.take_one_of(bodies) || std::ranges::any_of(names_, [&](const std::string& name) {
                return scan.take_word(name);
            });
        if (!is_body) {
            return std::nullopt;
        }
        return query_of(scan.steps());
    }

    /// `pm.environment.set("token", json.token)`
    bool sets_variable(std::string_view statement) {
        Scan scan(statement);
        if (!scan.take_one_of(setters) || !scan.take("(")) {
            return false;
        }
        const auto name = scan.quoted();
        const bool goes_on = name && scan.take(",");
        const auto query = goes_on ? value(scan) : std::nullopt;
        if (!query || !scan.take(")") || !scan.is_at_end()) {
            return false;
        }
        wish_->capture(*name, *query);
        return true;
    }

    /// `client.assert(response.status === 200, "…")`, or Postman's old
    /// `tests["…"] = responseCode.code === 200`
    bool asserts(std::string_view statement) {
        Scan scan(statement);
        const bool is_call = scan.take("client.assert") && scan.take("(");
        if (!is_call &&
            !(scan.take("tests[") && scan.quoted() && scan.take("]") && scan.take("="))) {
            return false;
        }
        const auto left = value(scan);
        const bool compares = left && (scan.take("===") || scan.take("=="));
        const auto right = compares ? scan.literal() : std::nullopt;
        const bool ends = !is_call || ((!scan.take(",") || scan.quoted()) && scan.take(")"));
        return right && ends && scan.is_at_end() && expect(*left, *right);
    }

    /// `pm.expect(json.name).to.eql("x")`
    bool expects(std::string_view statement) {
        Scan scan(statement);
        if (!scan.take("pm.expect") || !scan.take("(")) {
            return false;
        }
        const auto left = value(scan);
        const bool compares =
            left && scan.take(")") && scan.take_one_of(equalities) && scan.take("(");
        const auto right = compares ? scan.literal() : std::nullopt;
        return right && scan.take(")") && scan.is_at_end() && expect(*left, *right);
    }

    /// `pm.response.to.have.status(200)`, `pm.response.to.be.ok`
    bool expects_status(std::string_view statement) {
        Scan scan(statement);
        if (scan.take("pm.response.to.be.ok")) {
            return scan.is_at_end() && (wish_->expect("status =~ /^2/"), true);
        }
        const bool is_status = scan.take("pm.response.to.have.status") && scan.take("(");
        const auto status = is_status ? scan.literal() : std::nullopt;
        const bool is_number = status && base::parse_decimal(*status);
        return is_number && scan.take(")") && scan.is_at_end() && expect("status", *status);
    }

    bool expect(const std::string& query, const std::string& literal) {
        const bool is_status = query == "status";
        wish_->expect(is_status ? query + "==" + literal : query + " == " + literal);
        return true;
    }

    Wish* wish_;
    std::vector<std::string> names_; ///< of variables that hold the body
};

} // namespace

void take_script(std::string_view script, Wish& wish, const Origin& at, Translation& out) {
    constexpr std::size_t most = 60;
    Reader reader(wish);
    for (const Statement& statement : statements_of(script)) {
        if (!reader.take(statement.text)) {
            const Origin place{
                .line = at.line == 0 ? 0 : at.line + statement.line - 1, .request = at.request};
            const std::string_view call =
                statement.text.substr(0, std::min(statement.text.find_first_of("(=\n"), most));
            out.drop(place, "a statement of a script: " + std::string(base::trim(call)));
        }
    }
}

} // namespace latch::flow::foreign
