// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/session/session.hpp"

#include <filesystem>
#include <span>
#include <string>

/// What is told of sessions, none of it secret but where it is said.
namespace latch::session {

/// A session of the list, or why it cannot be read.
struct Listed {
    std::string name;
    std::filesystem::path file;
    base::Result<Session> session;
};

/// A line each under a heading: name, base, users, how many cookies there are, and when the first
/// of them ends. Safe for terminals.
std::string list_as_table(std::span<const Listed> sessions, base::Clock::time_point now);

/// An array of {name, file, base, users, cookies}, or {name, file, error}. Safe for terminals.
std::string list_as_json(std::span<const Listed> sessions, base::Clock::time_point now);

/// All about a session for a person to read, values as they are. Safe for terminals.
std::string page_of(const Session& session, base::Clock::time_point now);

/// What URLs of the session begin with: its base and the origins that it knows, a line each.
std::string origins_of(const Session& session);

} // namespace latch::session
