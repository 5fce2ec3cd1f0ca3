// SPDX-License-Identifier: MIT
#include "cli/flow_world.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace latch::test {

namespace {

constexpr std::chrono::seconds patience{10};

Deadline soon() {
    return std::chrono::steady_clock::now() + patience;
}

ServerOptions perhaps_never() {
    ServerOptions options;
    options.at_least = 0;
    return options;
}

} // namespace

Response json(std::string body) {
    return reply(std::move(body), "application/json");
}

Response status(unsigned code) {
    return {.status = code};
}

std::string in_words(const Request& request) {
    return request.method + ' ' + request.target;
}

Words in_words(const std::vector<Request>& requests) {
    Words words;
    for (const Request& request : requests) {
        words.push_back(in_words(request));
    }
    return words;
}

FlowWorld::FlowWorld(Routes routes)
    : FlowWorld([routes = std::move(routes)](const Request& request) {
          const auto route = routes.find(request.path());
          return route == routes.end() ? reply("ok\n") : route->second;
      }) {}

FlowWorld::FlowWorld(Server::Handler handler) : server_(std::move(handler), perhaps_never()) {}

std::string FlowWorld::file(std::string_view name) const {
    return content(latch_.working_directory() / name);
}

Ran FlowWorld::run(std::string_view flow, const Words& options) const {
    write("a.flow", flow);
    Words words{"a.flow"};
    words.insert(words.end(), options.begin(), options.end());
    return run_words(words);
}

Ran FlowWorld::run_words(const Words& words) const {
    Words all{"run", "--no-timings", "--var", "host=" + server_.url("")};
    all.insert(all.end(), words.begin(), words.end());
    return latch_.run(all);
}

MeetingServer::MeetingServer(Enough enough, Server::Handler handler)
    : enough_(std::move(enough)), handler_(std::move(handler)),
      listener_({}, [this](std::size_t /*connection*/, ByteStream& stream) { serve(stream); }) {}

Words MeetingServer::asked() const {
    const std::lock_guard lock(mutex_);
    return arrived_;
}

std::size_t MeetingServer::most_at_once() const {
    const std::lock_guard lock(mutex_);
    return most_waiting_;
}

void MeetingServer::serve(ByteStream& stream) {
    Received facts;
    if (stream.start(soon(), facts) != Ended::done) {
        return;
    }
    RequestReader reader(stream);
    while (const auto request = reader.next(soon())) {
        if (send(stream, *request, answer(*request), soon()) == Sent::and_close) {
            return;
        }
    }
}

Response MeetingServer::answer(const Request& request) {
    std::unique_lock lock(mutex_);
    arrived_.push_back(in_words(request));
    most_waiting_ = std::max(most_waiting_, ++waiting_);
    arrival_.notify_all();
    const bool is_enough =
        arrival_.wait_for(lock, patience, [&] { return enough_(request, arrived_); });
    --waiting_;
    if (!is_enough) {
        return status(504);
    }
    return handler_ ? handler_(request) : reply(request.path() + '\n');
}

} // namespace latch::test
