// SPDX-License-Identifier: MIT
#include "net/resolve.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
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

/// Shared by who asks and the thread that answers.
struct Lookup::Question {
    std::string host;
    std::string port;
    int family = AF_UNSPEC;
    int error = EAI_AGAIN;
    Addresses answer;
    std::atomic<bool> answered = false; ///< what the thread wrote is visible to who sees this
    base::Descriptor bell;              ///< closed when it is answered

    void ask() {
        addrinfo hints{};
        hints.ai_family = family;
        hints.ai_socktype = SOCK_STREAM;
        // Of one family alone it would hide names of /etc/hosts on a machine with loopback only;
        // and who has no route to an address is told so at once.
        hints.ai_flags = AI_NUMERICSERV | (family == AF_UNSPEC ? AI_ADDRCONFIG : 0);
        addrinfo* list = nullptr;
        error = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &list);
        answer.reset(list);
        answered.store(true, std::memory_order_release);
        bell.close();
    }

    bool is_answered() const noexcept { return answered.load(std::memory_order_acquire); }
};

// Not Asio's resolver: its thread is joined when the event loop goes, so that a resolver that
// hangs would hold up the end of a run that has timed out or was interrupted, and it asks for both
// families at once. A thread that has not answered is left to itself; it touches nothing but the
// question, which it shares. One that has is seen off, which takes no time: what it still has to
// give back would look like a leak to who counts at the end of the process.
struct Lookup::Asking {
    std::shared_ptr<Question> question = std::make_shared<Question>();
    std::thread thread;

    Asking() = default;
    Asking(const Asking&) = delete;
    Asking& operator=(const Asking&) = delete;
    Asking(Asking&&) = delete;
    Asking& operator=(Asking&&) = delete;

    ~Asking() {
        if (thread.joinable()) {
            question->is_answered() ? thread.join() : thread.detach();
        }
    }
};

Result<Lookup> Lookup::begin(Query query) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0) {
        return cannot_resolve(query.shown, base::system_words(errno));
    }
    Lookup lookup;
    lookup.bell_ = base::Descriptor(ends[0]);
    const auto asking = std::make_shared<Asking>();
    lookup.asking_ = asking;
    Question& question = *asking->question;
    question.host = query.peer.host;
    question.port = std::to_string(query.peer.port);
    question.family = number_of(query.family);
    question.bell = base::Descriptor(ends[1]);
    try {
        asking->thread = std::thread([shared = asking->question] { shared->ask(); });
    } catch (const std::system_error& error) {
        return cannot_resolve(query.shown, base::system_words(error.code().value()));
    }
    lookup.query_ = std::move(query);
    return lookup;
}

std::vector<Endpoint> Lookup::endpoints() const {
    const Question& question = *asking_->question;
    return question.is_answered() ? net::endpoints(question.answer.get()) : std::vector<Endpoint>();
}

int Lookup::fault() const noexcept {
    const Question& question = *asking_->question;
    return question.is_answered() ? question.error : EAI_AGAIN;
}

base::Error unresolved(const Query& query, std::span<const int> faults) {
    // From what tells least: that one family has no address says nothing of the name.
    constexpr std::array ranks = {0, EAI_ADDRFAMILY, EAI_NODATA, EAI_NONAME};
    const auto rank = [&](int fault) { return std::ranges::find(ranks, fault) - ranks.begin(); };
    const auto telling = std::ranges::max_element(faults, {}, rank);
    const int fault = telling == faults.end() ? 0 : *telling;
    return cannot_resolve(
        query.shown, fault == 0 ? "it has no address" : base::to_ascii_lower(::gai_strerror(fault))
    );
}

base::Error unresolved_in_time(const Query& query) {
    return Error(ErrorKind::timed_out, "cannot resolve " + query.shown)
        .because("the resolver did not answer in time")
        .hinting("try --connect-timeout to wait longer");
}

} // namespace latch::net
