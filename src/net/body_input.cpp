// SPDX-License-Identifier: MIT
#include "net/body_input.hpp"

#include "net/words.hpp"

#include "latch/base/file.hpp"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <poll.h>
#include <string>
#include <sys/epoll.h>
#include <utility>

namespace latch::net {

using base::Error;
using base::ErrorKind;
using base::Result;

Result<BodyInput> BodyInput::open(boost::asio::io_context& loop, const http::StreamBody& body) {
    BodyInput input(body);
    if (body.replayable) {
        return input;
    }
    const int watcher = ::epoll_create1(EPOLL_CLOEXEC);
    if (watcher < 0) {
        return input.cannot_read(base::system_words(errno));
    }
    input.watched_.emplace(loop, watcher);
    epoll_event event{};
    event.events = EPOLLIN;
    if (::epoll_ctl(watcher, EPOLL_CTL_ADD, body.source->get(), &event) != 0) {
        if (errno != EPERM) {
            return input.cannot_read(base::system_words(errno));
        }
        input.watched_.reset(); // what cannot be watched, a file, is always ready
    }
    return input;
}

Error BodyInput::cannot_read(std::string cause) const {
    return Error(ErrorKind::file, "cannot send " + body_.name).because(std::move(cause));
}

bool BodyInput::has_bytes() const {
    pollfd source{.fd = body_.source->get(), .events = POLLIN, .revents = 0};
    return !watched_ || taken_ < body_.prefix.size() || ::poll(&source, 1, 0) != 0;
}

Result<std::size_t> BodyInput::read(std::span<char> into) const {
    if (taken_ < body_.prefix.size()) {
        return body_.prefix.copy(into.data(), into.size(), taken_);
    }
    const auto position = body_.replayable ? std::optional(body_.offset + taken_) : std::nullopt;
    auto count = base::read_some(body_.source->get(), into, position, body_.name);
    return count ? count : cannot_read(count.error().cause());
}

/// Only a regular file is asked whether it goes on: a pipe would make us wait.
Result<bool> BodyInput::at_announced_end() const {
    if (!body_.length || taken_ < body_.length->count) {
        return false;
    }
    char next = 0;
    const Result<std::size_t> more = body_.replayable ? read({&next, 1}) : Result<std::size_t>(0);
    if (!more) {
        return more.error();
    }
    if (*more != 0) {
        return cannot_read("it has grown past " + byte_count(body_.length->count));
    }
    return true;
}

Result<Taken> BodyInput::take(std::span<char> into) {
    if (!has_bytes()) {
        return Taken{};
    }
    if (body_.length) {
        into = into.first(std::min<std::uint64_t>(into.size(), body_.length->count - taken_));
    }
    const bool is_empty = body_.length && body_.length->count == 0;
    const Result<std::size_t> count = is_empty ? Result<std::size_t>(0) : read(into);
    if (!count) {
        return count.error();
    }
    taken_ += *count;
    if (body_.length && *count == 0 && !is_empty) {
        return cannot_read(
            "it ended after " + std::to_string(taken_) + " of " + byte_count(body_.length->count)
        );
    }
    const Result<bool> ended = at_announced_end();
    if (!ended) {
        return ended.error();
    }
    return Taken{.count = *count, .last = *ended || *count == 0};
}

} // namespace latch::net
