// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/exchange.hpp"
#include "latch/http/request.hpp"
#include "latch/http/response.hpp"
#include "latch/http/url.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace latch::test {

/// The URL that a test means: "/x" lies at http://test.example. Throws if it is none.
inline http::Url a_url(std::string_view text) {
    const std::string prefix = text.starts_with('/') ? "http://test.example" : "";
    return http::parse_url(prefix + std::string(text)).value().url;
}

/// A request in the making: `a_request().get("/x").header("A", "b")`.
class RequestBuilder {
public:
    RequestBuilder() { request_.url = a_url("/"); }

    RequestBuilder& method(std::string name, std::string_view url) {
        request_.method = std::move(name);
        request_.url = a_url(url);
        return *this;
    }

    RequestBuilder& get(std::string_view url) { return method("GET", url); }

    RequestBuilder& post(std::string_view url, std::string body) {
        request_.body = http::BytesBody{std::move(body)};
        return method("POST", url);
    }

    /// A header item that the user typed.
    RequestBuilder& header(std::string name, std::string value) {
        request_.typed.add(std::move(name), std::move(value));
        return *this;
    }

    /// A header that is sent unless somebody says otherwise.
    RequestBuilder& fallback(std::string name, std::string value) {
        request_.defaults.add(std::move(name), std::move(value));
        return *this;
    }

    /// A header that the user unset.
    RequestBuilder& without(std::string name) {
        request_.suppressed.push_back(std::move(name));
        return *this;
    }

    const http::Request& request() const noexcept { return request_; }

    /// As it would go on the wire, with what was typed and nothing else.
    http::PreparedRequest prepared() const {
        http::PreparedRequest prepared;
        prepared.method = request_.method;
        prepared.url = request_.url;
        prepared.target = http::target(request_.url);
        prepared.headers = request_.typed;
        prepared.body = request_.body;
        return prepared;
    }

private:
    http::Request request_;
};

/// A response head in the making: `a_response(302).to("/y").cookie("a=b")`.
class ResponseBuilder {
public:
    explicit ResponseBuilder(unsigned status) { response_.status = status; }

    ResponseBuilder& header(std::string name, std::string value) {
        response_.headers.add(std::move(name), std::move(value));
        return *this;
    }

    /// A Location.
    ResponseBuilder& to(std::string location) { return header("Location", std::move(location)); }

    ResponseBuilder& cookie(std::string set_cookie) {
        return header("Set-Cookie", std::move(set_cookie));
    }

    ResponseBuilder& reason(std::string text) {
        response_.reason = std::move(text);
        return *this;
    }

    const http::ResponseHead& head() const noexcept { return response_; }

    /// The hop on which this answers `request`.
    http::Hop
    answering(const RequestBuilder& request, base::Clock::time_point received = {}) const {
        http::Hop hop;
        hop.request = request.prepared();
        hop.response = response_;
        hop.received = received;
        return hop;
    }

private:
    http::ResponseHead response_;
};

inline RequestBuilder a_request() {
    return {};
}

inline ResponseBuilder a_response(unsigned status) {
    return ResponseBuilder(status);
}

} // namespace latch::test
