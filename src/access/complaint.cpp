// SPDX-License-Identifier: MIT
#include "latch/access/complaint.hpp"

#include "access/error_body.hpp"

#include "latch/access/challenge.hpp"
#include "latch/base/text.hpp"
#include "latch/http/media_type.hpp"
#include "latch/http/redirect.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace latch::access {

namespace {

using http::Hop;
using http::PreparedRequest;

/// A list field as one text; empty if there is none.
std::string listed(const http::Headers& headers, std::string_view name) {
    std::string text;
    for (const std::string_view element : headers.list(name)) {
        text += text.empty() ? "" : ", ";
        text += element;
    }
    return text;
}

std::string essence(const http::Headers& headers) {
    const auto type = http::parse_media_type(headers.find("Content-Type").value_or(""));
    return type ? type->essence : std::string();
}

bool is_multipart(const PreparedRequest& request) {
    return essence(request.headers).starts_with("multipart/");
}

std::string method_hint(const Hop& hop) {
    const std::string allowed = listed(hop.response.headers, "Allow");
    return allowed.empty() ? hop.request.method + " is not for this URL"
                           : hop.request.method + " is not for this URL, which takes " + allowed;
}

std::string media_type_hint(const Hop& hop) {
    const bool is_patch = hop.request.method == "PATCH";
    std::string taken = is_patch ? listed(hop.response.headers, "Accept-Patch") : "";
    taken = taken.empty() ? listed(hop.response.headers, "Accept") : taken;
    const std::string sent = essence(hop.request.headers);
    std::string hint =
        sent.empty() ? "the body was sent without a Content-Type" : "the body was sent as " + sent;
    if (!taken.empty()) {
        return hint + "; this URL takes " + taken;
    }
    if (is_multipart(hop.request)) {
        return hint + "; a part in JSON needs its type: name@file;type=application/json";
    }
    return hint + "; --json, --form or Content-Type:… send another";
}

std::string accept_hint(const Hop& hop) {
    const std::string accepted = listed(hop.request.headers, "Accept");
    return accepted.empty() ? "the server cannot answer in a type that is accepted"
                            : "the server has nothing of Accept: " + accepted +
                                  "; Accept:*/* takes what there is";
}

std::string size_hint(const PreparedRequest& request) {
    return is_multipart(request)
               ? "Spring's limits are spring.servlet.multipart.max-file-size (1MB unless set) and "
                 "max-request-size (10MB)"
               : "the body is larger than the server takes";
}

/// A sequence that is refused in a URL's path, and by whom.
struct Refused {
    std::string_view sequence;
    std::string_view by;
};

constexpr std::string_view firewall = "Spring's firewall";
constexpr std::string_view tomcat = "Tomcat";

/// Those of StrictHttpFirewall; in lowercase. What Tomcat refuses as it is counts in a query too.
constexpr std::array<Refused, 11> refused_in_paths{{
    {"//", firewall},
    {";", firewall},
    {"%3b", firewall},
    {"%2f", firewall},
    {"%5c", firewall},
    {"%25", firewall},
    {"%2e", firewall},
    {"%00", firewall},
    {"%0a", firewall},
    {"%0d", firewall},
    {"\\", firewall},
}};

constexpr std::string_view refused_by_tomcat = "[]{}|^`\"<>\\";

std::string url_hint(std::string_view sequence, std::string_view by, std::string_view remedy) {
    return std::string(by) + " refuses " + std::string(sequence) + " in a URL" +
           std::string(remedy);
}

std::string remedy_for(std::string_view sequence) {
    if (sequence == "//") {
        return ": write one slash";
    }
    return sequence == ";" ? ": leave out parameters like ;jsessionid=…" : "";
}

/// The sizes of request line and fields, as Tomcat counts them for its limit.
std::size_t size_of_head(const PreparedRequest& request) {
    std::size_t size = request.method.size() + request.target.size() + 12;
    for (const http::Header& line : request.headers) {
        size += line.name.size() + line.value.size() + 4;
    }
    return size;
}

constexpr std::size_t tomcat_head = 8192;

std::string head_hint(const PreparedRequest& request) {
    const std::size_t size = size_of_head(request);
    if (size <= tomcat_head) {
        return {};
    }
    return "URL and headers are " + std::to_string(size) +
           " bytes; Tomcat takes 8192 unless server.max-http-request-header-size says more";
}

/// What a resource server says of a bearer token (RFC 6750, 3.1).
std::optional<Complaint> about_token(const Hop& hop) {
    for (const Challenge& challenge :
         parse_challenges(hop.response.headers.all("WWW-Authenticate"))) {
        const auto error = challenge.find("error");
        if (!base::iequals(challenge.scheme, "Bearer") || !error) {
            continue;
        }
        Complaint complaint{
            .words = std::string(challenge.find("error_description").value_or(*error)), .hint = {}};
        if (*error == "insufficient_scope") {
            const auto scope = challenge.find("scope");
            complaint.hint = "the token is good, but not for this: it lacks " +
                             (scope ? "the scope " + std::string(*scope) : "a scope");
        } else if (*error == "invalid_token") {
            complaint.hint = "the token has expired, or is not for this server: get a new one";
        }
        return complaint;
    }
    return std::nullopt;
}

std::string hint_for_status(const Hop& hop) {
    switch (hop.response.status) {
    case 400: {
        std::string hint = refused_url_hint(hop.request);
        return hint.empty() ? head_hint(hop.request) : hint;
    }
    case 401:
        // Its error page may want a login.
        return refused_url_hint(hop.request);
    case 405:
        return method_hint(hop);
    case 406:
        return accept_hint(hop);
    case 413:
        return size_hint(hop.request);
    case 415:
        return media_type_hint(hop);
    case 431:
        return head_hint(hop.request);
    default:
        return {};
    }
}

std::string hint_for_silence(const ErrorBody& body) {
    if (body.hides_its_message) {
        return "the server hides its message: server.error.include-message=always shows it "
               "(Boot 4: spring.web.error.include-message)";
    }
    return {};
}

} // namespace

Complaint complaint_of(const Hop& hop, const BodyStart& body) {
    if (hop.response.status < 400) {
        return {.words = {}, .hint = downgrade_hint(hop)};
    }
    if (auto complaint = about_token(hop)) {
        return *std::move(complaint);
    }
    const ErrorBody error = read_error(hop.response.headers, body);
    std::string hint = hint_for_status(hop);
    return {.words = error.words, .hint = hint.empty() ? hint_for_silence(error) : hint};
}

std::string refused_url_hint(const PreparedRequest& request) {
    const std::string path = base::to_ascii_lower(request.url.path);
    for (const Refused& each : refused_in_paths) {
        if (path.find(each.sequence) != std::string::npos) {
            return url_hint(each.sequence, each.by, remedy_for(each.sequence));
        }
    }
    const std::size_t raw = request.target.find_first_of(refused_by_tomcat);
    if (raw == std::string::npos) {
        return {};
    }
    const std::string_view sign = std::string_view(request.target).substr(raw, 1);
    return url_hint(sign, tomcat, " as it is: write %" + base::to_ascii_upper(base::to_hex(sign)));
}

std::string downgrade_hint(const Hop& hop) {
    const auto location = hop.response.headers.find("Location");
    if (!location || !http::is_redirect(hop.response)) {
        return {};
    }
    const auto target = http::resolve_reference(hop.request.url, *location);
    const bool is_downgrade = target && hop.request.url.scheme == http::Scheme::https &&
                              target->scheme == http::Scheme::http &&
                              hop.request.url.host == target->host;
    if (!is_downgrade) {
        return {};
    }
    return "the answer to https leads to http: the application does not know of the proxy in front "
           "of it (server.forward-headers-strategy)";
}

} // namespace latch::access
