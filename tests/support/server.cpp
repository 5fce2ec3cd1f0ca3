// SPDX-License-Identifier: MIT
#include "support/server.hpp"

#include "support/catch.hpp"
#include "support/message.hpp"

#include <chrono>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <utility>

namespace latch::test {

namespace {

/// For a client that neither sends nor leaves.
constexpr std::chrono::seconds patience{60};

Deadline soon() {
    return std::chrono::steady_clock::now() + patience;
}

} // namespace

Response& Response::with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

Response reply(std::string body, std::string type) {
    return Response{.headers = {{"Content-Type", std::move(type)}}, .body = std::move(body)};
}

Response redirect(std::string location, unsigned status) {
    return Response{.status = status, .headers = {{"Location", std::move(location)}}};
}

void demand(bool claim, const std::string& what) {
    if (!claim) {
        throw std::runtime_error("a demand of the handler was not met: " + what);
    }
}

class Server::Impl {
public:
    Impl(Handler handler, const ServerOptions& options)
        : handler_(std::move(handler)), options_(options),
          listener_(options.listener, [this](std::size_t connection, ByteStream& stream) {
              serve(connection, stream);
          }) {}

    std::vector<std::string> finish() {
        if (std::exchange(finished_, true)) {
            return {};
        }
        listener_.stop();
        if (requests_.size() < options_.at_least) {
            complaints_.push_back(
                "the server was called " + std::to_string(requests_.size()) + " times, at least " +
                std::to_string(options_.at_least) + " were expected"
            );
        }
        return std::move(complaints_);
    }

    std::vector<Request> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }

    const Listener& listener() const noexcept { return listener_; }

private:
    void serve(std::size_t connection, ByteStream& stream) {
        Received facts;
        if (stream.start(soon(), facts) != Ended::done) {
            return;
        }
        RequestReader reader(stream);
        while (std::optional<Request> request = reader.next(soon())) {
            request->connection = connection;
            const bool goes_on = keeps_alive(*request);
            const Response response = handle(*request);
            const Sent sent = send(stream, *request, response, soon());
            if (sent == Sent::and_close || !goes_on) {
                stream.end_sending();
                return;
            }
        }
        if (!reader.problem().empty()) {
            const std::lock_guard lock(mutex_);
            complaints_.push_back(reader.problem());
        }
    }

    Response handle(const Request& request) {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
        if (requests_.size() > options_.at_most) {
            complaints_.push_back("one call too many: " + request.method + " " + request.target);
        }
        try {
            return handler_(request);
        } catch (const std::exception& failure) {
            complaints_.emplace_back(failure.what());
            return Response{.status = 500, .body = "the handler failed"};
        }
    }

    Handler handler_;
    ServerOptions options_;
    mutable std::mutex mutex_;
    std::vector<Request> requests_;
    std::vector<std::string> complaints_;
    bool finished_ = false;
    Listener listener_;
};

Server::Server(Handler handler, ServerOptions options)
    : impl_(std::make_unique<Impl>(std::move(handler), options)) {}

Server::~Server() {
    // A test that is on its way out for another reason has its failure already.
    if (std::uncaught_exceptions() == 0) {
        verify();
    }
}

std::uint16_t Server::port() const noexcept {
    return impl_->listener().port();
}

std::string Server::url(std::string_view path) const {
    return impl_->listener().url(path);
}

std::vector<Request> Server::requests() const {
    return impl_->requests();
}

Request Server::request(std::size_t number) const {
    const std::vector<Request> all = requests();
    REQUIRE(number < all.size());
    return all[number];
}

std::vector<std::string> Server::finish() {
    return impl_->finish();
}

void Server::verify() {
    for (const std::string& complaint : finish()) {
        FAIL_CHECK(complaint);
    }
}

} // namespace latch::test
