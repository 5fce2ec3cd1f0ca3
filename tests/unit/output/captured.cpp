// SPDX-License-Identifier: MIT
#include "captured.hpp"

#include <array>
#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>

namespace latch::test {

Captured::Captured()
    : file_(::open((directory_ / "out").c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {}

std::string Captured::text() const {
    return slurp(directory_ / "out");
}

Pipe::Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0 || ::fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) {
        throw std::runtime_error("cannot make a pipe");
    }
    reader = base::Descriptor(ends[0]);
    writer = base::Descriptor(ends[1]);
}

std::string Pipe::arrived() const {
    std::string bytes;
    std::array<char, 4096> chunk{};
    for (;;) {
        const ssize_t got = ::read(reader.get(), chunk.data(), chunk.size());
        if (got <= 0) {
            return bytes;
        }
        bytes.append(chunk.data(), static_cast<std::size_t>(got));
    }
}

std::string
painted(const std::function<void(output::Painter&)>& paint, const output::Theme& theme) {
    const Captured captured;
    output::Writer writer{output::Outlet(captured.stream())};
    output::Painter painter(writer, theme);
    paint(painter);
    if (!writer.flush()) {
        throw std::runtime_error("cannot write");
    }
    return captured.text();
}

std::vector<std::string_view> pieces(std::string_view bytes, std::size_t size) {
    std::vector<std::string_view> cut;
    for (std::size_t at = 0; at < bytes.size(); at += size) {
        cut.push_back(bytes.substr(at, size));
    }
    return cut;
}

} // namespace latch::test
