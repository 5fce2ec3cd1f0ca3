// SPDX-License-Identifier: MIT
#include "spring/visitor.hpp"

#include "spring/application.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <utility>

namespace latch::test {

using nlohmann::json;

namespace {

void append(std::vector<std::string>& to, const std::vector<std::string>& more) {
    to.insert(to.end(), more.begin(), more.end());
}

} // namespace

std::string csrf_field(std::string_view page) {
    constexpr std::string_view before = R"(name="_csrf" type="hidden" value=")";
    constexpr std::string_view in_template = R"(type="hidden" name="_csrf" value=")";
    std::size_t begin = page.rfind(before);
    begin = begin == std::string_view::npos ? page.rfind(in_template) : begin;
    INFO(page);
    REQUIRE(begin != std::string_view::npos);
    begin += before.size(); // both are equally long
    return std::string(page.substr(begin, page.find('"', begin) - begin));
}

Visitor::Visitor(const Latch& latch, std::string context, std::string session)
    : latch_(latch), context_(std::move(context)), session_(std::move(session)) {}

std::string Visitor::url(std::string_view path) const {
    return application().address(context_).append(path);
}

Ran Visitor::run(const std::vector<std::string>& options, const std::vector<std::string>& words)
    const {
    std::vector<std::string> arguments = options;
    if (context_ == "tls") {
        append(arguments, {"--verify", application().ca().string()});
    }
    arguments.push_back("@" + session_);
    append(arguments, words);
    return latch_.run(arguments);
}

Ran Visitor::send(
    const std::string& method, std::string_view path, const std::vector<std::string>& items
) const {
    std::vector<std::string> words{method, url(path)};
    append(words, items);
    return run({}, words);
}

Ran Visitor::sign_in(const LoginForm& form) const {
    const Ran page = send("GET", form.page);
    REQUIRE(page.exit_code == 0);
    const std::string token = "_csrf=" + csrf_field(page.out);
    Ran answer =
        run({"--form", "--print=h", "--show-secrets"},
            {"POST", url(form.action), form.user, form.password, token});
    INFO(answer.out << answer.err);
    REQUIRE(answer.out.starts_with("HTTP/1.1 302"));
    return answer;
}

json Visitor::file() const {
    return json::parse(latch_.session(session_));
}

json Visitor::cookie(std::string_view name) const {
    const json cookies = file().at("cookies");
    json found;
    for (const json& cookie : cookies) {
        if (cookie.at("name") == name) {
            REQUIRE(found.is_null());
            found = cookie;
        }
    }
    REQUIRE_FALSE(found.is_null());
    return found;
}

std::string Visitor::cookie_value(std::string_view name) const {
    return cookie(name).at("value").get<std::string>();
}

std::size_t Visitor::count_cookies(std::string_view name) const {
    const json cookies = file().at("cookies");
    return static_cast<std::size_t>(std::ranges::count_if(cookies, [&](const json& cookie) {
        return cookie.at("name") == name;
    }));
}

} // namespace latch::test
