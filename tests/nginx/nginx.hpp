// SPDX-License-Identifier: MIT
#pragma once

#include "support/foreign_server.hpp"
#include "support/temp_dir.hpp"
#include "support/tls_fixture.hpp"

#include "latch/base/file.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// What nginx is to speak.
struct NginxTerms {
    std::string protocol = "TLSv1.3";
    /// Names of the keys that tickets are sealed with: the first seals, all open.
    std::vector<std::string> ticket_keys = {"one"};
};

/// An nginx on loopback that answers with its own word on each TLS session: "r" if it was resumed,
/// "." if not.
class Nginx {
public:
    explicit Nginx(const NginxTerms& terms);

    /// Ends it and starts it with other terms, at the same port.
    void restart(const NginxTerms& terms);

    std::string url() const;

    const TlsFixture& fixture() const noexcept { return fixture_; }

private:
    std::string configuration(const NginxTerms& terms) const;

    TempDir folder_;
    TlsFixture fixture_;
    base::Descriptor listener_;
    std::uint16_t port_;
    std::optional<ForeignServer> server_;
};

} // namespace latch::test
