// SPDX-License-Identifier: MIT
#include "client/entity_hash.hpp"

#include "latch/base/file.hpp"

#include <array>
#include <cerrno>
#include <unistd.h>
#include <vector>

namespace latch::client {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

Result<void> add_file(base::Hash& hash, const http::StreamBody& body) {
    std::array<char, 65536> chunk; // NOLINT(*-member-init): pread() fills it
    // Not by read(): the place where the file stands belongs to whoever sends the body.
    for (auto offset = static_cast<off_t>(body.offset);;) {
        const ssize_t got = ::pread(body.source->get(), chunk.data(), chunk.size(), offset);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return Error(ErrorKind::file, "cannot read " + body.name)
                .because(base::system_words(errno));
        }
        if (got == 0) {
            return {};
        }
        hash.update({chunk.data(), static_cast<std::size_t>(got)});
        offset += got;
    }
}

Result<void> add_piece(base::Hash& hash, const http::BodyPiece& piece) {
    if (const auto* const stream = std::get_if<http::StreamBody>(&piece)) {
        return add_file(hash, *stream);
    }
    hash.update(std::get<http::BytesBody>(piece).bytes);
    return {};
}

std::vector<http::BodyPiece> pieces_of(const http::Body& body) {
    if (const auto* const bytes = std::get_if<http::BytesBody>(&body)) {
        return {*bytes};
    }
    if (const auto* const stream = std::get_if<http::StreamBody>(&body)) {
        return {*stream};
    }
    const auto* const joined = std::get_if<http::JoinedBody>(&body);
    return joined == nullptr ? std::vector<http::BodyPiece>{} : joined->pieces;
}

} // namespace

Result<std::string> entity_hash(base::HashFunction function, const http::Body& body) {
    if (http::has_body(body) && !http::is_replayable(body)) {
        return Error(ErrorKind::usage, "cannot sign the body for digest authentication")
            .because("the server wants its hash (auth-int), and the body can be read only once")
            .hinting("give the body as a file");
    }
    base::Hash hash(function);
    for (const http::BodyPiece& piece : pieces_of(body)) {
        if (auto added = add_piece(hash, piece); !added) {
            return added.error();
        }
    }
    return hash.hex();
}

} // namespace latch::client
