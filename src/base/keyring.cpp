// SPDX-License-Identifier: MIT
#include "latch/base/keyring.hpp"

#include "base/child.hpp"
#include "base/keyring_library.hpp"

#include "latch/base/bytes.hpp"
#include "latch/base/duration.hpp"
#include "latch/base/file.hpp"

#include <cerrno>
#include <csignal>
#include <string>
#include <unistd.h>
#include <utility>

namespace latch::base {

namespace {

constexpr Bytes largest_answer = kibibytes(64);

Error no_secret(ErrorKind kind, const KeyringEntry& entry, std::string cause) {
    return Error(kind, "the keyring gave no secret of " + entry.user + " for " + entry.service)
        .because(std::move(cause))
        .hinting("unlock it, or take the secret from env:NAME, file:PATH or cmd:COMMAND");
}

Error no_service(std::string_view words) {
    return Error(ErrorKind::usage, "cannot ask the keyring")
        .because(std::string(words))
        .hinting("a secret service has to run in the desktop session, such as gnome-keyring");
}

Error no_entry(const KeyringEntry& entry) {
    return Error(
               ErrorKind::usage,
               "the keyring has no secret of " + entry.user + " for " + entry.service
    )
        .hinting(
            "store it by: secret-tool store --label=latch service " + entry.service + " username " +
            entry.user
        );
}

Result<Secret> understood(const KeyringAnswer& answer, const KeyringEntry& entry) {
    switch (answer.kind) {
    case KeyringAnswer::Kind::secret:
        return answer.text;
    case KeyringAnswer::Kind::no_entry:
        return no_entry(entry);
    case KeyringAnswer::Kind::locked:
        return no_secret(
            ErrorKind::usage, entry, "it is locked, and there is no display to ask for its password"
        );
    case KeyringAnswer::Kind::not_unlocked:
        return no_secret(ErrorKind::usage, entry, "it is locked, and nobody unlocked it");
    case KeyringAnswer::Kind::failed:
        break;
    }
    return no_service(answer.text.reveal());
}

/// The life of the child: threads and connections of the library are its own, and end with it.
[[noreturn]] void answer_parent(int pipe, const KeyringAnswer& answer) {
    const char kind = static_cast<char>(answer.kind);
    const bool is_told = write_all(pipe, {&kind, 1}, "the pipe").has_value() &&
                         write_all(pipe, answer.text.reveal(), "the pipe").has_value();
    ::_exit(is_told ? 0 : 1);
}

/// What the child has said, taken apart; nothing said is a child that did not live to say it.
KeyringAnswer taken_apart(const std::string& said) {
    if (said.empty()) {
        return {.text = Secret("the look-up ended early")};
    }
    return {.kind = static_cast<KeyringAnswer::Kind>(said.front()), .text = Secret(said.substr(1))};
}

Error too_slow(const KeyringEntry& entry, std::chrono::milliseconds limit) {
    return no_secret(
        ErrorKind::timed_out,
        entry,
        "no answer within " + decimal_seconds(limit) + " s; it may be locked"
    );
}

} // namespace

std::optional<KeyringEntry> parse_keyring_entry(std::string_view text) {
    const std::size_t slash = text.rfind('/');
    if (slash == std::string_view::npos || slash == 0 || slash + 1 == text.size() ||
        text.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    return KeyringEntry{
        .service = std::string(text.substr(0, slash)),
        .user = std::string(text.substr(slash + 1)),
    };
}

KeyringPrompt keyring_prompt(const Environment& environment) {
    const auto is_set = [&](std::string_view name) {
        return !environment.variable(name).value_or("").empty();
    };
    return is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") ? KeyringPrompt::possible
                                                          : KeyringPrompt::impossible;
}

Result<Secret> secret_in_keyring(const KeyringEntry& entry, const KeyringTerms& terms) {
    const auto library = KeyringLibrary::open(terms.library);
    if (!library) {
        return library.error();
    }
    auto pipe = pipe_to_child();
    if (!pipe) {
        return no_service(pipe.error().cause());
    }
    const Patience patience(terms.limit);
    const pid_t parent = ::getpid();
    const pid_t process = ::fork();
    if (process < 0) {
        return no_service(system_words(errno));
    }
    if (process == 0) {
        die_with(parent);
        answer_parent(pipe->writing.get(), library->look_up(entry, terms.prompt));
    }
    const Child child(process);
    pipe->writing.close();
    auto heard = hear(pipe->reading.get(), largest_answer, patience);
    if (!heard) {
        return heard.error();
    }
    if (heard->end == Heard::End::too_slow) {
        return too_slow(entry, terms.limit);
    }
    return understood(taken_apart(heard->text), entry);
}

} // namespace latch::base
