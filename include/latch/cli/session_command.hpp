// SPDX-License-Identifier: MIT
#pragma once

#include "latch/request/spec.hpp"
#include "latch/session/changes.hpp"
#include "latch/session/interchange.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// The commands of `latch session`. A session is a name, or a path if it holds a slash.
namespace latch::cli {

/// What sessions there are.
struct ListSessions {
    enum class Form : std::uint8_t { table, json, names };
    Form form = Form::table;
};

/// What a session holds.
struct ShowSession {
    enum class Form : std::uint8_t { page, json, origins };
    std::string session;
    Form form = Form::page;
    bool shows_secrets = false;
};

/// A value that is in a file or comes from standard input, to be read before anything is changed.
struct ValueElsewhere {
    enum class Of : std::uint8_t { header, cookie, secret };
    Of of = Of::header;
    std::string name; ///< of the header or cookie; of the setting that takes the secret: "auth="
    access::SecretSource place;
};

/// Changes a session, which is made if there is none.
struct SetSession {
    std::string session;
    session::Changes changes;
    request::AuthWish auth; ///< becomes `changes.auth` once the session is known
    std::vector<ValueElsewhere> values_elsewhere = {};
    bool is_quiet = false;
};

/// Opens a session in the user's editor.
struct EditSession {
    std::string session;
};

/// Gives a session another name.
struct RenameSession {
    std::string from;
    std::string to;
    bool replaces = false;
};

/// Stores a session under another name as well.
struct CopySession {
    std::string from;
    std::string to;
    bool replaces = false;
};

/// Removes sessions, all or none.
struct RemoveSessions {
    std::vector<std::string> sessions;
    bool is_confirmed = false;
};

/// Forgets what servers handed out.
struct ClearSessions {
    std::vector<std::string> sessions;
};

/// Stores the sessions of a bundle under their names, or another program's file as one session.
struct ImportSessions {
    std::string file;      ///< "-": standard input
    std::string name = {}; ///< of the one session; empty: that of the file
    std::optional<session::interchange::Format> format = {}; ///< nothing: the file tells
    std::optional<http::Url> home = {}; ///< whom headers and credentials without a host are for
    bool is_quiet = false;
};

/// Writes sessions, secrets and all.
struct ExportSessions {
    std::vector<std::string> sessions;
    std::optional<std::string> file; ///< nothing: standard output
    /// Another program's, for one session; nothing: a bundle.
    std::optional<session::interchange::Format> format = {};
    bool is_quiet = false;
};

/// Says where a session is kept, or would be.
struct LocateSession {
    std::string session;
};

using SessionCommand = std::variant<
    ListSessions,
    ShowSession,
    SetSession,
    EditSession,
    RenameSession,
    CopySession,
    RemoveSessions,
    ClearSessions,
    ImportSessions,
    ExportSessions,
    LocateSession>;

} // namespace latch::cli
