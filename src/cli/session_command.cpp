// SPDX-License-Identifier: MIT
#include "cli/session_command.hpp"

#include "cli/session_exchange.hpp"
#include "cli/session_setting.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace latch::cli {

namespace {

using base::Environment;
using base::Error;
using base::ErrorKind;
using base::Result;
using Offers = SessionVerb::Offers;

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

Result<SessionCommand> parse_list(const SessionWords& said, const Environment& /*environment*/) {
    using Form = ListSessions::Form;
    const Form form = said.has("--names") ? Form::names : Form::table;
    return SessionCommand(ListSessions{said.has("--json") ? Form::json : form});
}

Result<SessionCommand> parse_show(const SessionWords& said, const Environment& /*environment*/) {
    using Form = ShowSession::Form;
    const Form form = said.has("--origins") ? Form::origins : Form::page;
    return SessionCommand(ShowSession{
        .session = session_name(said.words.front()),
        .form = said.has("--json") ? Form::json : form,
        .shows_secrets = said.has("--show-secrets"),
    });
}

Result<SessionCommand> parse_set(const SessionWords& said, const Environment& environment) {
    auto settings = settings_of(said, environment);
    if (!settings) {
        return settings.error();
    }
    settings->session = session_name(said.words.front());
    return SessionCommand(*std::move(settings));
}

Result<SessionCommand> parse_edit(const SessionWords& said, const Environment& /*environment*/) {
    return SessionCommand(EditSession{session_name(said.words.front())});
}

template <class Command>
Result<SessionCommand> parse_pair(const SessionWords& said, const Environment& /*environment*/) {
    return SessionCommand(Command{
        .from = session_name(said.words[0]),
        .to = session_name(said.words[1]),
        .replaces = said.has("--force"),
    });
}

Result<SessionCommand> parse_remove(const SessionWords& said, const Environment& /*environment*/) {
    const bool is_confirmed = said.has("--yes");
    return SessionCommand(RemoveSessions{session_names(said.words), is_confirmed});
}

Result<SessionCommand> parse_clear(const SessionWords& said, const Environment& /*environment*/) {
    return SessionCommand(ClearSessions{session_names(said.words)});
}

template <class Command>
Result<SessionCommand> as_command(Result<Command> command) {
    return command ? Result<SessionCommand>(*std::move(command)) : command.error();
}

Result<SessionCommand> parse_import(const SessionWords& said, const Environment& environment) {
    return as_command(import_of(said, environment));
}

Result<SessionCommand> parse_export(const SessionWords& said, const Environment& /*environment*/) {
    return as_command(export_of(said));
}

Result<SessionCommand> parse_path(const SessionWords& said, const Environment& /*environment*/) {
    return SessionCommand(LocateSession{session_name(said.words.front())});
}

constexpr auto verbs = std::to_array<SessionVerb>({
    {
        .name = "list",
        .flags = "--json --names",
        .text = "Shows all sessions: name, base, user, the number of cookies and when the first of "
                "them ends. With --names the names alone.",
        .parse = parse_list,
    },
    {
        .name = "show",
        .flags = "--json --origins --show-secrets",
        .words = "NAME",
        .least = 1,
        .most = 1,
        .offers = Offers::sessions,
        .text = "Shows what a session holds, with **** for whatever may be secret. With --json it "
                "is the file, with --origins the base and the origins alone.",
        .parse = parse_show,
    },
    {
        .name = "set",
        .flags = "--origin --auth-from --auth-type --quiet",
        .words = "NAME SETTING...",
        .least = 1,
        .most = any_number,
        .offers = Offers::settings,
        .text =
            "Changes a session, or makes one. A SETTING is base=URL, header:NAME=VALUE, "
            "cookie:NAME=VALUE, auth=USER, auth=USER:PASSWORD, bearer=TOKEN, "
            "cookie_ports=shared or separate, or NAME==VALUE, which adds a parameter to the "
            "query of every request; an empty value takes it away. They are for the origin of "
            "the base unless --origin names another. PASSWORD and TOKEN may say where the "
            "secret is, as in --auth-from, which is what the session keeps: env:NAME, "
            "file:PATH, fd:NUMBER, cmd:COMMAND or keyring:SERVICE/USER. They, and the VALUE of "
            "a header or cookie, may be @FILE or @-, for what is in a file or on standard input"
            " now; that is also how to give one that begins with an @, env: or the like "
            "itself. --auth-from and --auth-type are as for requests; --quiet says nothing of a "
            "session that was made.",
        .parse = parse_set,
    },
    {
        .name = "edit",
        .words = "NAME",
        .least = 1,
        .most = 1,
        .offers = Offers::sessions,
        .text = "Opens a session in $VISUAL, $EDITOR or vi. What cannot be loaded is not saved, "
                "and not lost.",
        .parse = parse_edit,
    },
    {
        .name = "rename",
        .flags = "--force",
        .words = "OLD NEW",
        .least = 2,
        .most = 2,
        .offers = Offers::sessions,
        .text = "Gives a session another name. A session that has it already is replaced with "
                "--force only.",
        .parse = parse_pair<RenameSession>,
    },
    {
        .name = "copy",
        .flags = "--force",
        .words = "FROM TO",
        .least = 2,
        .most = 2,
        .offers = Offers::sessions,
        .text = "Stores a session under another name as well.",
        .parse = parse_pair<CopySession>,
    },
    {
        .name = "remove",
        .flags = "--yes",
        .words = "NAME...",
        .least = 1,
        .most = any_number,
        .offers = Offers::sessions,
        .text = "Removes sessions for good. Asks before that, unless there is --yes.",
        .parse = parse_remove,
    },
    {
        .name = "clear",
        .words = "NAME...",
        .least = 1,
        .most = any_number,
        .offers = Offers::sessions,
        .text = "Forgets the cookies and nonces that servers handed out, and keeps base, headers "
                "and credentials. Requests that are under way do not bring them back.",
        .parse = parse_clear,
    },
    {
        .name = "import",
        .flags = "--format --origin --quiet",
        .words = "FILE [NAME]",
        .least = 1,
        .most = 2,
        .offers = Offers::files,
        .formats = import_formats,
        .text = "Stores the sessions of a bundle under their names, or another program's FILE as "
                "one session, called as the file if there is no NAME. FILE may be - for standard "
                "input. FORMAT is netscape (cookies.txt), httpie (xh too), playwright, browser (an "
                "extension's JSON), har or curl (a command line); without it the file tells. "
                "--origin says whom headers and credentials are for where the file does not, as "
                "HTTPie's. What cannot be carried over is listed, but with --quiet.",
        .parse = parse_import,
    },
    {
        .name = "export",
        .flags = "--format --output --quiet",
        .words = "NAME...",
        .least = 1,
        .most = any_number,
        .offers = Offers::sessions,
        .formats = export_formats,
        .text = "Writes sessions with all their secrets: to standard output, or to a new FILE "
                "that nobody else can read. FORMAT is latch (a bundle for import, which it is "
                "without one), or for one session netscape, httpie, playwright, har or curl (a "
                "file for curl --config). Secrets that lie elsewhere are not fetched. What cannot "
                "be carried over is listed, but with --quiet.",
        .parse = parse_export,
    },
    {
        .name = "path",
        .words = "NAME",
        .least = 1,
        .most = 1,
        .offers = Offers::sessions,
        .text = "Shows where a session is kept, or would be.",
        .parse = parse_path,
    },
});

/// "list, show, …".
std::string verb_names() {
    std::string names;
    for (const SessionVerb& verb : verbs) {
        names += (names.empty() ? "" : ", ") + std::string(verb.name);
    }
    return names;
}

Result<Invocation> parse_verb(
    const SessionVerb& verb, std::span<const std::string> rest, const Environment& environment
) {
    auto said = take_apart(verb, rest);
    if (!said) {
        return said.error();
    }
    auto command = verb.parse(*said, environment);
    if (!command) {
        return command.error();
    }
    return Invocation(*std::move(command));
}

/// Whether help is asked for, before a "--".
bool asks_for_help(std::span<const std::string> words) {
    const auto end = std::ranges::find(words, "--");
    return std::find(words.begin(), end, "--help") != end;
}

} // namespace

std::span<const SessionVerb> session_verbs() noexcept {
    return verbs;
}

Result<Invocation>
parse_session(std::span<const std::string> words, const Environment& environment) {
    if (asks_for_help(words)) {
        return Invocation(Help{"sessions"});
    }
    const std::string name = words.empty() ? "" : words.front();
    const auto* const verb = std::ranges::find(verbs, name, &SessionVerb::name);
    if (verb == verbs.end()) {
        const std::string what =
            name.empty() ? "session needs a command" : "there is no command session " + name;
        return Error(ErrorKind::usage, what)
            .hinting("write " + verb_names() + "; latch help sessions tells more");
    }
    return parse_verb(*verb, words.subspan(1), environment);
}

} // namespace latch::cli
