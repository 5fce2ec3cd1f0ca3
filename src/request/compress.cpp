// SPDX-License-Identifier: MIT
#include "latch/request/compress.hpp"

#include "latch/http/deflate.hpp"
#include "latch/request/spool.hpp"

#include <string_view>
#include <utility>
#include <variant>

namespace latch::request {

namespace {

using base::Result;

Result<void> deflate_into(Spool& spool, const http::Body& body) {
    http::Deflate deflate;
    const auto put = [&](std::string_view bytes) { return spool.write(deflate.write(bytes)); };
    const auto* const bytes = std::get_if<http::BytesBody>(&body);
    const Result<void> through =
        bytes != nullptr ? put(bytes->bytes) : read_through(std::get<http::StreamBody>(body), put);
    return through ? spool.write(deflate.finish()) : through;
}

} // namespace

Result<void>
compress(http::Request& request, Compression wish, const std::filesystem::path& folder) {
    if (wish == Compression::none || !http::has_body(request.body)) {
        return {};
    }
    Spool spool(folder);
    if (auto deflated = deflate_into(spool, request.body); !deflated) {
        return deflated;
    }
    const auto before = http::length_of(request.body);
    if (wish == Compression::if_smaller && before && spool.size().count >= before->count) {
        return {};
    }
    request.body = http::as_body(std::move(spool).finish("the compressed body"));
    request.defaults.set("Content-Encoding", "deflate");
    return {};
}

} // namespace latch::request
