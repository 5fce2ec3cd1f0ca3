// SPDX-License-Identifier: MIT
#include "net/resolve.hpp"

#include "latch/base/text.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <sys/socket.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace latch::net {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

struct FreeAddresses {
    void operator()(addrinfo* list) const noexcept { ::freeaddrinfo(list); }
};

using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

/// A question to the resolver, shared by who asks and the thread that answers.
struct Question {
    std::string host;
    std::string port;
    int family = AF_UNSPEC;
    int error = EAI_AGAIN;
    Addresses answer;
    std::atomic<bool> answered = false; ///< what the thread wrote is visible to who sees this
    base::Descriptor bell;              ///< closed when it is answered
};

void ask(Question& question) {
    addrinfo hints{};
    hints.ai_family = question.family;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
    addrinfo* list = nullptr;
    question.error = ::getaddrinfo(question.host.c_str(), question.port.c_str(), &hints, &list);
    question.answer.reset(list);
    question.answered.store(true, std::memory_order_release);
    question.bell.close();
}

std::vector<Endpoint> endpoints(const addrinfo* list) {
    std::vector<Endpoint> found;
    for (const addrinfo* entry = list; entry != nullptr; entry = entry->ai_next) {
        Endpoint endpoint;
        if (entry->ai_addrlen <= endpoint.capacity()) {
            std::memcpy(endpoint.data(), entry->ai_addr, entry->ai_addrlen);
            endpoint.resize(entry->ai_addrlen);
            found.push_back(endpoint);
        }
    }
    return found;
}

Error cannot_resolve(const std::string& host, std::string cause) {
    return Error(ErrorKind::resolve, "cannot resolve " + host).because(std::move(cause));
}

int number_of(http::AddressFamily family) noexcept {
    switch (family) {
    case http::AddressFamily::ipv4:
        return AF_INET;
    case http::AddressFamily::ipv6:
        return AF_INET6;
    case http::AddressFamily::any:
        break;
    }
    return AF_UNSPEC;
}

bool is_localhost(std::string_view host) {
    return host == "localhost" || host.ends_with(".localhost");
}

} // namespace

std::string static_address(std::span<const http::StaticAddress> table, const http::Peer& peer) {
    for (const http::StaticAddress& entry : table) {
        if (entry.host == peer.host && entry.port.value_or(peer.port) == peer.port) {
            return entry.address;
        }
    }
    return {};
}

std::vector<Endpoint>
known_addresses(std::span<const http::StaticAddress> table, const http::Peer& peer) {
    namespace ip = boost::asio::ip;
    std::string address = static_address(table, peer);
    if (address.empty() && peer.host_kind != http::HostKind::name) {
        address = peer.host;
    }
    if (!address.empty()) {
        boost::system::error_code error;
        const ip::address literal = ip::make_address(address, error);
        return error ? std::vector<Endpoint>{} : std::vector<Endpoint>{{literal, peer.port}};
    }
    if (is_localhost(peer.host)) {
        return {{ip::address_v4::loopback(), peer.port}, {ip::address_v6::loopback(), peer.port}};
    }
    return {};
}

Result<std::vector<Endpoint>> of_family(std::vector<Endpoint> endpoints, const Query& query) {
    if (query.family == http::AddressFamily::any) {
        return endpoints;
    }
    const bool wants_ipv6 = query.family == http::AddressFamily::ipv6;
    std::erase_if(endpoints, [&](const Endpoint& endpoint) {
        return endpoint.address().is_v6() != wants_ipv6;
    });
    if (endpoints.empty()) {
        return cannot_resolve(
            query.shown, wants_ipv6 ? "it has no IPv6 address" : "it has no IPv4 address"
        );
    }
    return endpoints;
}

// Not Asio's resolver: its thread is joined when the event loop goes, so that a resolver that
// hangs would hold up the end of a run that has timed out or was interrupted. This thread is left
// to itself then; it touches nothing but the question, which it shares.
Task<Result<std::vector<Endpoint>>>
look_up(boost::asio::io_context& loop, const Query& query, Deadline deadline) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0) {
        co_return cannot_resolve(query.shown, base::system_words(errno));
    }
    Socket bell(loop, base::Descriptor(ends[0]));
    const auto question = std::make_shared<Question>();
    question->host = query.peer.host;
    question->port = std::to_string(query.peer.port);
    question->family = number_of(query.family);
    question->bell = base::Descriptor(ends[1]);
    try {
        std::thread([question] { ask(*question); }).detach();
    } catch (const std::system_error& error) {
        co_return cannot_resolve(query.shown, base::system_words(error.code().value()));
    }
    const Interest answer{.readable = true};
    const std::error_code late = co_await bell.wait(answer, deadline);
    if (late) {
        co_return Error(ErrorKind::timed_out, "cannot resolve " + query.shown)
            .because("the resolver did not answer in time")
            .hinting("try --connect-timeout to wait longer");
    }
    if (!question->answered.load(std::memory_order_acquire) || question->error != 0) {
        co_return cannot_resolve(
            query.shown, base::to_ascii_lower(::gai_strerror(question->error))
        );
    }
    std::vector<Endpoint> found = endpoints(question->answer.get());
    if (found.empty()) {
        co_return cannot_resolve(query.shown, "it has no address");
    }
    co_return found;
}

} // namespace latch::net
