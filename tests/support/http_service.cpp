// SPDX-License-Identifier: MIT
#include "support/http_service.hpp"

#include "support/http_wire.hpp"

#include <chrono>
#include <exception>
#include <utility>

namespace latch::test {

namespace {

/// For a client that neither sends nor leaves.
constexpr std::chrono::seconds patience{60};

Deadline soon() {
    return std::chrono::steady_clock::now() + patience;
}

} // namespace

HttpService::HttpService(Handler handler, const ListenerOptions& options)
    : handler_(std::move(handler)),
      listener_(options, [this](std::size_t connection, ByteStream& stream) {
          serve(connection, stream);
      }) {}

std::vector<Request> HttpService::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

std::vector<std::string> HttpService::take_complaints() {
    const std::lock_guard lock(mutex_);
    return std::exchange(complaints_, {});
}

void HttpService::serve(std::size_t connection, ByteStream& stream) {
    Received facts;
    if (stream.start(soon(), facts) != Ended::done) {
        return;
    }
    RequestReader reader(stream);
    while (std::optional<Request> request = reader.next(soon())) {
        request->connection = connection;
        const bool goes_on = keeps_alive(*request);
        if (send(stream, *request, handle(*request), soon()) == Sent::and_close || !goes_on) {
            stream.end_sending();
            return;
        }
    }
    if (!reader.problem().empty()) {
        complain(reader.problem());
    }
}

Response HttpService::handle(const Request& request) {
    const std::lock_guard turn(one_at_a_time_);
    {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
    }
    try {
        return handler_(request);
    } catch (const std::exception& failure) {
        complain(failure.what());
        return Response{.status = 500, .body = "the handler failed"};
    }
}

void HttpService::complain(std::string what) {
    const std::lock_guard lock(mutex_);
    complaints_.push_back(std::move(what));
}

} // namespace latch::test
