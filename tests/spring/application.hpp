// SPDX-License-Identifier: MIT
#pragma once

#include "support/foreign_server.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// The Spring Boot application of this folder, running with all of its contexts.
class Application {
public:
    /// Starts that line, "boot3" or "boot4", and waits until every context answers; throws if that
    /// does not come to pass.
    explicit Application(std::string_view line);

    std::uint16_t port(std::string_view context) const;
    /// "https://localhost:1234" or, without TLS, "http://localhost:1234".
    std::string address(std::string_view context) const;
    /// The authority that vouches for the context `tls`.
    std::filesystem::path ca() const;
    std::string boot_version() const;

private:
    ForeignServer server_;
    nlohmann::json ready_;
};

/// The one that all scenarios of this process share, started by the first that asks; its line is
/// in LATCH_SPRING_LINE, "boot3" unless that is set.
///
/// Starting takes seconds, so the house rule that no two tests share a server does not hold here.
/// Instead every scenario has its own sessions and looks only at what came to a Journal of its own.
const Application& application();

} // namespace latch::test
