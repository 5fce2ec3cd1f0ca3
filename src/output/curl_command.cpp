// SPDX-License-Identifier: MIT
#include "latch/output/curl_command.hpp"

#include "output/curl_line.hpp"

#include "latch/base/text.hpp"
#include "latch/http/multipart.hpp"
#include "latch/output/redact.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace latch::output {

namespace {

/// What curl decides by itself from other options, or for every request.
constexpr std::array<std::string_view, 4> left_to_curl{
    "Host", "Connection", "Content-Length", "Expect"};

bool is_form(const http::PreparedRequest& request) {
    return std::holds_alternative<http::JoinedBody>(request.body);
}

/// Said only where it does not follow from the body: curl would keep it across a redirect.
void put_method(CurlLine& line, const http::PreparedRequest& request) {
    const std::string_view implied = http::has_body(request.body) ? "POST" : "GET";
    if (request.method == "HEAD" && implied == "GET") {
        line.put("-I", "--head");
    } else if (request.method != implied) {
        line.put("-X", "--request", request.method);
    }
}

/// Whether curl sends such a field without being told.
bool is_sent_anyway(const http::Header& field, const http::PreparedRequest& request) {
    const auto is = [&field](std::string_view name) { return base::iequals(field.name, name); };
    if (is("Host")) {
        return field.value == http::authority(request.url);
    }
    const bool is_boundary =
        is("Content-Type") && is_form(request) && field.value.starts_with("multipart/form-data;");
    return is_boundary || std::ranges::any_of(left_to_curl, is) ||
           (is("Accept") && field.value == "*/*");
}

/// The text without the secrets of the run, of which is warned then: such a command does not work.
std::string shown_in(CurlLine& line, std::string_view text) {
    const CurlStyle& style = line.style();
    const bool is_whole = style.secrets == Secrets::shown || style.known == nullptr;
    std::string shown = is_whole ? std::string(text) : style.known->redact(text);
    if (shown != text) {
        line.warn_of_secrets();
    }
    return shown;
}

void put_header(CurlLine& line, const http::Header& field) {
    if (base::iequals(field.name, "Accept-Encoding") &&
        field.value.find("gzip") != std::string::npos) {
        line.put_long("--compressed");
        return;
    }
    const std::string value =
        line.style().secrets == Secrets::shown ? field.value : redacted(field);
    if (value != field.value) {
        line.warn_of_secrets();
    }
    const std::string end = value.empty() ? ";" : ": " + shown_in(line, value);
    line.put("-H", "--header", field.name + end);
}

void put_headers(CurlLine& line, const http::PreparedRequest& request) {
    for (const http::Header& field : request.headers) {
        if (!is_sent_anyway(field, request)) {
            put_header(line, field);
        }
    }
    // What curl would add by itself.
    for (const std::string_view name : {"Accept", "User-Agent"}) {
        if (!request.headers.contains(name)) {
            line.put("-H", "--header", std::string(name) + ':');
        }
    }
    if (http::has_body(request.body) && !request.headers.contains("Content-Type")) {
        line.put("-H", "--header", "Content-Type:");
    }
}

/// No shell passes a NUL on.
void put_bytes(CurlLine& line, const http::BytesBody& body) {
    if (body.bytes.find('\0') != std::string::npos) {
        line.put_long("--data-binary", "@-");
        line.warn("the body holds NUL bytes, curl has to read it from standard input");
        return;
    }
    // Unlike --data it takes a leading '@' and line ends as they are.
    line.put_long("--data-raw", shown_in(line, body.bytes));
}

/// A file's name in curl's quotes, in which commas and semicolons are characters.
std::string quoted_name(std::string_view name) {
    std::string quoted = "\"";
    for (const char c : name) {
        quoted += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
    }
    return quoted + '"';
}

bool is_from_file(const http::StreamBody& body) {
    return body.replayable && body.name != "standard input";
}

void put_file_part(CurlLine& line, const http::FormPart& part, const http::StreamBody& file) {
    if (!is_from_file(file)) {
        line.warn("what " + part.name + " is comes from a pipe, and curl has to be given it");
    }
    // With '<' it is the text of a field, and has no name of its own.
    std::string value = part.name + (part.file_name ? "=@" : "=<") +
                        (is_from_file(file) ? quoted_name(file.name) : "-");
    if (!part.media_type.empty()) {
        value += ";type=" + part.media_type;
    }
    if (part.file_name) {
        value += ";filename=" + quoted_name(*part.file_name);
    }
    line.put("-F", "--form", value);
}

void put_form(CurlLine& line, const http::JoinedBody& body) {
    for (const http::FormPart& part : http::form_parts(body)) {
        if (const auto* const file = std::get_if<http::StreamBody>(&part.content)) {
            put_file_part(line, part, *file);
        } else {
            // Unlike --form it takes a leading '@' or '<' as it is.
            const std::string& text = std::get<http::BytesBody>(part.content).bytes;
            line.put_long("--form-string", part.name + '=' + shown_in(line, text));
        }
    }
}

void put_body(CurlLine& line, const http::Body& body) {
    if (const auto* const bytes = std::get_if<http::BytesBody>(&body)) {
        put_bytes(line, *bytes);
    } else if (const auto* const stream = std::get_if<http::StreamBody>(&body)) {
        line.put_long("--data-binary", is_from_file(*stream) ? '@' + stream->name : "@-");
    } else if (const auto* const joined = std::get_if<http::JoinedBody>(&body)) {
        put_form(line, *joined);
    }
}

void put_digest(CurlLine& line, const std::optional<http::UserInfo>& account) {
    if (account) {
        const std::string user = account->user + ':';
        line.put_long("--digest");
        line.put_secret(
            "--user",
            user + std::string(account->password.value_or(base::Secret()).reveal()),
            user + "****"
        );
    }
}

void put_destination(CurlLine& line, const BodyDestination& destination) {
    if (destination.file) {
        line.put("-o", "--output", *destination.file);
    } else if (destination.download != Download::none) {
        line.put("-O", "--remote-name");
        line.put("-J", "--remote-header-name");
    }
    if (destination.download == Download::resumed) {
        line.put("-C", "--continue-at", "-");
    }
}

void put_url(CurlLine& line, const http::PreparedRequest& request) {
    if (request.target.find("/.") != std::string::npos) {
        line.put_long("--path-as-is");
    }
    line.put_word(shown_in(line, http::to_string(request.url)));
}

} // namespace

CurlCommand curl_command(const CurlSubject& subject, const CurlStyle& style) {
    CurlLine line(style);
    put_method(line, subject.request);
    put_digest(line, subject.digest);
    put_headers(line, subject.request);
    put_body(line, subject.request.body);
    put_policy(line, subject.policy, subject.request.url);
    put_destination(line, subject.destination);
    put_url(line, subject.request);
    return std::move(line).take();
}

} // namespace latch::output
