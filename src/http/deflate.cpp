// SPDX-License-Identifier: MIT
#include "latch/http/deflate.hpp"

#define ZLIB_CONST // NOLINT(cppcoreguidelines-macro-usage): how zlib makes next_in const
#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <new>

namespace latch::http {

/// zlib's state.
class Deflate::Stream {
public:
    Stream() {
        if (deflateInit(&zlib_, Z_DEFAULT_COMPRESSION) != Z_OK) {
            throw std::bad_alloc();
        }
    }

    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    Stream(Stream&&) = delete;
    Stream& operator=(Stream&&) = delete;

    ~Stream() { deflateEnd(&zlib_); }

    /// Encodes all of `input`.
    std::string run(std::string_view input, int flush) {
        std::string output;
        do {
            // zlib counts in 32 bits.
            const std::size_t most = std::numeric_limits<uInt>::max();
            const std::string_view part = input.substr(0, most);
            input.remove_prefix(part.size());
            // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): zlib's bytes
            zlib_.next_in = reinterpret_cast<const Bytef*>(part.data());
            zlib_.avail_in = static_cast<uInt>(part.size());
            drain(output, input.empty() ? flush : Z_NO_FLUSH);
        } while (!input.empty());
        return output;
    }

private:
    void drain(std::string& output, int flush) {
        std::array<char, 65536> room; // NOLINT(*-member-init): deflate() fills it
        do {
            // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): zlib's bytes
            zlib_.next_out = reinterpret_cast<Bytef*>(room.data());
            zlib_.avail_out = static_cast<uInt>(room.size());
            deflate(&zlib_, flush); // cannot fail with room and in this order of calls
            output.append(room.data(), room.size() - zlib_.avail_out);
        } while (zlib_.avail_out == 0);
    }

    z_stream zlib_{};
};

Deflate::Deflate() : stream_(std::make_unique<Stream>()) {}

Deflate::~Deflate() = default;

std::string Deflate::write(std::string_view bytes) {
    return stream_->run(bytes, Z_NO_FLUSH);
}

std::string Deflate::finish() {
    return stream_->run({}, Z_FINISH);
}

} // namespace latch::http
