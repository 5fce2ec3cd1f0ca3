// SPDX-License-Identifier: MIT
#include "latch/request/spool.hpp"

#include "latch/base/new_file.hpp"

#include <memory>
#include <utility>
#include <variant>

namespace latch::request {

namespace fs = std::filesystem;

namespace {

using base::Result;

constexpr std::size_t piece_size = std::size_t{256} * 1024;

Result<http::BodyPiece> spooled(const http::StreamBody& body, const fs::path& folder) {
    Spool spool(folder);
    const auto read =
        read_through(body, [&](std::string_view bytes) { return spool.write(bytes); });
    return read ? Result<http::BodyPiece>(std::move(spool).finish(body.name)) : read.error();
}

} // namespace

Result<void> Spool::write(std::string_view bytes) {
    size_.count += bytes.size();
    if (!file_.is_open()) {
        bytes_ += bytes;
        return bytes_.size() > limit_.count ? spill() : Result<void>();
    }
    return base::write_all(file_.get(), bytes, (folder_ / "temporary file").string());
}

Result<void> Spool::spill() {
    auto file = base::nameless_file(folder_, "the body");
    if (!file) {
        return file.error();
    }
    file_ = *std::move(file);
    const std::string bytes = std::exchange(bytes_, {});
    return base::write_all(file_.get(), bytes, (folder_ / "temporary file").string());
}

http::BodyPiece Spool::finish(std::string name) && {
    if (!file_.is_open()) {
        return http::BytesBody{std::move(bytes_)};
    }
    return as_stream(std::move(name));
}

Result<http::StreamBody> Spool::finish_as_file(std::string name) && {
    if (!file_.is_open()) {
        if (auto spilled = spill(); !spilled) {
            return spilled.error();
        }
    }
    return as_stream(std::move(name));
}

http::StreamBody Spool::as_stream(std::string name) {
    return {
        .source = std::make_shared<base::Descriptor>(std::move(file_)),
        .length = size_,
        .replayable = true,
        .name = std::move(name),
    };
}

Result<void> read_through(
    const http::StreamBody& body, const std::function<Result<void>(std::string_view)>& consume
) {
    if (!body.prefix.empty()) {
        if (auto taken = consume(body.prefix); !taken) {
            return taken;
        }
    }
    std::string piece(piece_size, '\0');
    for (std::uint64_t position = 0;;) {
        const auto count = base::read_some(
            body.source->get(),
            piece,
            body.replayable ? std::optional(body.offset + position) : std::nullopt,
            body.name
        );
        if (!count) {
            return count.error();
        }
        if (*count == 0) {
            return {};
        }
        position += *count;
        if (auto taken = consume(std::string_view(piece).substr(0, *count)); !taken) {
            return taken;
        }
    }
}

Result<http::StreamBody> replayable_file(http::StreamBody file, const fs::path& folder) {
    if (file.replayable) {
        return file;
    }
    Spool spool(folder);
    const auto read =
        read_through(file, [&](std::string_view bytes) { return spool.write(bytes); });
    return read ? std::move(spool).finish_as_file(file.name) : read.error();
}

Result<http::Body> replayable(http::Body body, const fs::path& folder) {
    if (http::is_replayable(body)) {
        return body;
    }
    if (const auto* const stream = std::get_if<http::StreamBody>(&body)) {
        auto piece = spooled(*stream, folder);
        return piece ? Result<http::Body>(http::as_body(*std::move(piece))) : piece.error();
    }
    auto& joined = std::get<http::JoinedBody>(body);
    for (http::BodyPiece& piece : joined.pieces) {
        const auto* const stream = std::get_if<http::StreamBody>(&piece);
        if (stream != nullptr && !stream->replayable) {
            auto kept = spooled(*stream, folder);
            if (!kept) {
                return kept.error();
            }
            piece = *std::move(kept);
        }
    }
    return body;
}

} // namespace latch::request
