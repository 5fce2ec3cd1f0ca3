// SPDX-License-Identifier: MIT
#pragma once

#include "support/raw_server.hpp"

#include <string>
#include <vector>

namespace latch::test {

/// How far a server has come with its answer when it stops.
struct Stop {
    std::string why;
    std::string said;
};

/// Every point of an answer that is not its end.
inline std::vector<Stop> stops() {
    const std::string ok = "HTTP/1.1 200 OK\r\n";
    const std::string lengthy = ok + "Content-Length: 9\r\n\r\n";
    const std::string chunky = ok + "Transfer-Encoding: chunked\r\n\r\n";
    return {
        {"before the answer", ""},
        {"in the status line", "HTTP/1.1 20"},
        {"in a field", ok + "Content-Le"},
        {"behind a field", ok + "Content-Length: 9\r\n"},
        {"behind an interim answer", "HTTP/1.1 103 Early Hints\r\n\r\n"},
        {"behind the head", lengthy},
        {"in the body", lengthy + "half"},
        {"in the size of a chunk", chunky + "1"},
        {"in a chunk", chunky + "9\r\nhalf"},
        {"between chunks", chunky + "4\r\nhalf\r\n"},
        {"in the trailers", chunky + "4\r\nhalf\r\n0\r\nX: y\r\n"},
    };
}

inline const std::string& whole_answer() {
    static const std::string bytes = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    return bytes;
}

inline Script one_answer() {
    return Script().request().send(whole_answer()).until_peer_leaves();
}

} // namespace latch::test
