// SPDX-License-Identifier: MIT
#include "app/exit_code.hpp"
#include "app/report.hpp"
#include "app/secrets.hpp"
#include "app/sessions/commands.hpp"
#include "app/sessions/existing.hpp"
#include "app/sessions/private_copy.hpp"

#include "latch/base/shell.hpp"
#include "latch/base/terminal.hpp"
#include "latch/session/codec.hpp"
#include "latch/session/store.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace latch::app::sessions {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using session::Session;
using session::Store;

/// The command for the shell that opens an editor, as other programs find it.
std::string editor_of(const base::Environment& environment) {
    for (const char* const name : {"VISUAL", "EDITOR"}) {
        if (auto editor = environment.variable(name); editor && !editor->empty()) {
            return *std::move(editor);
        }
    }
    return "vi";
}

/// A session as it is found.
struct Original {
    Store store;
    std::string text;
};

/// One session in the editor, from its opening to its saving.
class Editing {
public:
    Editing(
        Original original, PrivateCopy copy, const base::Environment& environment, Report& report
    )
        : store_(std::move(original.store)), before_(std::move(original.text)),
          copy_(std::move(copy)), environment_(environment), report_(report) {
        learn(before_);
    }

    Ended run() {
        for (;;) {
            auto edited = edit_once();
            if (edited) {
                return *edited ? save(**edited) : unchanged();
            }
            const auto again = is_to_be_edited_again(edited.error());
            if (!again || !*again) {
                return refused(again ? edited.error() : again.error());
            }
        }
    }

private:
    /// What is in a text of a session, if it is one.
    void learn(const std::string& text) {
        if (const auto session = session::decode(text, {})) {
            learn_stored(*session, report_.secrets());
        }
    }

    /// The session that was written, nothing if the text is what it was. Errors: of the editor, and
    /// of a text that is no session.
    Result<std::optional<Session>> edit_once() {
        const auto ran =
            base::run_in_foreground(editor_of(environment_), copy_.file().string(), environment_);
        auto after = copy_.text();
        if (!ran || !after) {
            return ran ? after.error() : ran.error();
        }
        if (*after == before_) {
            return std::optional<Session>();
        }
        auto session = session::decode(*after, copy_.file().string());
        if (!session) {
            return session.error();
        }
        return std::optional(*std::move(session));
    }

    Ended unchanged() const {
        report_.remark("nothing was changed");
        return done;
    }

    Result<bool> is_to_be_edited_again(const Error& error) const {
        if (error.kind() != ErrorKind::bad_session || !environment_.in.is_terminal) {
            return false;
        }
        report_.error(error);
        return confirmed("latch: edit it again?");
    }

    /// Nobody to ask is a no. Errors: those of Ctrl-C and of a terminal that is closed.
    Result<bool> confirmed(std::string_view question) const {
        auto said = base::ask_yes(environment_.terminal, question, "");
        const bool is_nobody = !said && said.error().kind() == ErrorKind::usage;
        return is_nobody ? Result<bool>(false) : std::move(said);
    }

    /// Whether there is something to lose. What cannot be read may be all the more of it.
    bool was_written() const {
        std::error_code ignored;
        const auto after = copy_.text();
        return after ? *after != before_ : std::filesystem::exists(copy_.file(), ignored);
    }

    /// Whatever was written stays, if it is anything.
    Error refused(const Error& error) {
        if (!was_written()) {
            return error;
        }
        copy_.keep();
        return Error(error.kind(), "the session " + store_.file().string() + " was not changed")
            .because(error.cause())
            .hinting("what you wrote is in " + copy_.file().string());
    }

    /// Nothing is saved over what nobody has agreed to lose, nor where nothing is any more.
    Ended save(const Session& session) {
        std::string expected = before_;
        for (;;) {
            const auto saved = store_.save_over(expected, session, environment_.now());
            if (!saved) {
                return refused(saved.error());
            }
            if (*saved == session::Saved::yes) {
                return done;
            }
            if (*saved == session::Saved::removed_meanwhile) {
                return refused(not_saved("it was removed meanwhile"));
            }
            auto found = store_.text();
            const auto agreed = is_to_be_saved_over();
            if (!agreed) {
                return refused(agreed.error());
            }
            if (!*agreed) {
                return refused(not_saved("a request has changed it meanwhile"));
            }
            if (!found) {
                return refused(not_saved(found.error().cause()));
            }
            expected = *std::move(found);
        }
    }

    static Error not_saved(std::string cause) {
        return Error(ErrorKind::file, "cannot save the session").because(std::move(cause));
    }

    Result<bool> is_to_be_saved_over() const {
        return environment_.in.is_terminal
                   ? confirmed("latch: the session has changed meanwhile; save yours?")
                   : Result<bool>(false);
    }

    Store store_;
    std::string before_;
    PrivateCopy copy_;
    const base::Environment& environment_;
    Report& report_;
};

} // namespace

Ended edit(const cli::EditSession& command, const base::Environment& environment, Report& report) {
    auto store = existing(command.session, environment);
    if (!store) {
        return store.error();
    }
    auto before = store->text();
    if (!before) {
        return before.error();
    }
    auto copy = PrivateCopy::make(store->file(), *before);
    if (!copy) {
        return copy.error();
    }
    return Editing(
               {.store = *std::move(store), .text = *std::move(before)},
               *std::move(copy),
               environment,
               report
    )
        .run();
}

} // namespace latch::app::sessions
