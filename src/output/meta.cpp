// SPDX-License-Identifier: MIT
#include "output/render.hpp"

#include "latch/base/text.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <string>

namespace latch::output {

namespace {

using std::chrono::nanoseconds;

/// "0.12345s", as exact as anyone can use.
std::string seconds(nanoseconds time) {
    const double value = std::chrono::duration<double>(time).count();
    std::array<char, 40> digits{};
    const auto end = std::to_chars(
        digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed, 5
    );
    return std::string(digits.data(), end.ptr) + 's';
}

/// HTTPie's thresholds.
Role role_of_time(nanoseconds time) {
    using std::chrono::milliseconds;
    if (time <= milliseconds(450)) {
        return Role::time_short;
    }
    if (time <= milliseconds(1000)) {
        return Role::time_fair;
    }
    return time <= milliseconds(2500) ? Role::time_long : Role::time_too_long;
}

class Facts {
public:
    Facts& put(std::string_view name, std::string_view value, Role role = Role::header_value) {
        spans_.push_back({Role::header_name, std::string(name)});
        spans_.push_back({Role::punctuation, ":"});
        spans_.push_back({role, ' ' + base::printable(value) + '\n'});
        return *this;
    }

    Facts& time(std::string_view name, nanoseconds time) {
        return put(name, seconds(time), role_of_time(time));
    }

    Facts& phase(std::string_view name, nanoseconds length) {
        return length == nanoseconds::zero() ? *this : time(name, length);
    }

    Rendering take() { return std::move(spans_); }

private:
    Rendering spans_;
};

std::string sizes(base::Bytes on_wire, base::Bytes decoded) {
    return base::counted(on_wire.count, "byte") + " on the wire, " +
           base::counted(decoded.count, "byte") + " decoded";
}

} // namespace

Rendering meta(const http::Hop& hop, base::Bytes decoded) {
    Facts facts;
    facts.time("Elapsed time", hop.timings.total)
        .phase("Resolve", hop.timings.resolve)
        .phase("Connect", hop.timings.connect)
        .phase("TLS handshake", hop.timings.tls)
        .phase("First byte", hop.timings.first_byte)
        .phase("Transfer", hop.timings.transfer);
    facts.put("Remote address", hop.carrier.remote_address)
        .put("HTTP version", hop.response.version == 10 ? "1.0" : "1.1");
    if (!hop.carrier.tls.empty()) {
        facts.put(
            "TLS", hop.carrier.tls + (hop.carrier.resumed ? ", resumed" : ", full handshake")
        );
    }
    if (hop.tries > 1) {
        facts.put("Tries", std::to_string(hop.tries));
    }
    return facts.put("Connection", hop.carrier.reused ? "reused" : "new")
        .put("Body", sizes(hop.body_on_wire, decoded))
        .take();
}

} // namespace latch::output
