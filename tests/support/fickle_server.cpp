// SPDX-License-Identifier: MIT
#include "support/fickle_server.hpp"

#include "support/http_wire.hpp"

#include <chrono>
#include <optional>
#include <utility>

namespace latch::test {

FickleServer::FickleServer(std::size_t requests_per_connection, Handler handler)
    : most_(requests_per_connection), handler_(std::move(handler)),
      listener_({}, [this](std::size_t /*connection*/, ByteStream& stream) { serve(stream); }) {}

std::map<std::string, std::size_t> FickleServer::counts() const {
    const std::lock_guard lock(mutex_);
    return counts_;
}

void FickleServer::serve(ByteStream& stream) {
    const Deadline patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    RequestReader reader(stream);
    for (std::size_t count = 0; count < most_; ++count) {
        const std::optional<Request> request = reader.next(patience);
        if (!request || send(stream, *request, handle(*request), patience) == Sent::and_close) {
            return;
        }
    }
}

Response FickleServer::handle(const Request& request) {
    const std::lock_guard lock(mutex_);
    ++counts_[request.target];
    return handler_(request);
}

} // namespace latch::test
