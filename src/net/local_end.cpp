// SPDX-License-Identifier: MIT
#include "net/local_end.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ifaddrs.h>
#include <memory>
#include <net/if.h>
#include <sys/socket.h>

namespace latch::net {

namespace {

namespace ip = boost::asio::ip;

struct FreeInterfaces {
    void operator()(ifaddrs* list) const noexcept { ::freeifaddrs(list); }
};

std::error_code last_error() {
    return {errno, std::system_category()};
}

std::error_code bind_to(int socket, const ip::address& address) {
    const Endpoint local(address, 0);
    const auto size = static_cast<socklen_t>(local.size());
    return ::bind(socket, local.data(), size) == 0 ? std::error_code() : last_error();
}

/// The interface's first address of the family; nothing if it has none.
std::optional<ip::address> address_of(const std::string& device, int family) {
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0) {
        return std::nullopt;
    }
    const std::unique_ptr<ifaddrs, FreeInterfaces> owned(list);
    for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
        if (entry->ifa_addr != nullptr && entry->ifa_addr->sa_family == family &&
            device == entry->ifa_name) {
            Endpoint endpoint;
            const std::size_t size = family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
            std::memcpy(endpoint.data(), entry->ifa_addr, size);
            return endpoint.address();
        }
    }
    return std::nullopt;
}

} // namespace

base::Result<LocalEnd> LocalEnd::find(const std::string& text) {
    LocalEnd end;
    if (text.empty()) {
        return end;
    }
    boost::system::error_code no_address;
    const ip::address address = ip::make_address(text, no_address);
    if (!no_address) {
        end.address_ = address;
        return end;
    }
    if (::if_nametoindex(text.c_str()) == 0) {
        return base::Error(base::ErrorKind::connect, "cannot connect from " + text)
            .because("there is no such interface, and it is no address")
            .hinting("ip -brief address lists interfaces and addresses");
    }
    end.device_ = text;
    return end;
}

std::error_code LocalEnd::bind(int socket, const Endpoint& target) const {
    const int family = target.protocol().family();
    if (address_) {
        const bool fits = address_->is_v6() == (family == AF_INET6);
        return fits ? bind_to(socket, *address_)
                    : std::make_error_code(std::errc::address_family_not_supported);
    }
    if (device_.empty()) {
        return {};
    }
    const auto length = static_cast<socklen_t>(device_.size());
    if (::setsockopt(socket, SOL_SOCKET, SO_BINDTODEVICE, device_.data(), length) == 0) {
        return {};
    }
    if (errno != EPERM) {
        return last_error();
    }
    const auto own = address_of(device_, family);
    return own ? bind_to(socket, *own) : std::make_error_code(std::errc::address_not_available);
}

} // namespace latch::net
