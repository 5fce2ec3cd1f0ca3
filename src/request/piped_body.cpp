// SPDX-License-Identifier: MIT
#include "request/piped_body.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <poll.h>
#include <string>
#include <unistd.h>
#include <utility>

namespace latch::request {

namespace {

using base::Result;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

enum class Wait { readable, timed_out };

constexpr milliseconds for_ever{-1};

/// Waits until a read does not block: there are bytes, or the end, or an error to be read.
Result<Wait> wait_for_input(int descriptor, milliseconds timeout) {
    pollfd watched{.fd = descriptor, .events = POLLIN, .revents = 0};
    for (;;) {
        // A signal starts the time again; those that do not end the program are rare.
        const int ready = poll(&watched, 1, static_cast<int>(timeout.count()));
        if (ready > 0) {
            return Wait::readable;
        }
        if (ready == 0) {
            return Wait::timed_out;
        }
        if (errno != EINTR) {
            return stdin_error();
        }
    }
}

enum class Read { some, end, nothing_yet };

/// One read of what is there.
Result<Read> read_some(int descriptor, std::string& into) {
    std::array<char, 16384> bytes; // NOLINT(cppcoreguidelines-pro-type-member-init): read fills it
    const ssize_t count = read(descriptor, bytes.data(), bytes.size());
    if (count > 0) {
        into.append(bytes.data(), static_cast<std::size_t>(count));
        return Read::some;
    }
    if (count == 0) {
        return Read::end;
    }
    if (errno == EINTR || errno == EAGAIN) {
        return Read::nothing_yet;
    }
    return stdin_error();
}

Result<void> wait_for_first(
    int descriptor, milliseconds before_notice, const std::function<void()>& on_silence
) {
    auto waited = wait_for_input(descriptor, before_notice);
    if (waited && *waited == Wait::timed_out) {
        if (on_silence) {
            on_silence();
        }
        waited = wait_for_input(descriptor, for_ever);
    }
    return waited ? Result<void>{} : waited.error();
}

/// Reads into `bytes` until the end, which is true, or until `deadline` or too much of it.
Result<bool> read_to_end(int descriptor, Clock::time_point deadline, std::string& bytes) {
    while (bytes.size() <= held_input.count) {
        const auto got = read_some(descriptor, bytes);
        if (!got) {
            return got.error();
        }
        if (*got == Read::end) {
            return true;
        }
        const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
        const auto waited = wait_for_input(descriptor, std::max(left, milliseconds(0)));
        if (!waited) {
            return waited.error();
        }
        if (*waited == Wait::timed_out || left <= milliseconds(0)) {
            return false;
        }
    }
    return false;
}

} // namespace

base::Error stdin_error() {
    return base::Error(base::ErrorKind::file, "cannot read standard input")
        .because(base::system_words(errno));
}

Result<base::Descriptor> duplicate(int descriptor) {
    base::Descriptor copy(fcntl(descriptor, F_DUPFD_CLOEXEC, 3));
    if (!copy.is_open()) {
        return stdin_error();
    }
    return copy;
}

Result<http::Body>
piped_body(int descriptor, const Patience& patience, const std::function<void()>& on_silence) {
    if (auto first = wait_for_first(descriptor, patience.before_notice, on_silence); !first) {
        return first.error();
    }
    std::string bytes;
    const auto complete = read_to_end(descriptor, Clock::now() + patience.for_end, bytes);
    if (!complete) {
        return complete.error();
    }
    if (*complete) {
        return bytes.empty() ? http::Body(http::NoBody{})
                             : http::Body(http::BytesBody{std::move(bytes)});
    }
    auto source = duplicate(descriptor);
    if (!source) {
        return source.error();
    }
    return http::Body(http::StreamBody{
        .source = std::make_shared<base::Descriptor>(*std::move(source)),
        .length = std::nullopt,
        .replayable = false,
        .name = std::string(stdin_name),
        .prefix = std::move(bytes),
    });
}

} // namespace latch::request
