// SPDX-License-Identifier: MIT
#include "output/verdict.hpp"

#include "latch/base/text.hpp"
#include "latch/http/content_coding.hpp"
#include "latch/http/range.hpp"

#include <string>
#include <utility>

namespace latch::output {

namespace {

using http::Headers;

constexpr unsigned partial_content = 206;
constexpr unsigned range_not_satisfiable = 416;

Refuse refusal(std::string cause) {
    return {base::Error(base::ErrorKind::protocol, "cannot continue the download")
                .because(std::move(cause))
                .hinting("the file is as it was; leave --continue away to fetch it anew")};
}

std::optional<http::ContentRange> content_range(const Headers& headers) {
    const auto lines = headers.all("Content-Range");
    return lines.size() == 1 ? http::parse_content_range(lines.front()) : std::nullopt;
}

/// Whether a length is given that is not this one. Chunks go without.
bool contradicts(const Headers& headers, std::uint64_t length) {
    const auto given = headers.find("Content-Length");
    return given && !headers.contains("Transfer-Encoding") && base::parse_decimal(*given) != length;
}

/// What is wrong with a part that is to follow the first `from` bytes; empty if nothing is.
std::string objection(
    const std::optional<http::ContentRange>& range, const Headers& headers, std::uint64_t from
) {
    if (!range || !range->span) {
        return "the server does not say which part it sends";
    }
    const auto [first, last] = *range->span;
    if (first != from) {
        return "the file has " + base::counted(from, "byte") + ", but the server begins at " +
               std::to_string(first);
    }
    if (range->complete && last + 1 != *range->complete) {
        return "the server sends no more than byte " + std::to_string(last) + " of " +
               std::to_string(*range->complete);
    }
    if (contradicts(headers, last + 1 - first)) {
        return "the server contradicts itself about how much it sends";
    }
    return {};
}

Verdict verdict_on_part(const Headers& headers, std::uint64_t from) {
    if (http::is_coded(headers)) {
        return refusal(
            "the part comes compressed (" + std::string(*headers.find("Content-Encoding")) +
            "), and what is in the file is not"
        );
    }
    const auto range = content_range(headers);
    if (auto cause = objection(range, headers, from); !cause.empty()) {
        return refusal(std::move(cause));
    }
    return Append{.from = from, .whole = range->span->last + 1};
}

Verdict verdict_on_refused_range(const Headers& headers, std::uint64_t from) {
    const auto range = content_range(headers);
    if (!range || !range->complete) {
        return refusal("the server has nothing from byte " + std::to_string(from) + " on (416)");
    }
    if (*range->complete != from) {
        return refusal(
            "the file has " + base::counted(from, "byte") + ", the server " +
            std::to_string(*range->complete)
        );
    }
    return NothingLeft{};
}

/// A part that the user asked for with a Range of their own is what they want to have.
Verdict verdict_on_unasked_part(const http::Hop& hop) {
    if (hop.request.headers.contains("Range")) {
        return SaveAnew{};
    }
    return Refuse{base::Error(base::ErrorKind::protocol, "cannot save the answer")
                      .because("the server sends a part (206), and nobody asked for one")};
}

/// Nobody else finds fault with it, and saving nothing must not look like success.
Refuse unknown_status(unsigned status) {
    return {base::Error(base::ErrorKind::protocol, "cannot save the answer")
                .because("nobody knows what status " + std::to_string(status) + " means")};
}

} // namespace

Verdict verdict_on(const http::Hop& hop, std::optional<std::uint64_t> from) {
    const unsigned status = hop.response.status;
    if (hop.request.method == "HEAD") {
        return SaveNothing{};
    }
    if (status == partial_content) {
        return from ? verdict_on_part(hop.response.headers, *from) : verdict_on_unasked_part(hop);
    }
    if (status == range_not_satisfiable && from) {
        return verdict_on_refused_range(hop.response.headers, *from);
    }
    switch (status / 100) {
    case 2:
        return SaveAnew{};
    case 3:
    case 4:
    case 5:
        return SaveNothing{};
    default:
        return unknown_status(status);
    }
}

} // namespace latch::output
