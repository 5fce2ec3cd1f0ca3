// SPDX-License-Identifier: MIT
#pragma once

#include "cli/call.hpp"
#include "support/http_wire.hpp"
#include "support/latch.hpp"
#include "support/listener.hpp"
#include "support/server.hpp"

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// Answers by path, "ok" where there is none.
using Routes = std::map<std::string, Response>;

/// A body of JSON.
Response json(std::string body);

/// A status without a body.
Response status(unsigned code);

/// "GET /a?b=c", or the same of each.
std::string in_words(const Request& request);
Words in_words(const std::vector<Request>& requests);

/// A folder with flow files, and a server, which they call {{host}}.
class FlowWorld {
public:
    explicit FlowWorld(Routes routes = {});
    explicit FlowWorld(Server::Handler handler);

    Latch& latch() noexcept { return latch_; }

    void write(std::string_view name, std::string_view text) const { latch_.write(name, text); }

    std::filesystem::path folder() const { return latch_.working_directory(); }

    /// The bytes of a file of the folder.
    std::string file(std::string_view name) const;

    /// `latch run a.flow OPTION…` with that text in the file, and without times.
    Ran run(std::string_view flow, const Words& options = {}) const;
    /// `latch run WORD…` likewise.
    Ran run_words(const Words& words) const;

    std::vector<Request> requests() const { return server_.requests(); }

    /// What the server was asked, in words.
    Words asked() const { return in_words(server_.requests()); }

    std::string url(std::string_view path = "") const { return server_.url(path); }

private:
    Latch latch_;
    Server server_;
};

/// Speaks HTTP/1.1 on loopback, to many at the same time, and keeps an answer back until the
/// requests that have arrived by then are enough for it. After ten seconds it answers 504.
class MeetingServer {
public:
    /// Whether the request is answered, given the words of all that have arrived.
    using Enough = std::function<bool(const Request& request, const Words& arrived)>;

    /// Answers with the path, unless `handler` has something else.
    explicit MeetingServer(Enough enough, Server::Handler handler = {});

    std::string url(std::string_view path = "") const { return listener_.url(path); }

    /// What has arrived, in words and in its order.
    Words asked() const;

    /// How many requests were waiting for their answers at the same time, at most.
    std::size_t most_at_once() const;

private:
    void serve(ByteStream& stream);
    Response answer(const Request& request);

    Enough enough_;
    Server::Handler handler_;
    mutable std::mutex mutex_;
    std::condition_variable arrival_;
    Words arrived_;
    std::size_t waiting_ = 0;
    std::size_t most_waiting_ = 0;
    Listener listener_; ///< last: its threads use the rest
};

} // namespace latch::test
