// SPDX-License-Identifier: MIT
#include "latch/request/spool.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <unistd.h>
#include <utility>
#include <variant>

namespace latch::request {

namespace fs = std::filesystem;

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

constexpr std::size_t piece_size = std::size_t{256} * 1024;

Error no_room(const fs::path& folder) {
    return Error(ErrorKind::file, "cannot keep the body in " + folder.string())
        .because(base::system_words(errno))
        .hinting("TMPDIR names another folder");
}

/// A file without a name, which no one else can open and no crash leaves behind.
Result<base::Descriptor> nameless_file(const fs::path& folder) {
    base::Descriptor file(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (file.is_open()) {
        return file;
    }
    // Some file systems cannot do that (NFS, older overlays).
    std::string path = (folder / "latch-XXXXXX").string();
    file = base::Descriptor(::mkostemp(path.data(), O_CLOEXEC));
    if (!file.is_open()) {
        return no_room(folder);
    }
    ::unlink(path.c_str());
    return file;
}

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
    auto file = nameless_file(folder_);
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
    return http::StreamBody{
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
