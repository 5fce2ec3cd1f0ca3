// SPDX-License-Identifier: MIT
#include "client/entity_hash.hpp"

#include "latch/base/file.hpp"

#include <array>
#include <cstdint>

namespace latch::client {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

Result<void> add_file(base::Hash& hash, const http::StreamBody& body) {
    std::array<char, 65536> chunk; // NOLINT(*-member-init): read_some() fills it
    // By position: the place where the file stands belongs to whoever sends the body.
    for (std::uint64_t offset = body.offset;;) {
        const auto got = base::read_some(body.source->get(), chunk, offset, body.name);
        if (!got) {
            return got.error();
        }
        if (*got == 0) {
            return {};
        }
        hash.update({chunk.data(), *got});
        offset += *got;
    }
}

Result<void> add_piece(base::Hash& hash, const http::BodyPiece& piece) {
    if (const auto* const stream = std::get_if<http::StreamBody>(&piece)) {
        return add_file(hash, *stream);
    }
    hash.update(std::get<http::BytesBody>(piece).bytes);
    return {};
}

Result<void> add_body(base::Hash& hash, const http::Body& body) {
    if (const auto* const bytes = std::get_if<http::BytesBody>(&body)) {
        hash.update(bytes->bytes);
    } else if (const auto* const stream = std::get_if<http::StreamBody>(&body)) {
        return add_file(hash, *stream);
    } else if (const auto* const joined = std::get_if<http::JoinedBody>(&body)) {
        for (const http::BodyPiece& piece : joined->pieces) {
            if (auto added = add_piece(hash, piece); !added) {
                return added;
            }
        }
    }
    return {};
}

} // namespace

Result<std::string> entity_hash(base::HashFunction function, const http::Body& body) {
    if (http::has_body(body) && !http::is_replayable(body)) {
        return Error(ErrorKind::usage, "cannot sign the body for digest authentication")
            .because("the server wants its hash (auth-int), and the body can be read only once")
            .hinting("give the body as a file");
    }
    base::Hash hash(function);
    if (auto added = add_body(hash, body); !added) {
        return added.error();
    }
    return hash.hex();
}

} // namespace latch::client
