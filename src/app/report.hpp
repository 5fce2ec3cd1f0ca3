// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/base/redactor.hpp"

#include <span>
#include <string>
#include <string_view>

namespace latch::app {

/// An error as the user reads it: "latch: WHAT: CAUSE", and the hint indented on its own line.
/// Whatever came from the network or a file is shown, not executed; carets under a place keep
/// their line. The password of a URL is hidden, whoever wrote it; not in the hint, which has
/// examples.
std::string error_text(const base::Error& error, const base::Redactor& hidden = {});

/// The only place that writes words of latch's own to standard error, and results that are no
/// answers to standard output.
///
/// What is kept secret is one for a run: words may come from a server, which may give back what it
/// was sent, or from a file that holds a secret in the wrong place. So it learns each secret as
/// soon as that is known: what was typed, what a session holds, what is looked up, sent and
/// received.
class Report {
public:
    /// All must outlive the object. `secrets` is what this run keeps to itself.
    Report(const base::Environment& environment, base::Redactor& secrets)
        : environment_(environment), secrets_(secrets) {}

    /// The same for one thing of several, which each line is to name.
    Report about(std::string subject) const;

    /// The same, with what is kept secret for that thing alone; `secrets` must outlive it.
    Report about(std::string subject, base::Redactor& secrets) const;

    /// The same, but that its words are added to `later`, which must outlive it.
    Report kept_in(std::string& later) const;

    base::Redactor& secrets() noexcept { return secrets_; }

    const base::Redactor& secrets() const noexcept { return secrets_; }

    /// Writes `error_text`.
    void error(const base::Error& error) const;

    /// Writes an error, but not that the reader of our output has gone; its exit code.
    int fail(const base::Error& error) const;

    /// Writes one line that is no error, with an optional hint below it.
    void remark(std::string_view what, std::string_view hint = {}) const;

    /// Writes lines that are about no trouble, as they are but for what is secret and what a
    /// terminal would obey.
    void say(std::string_view lines) const;

    /// Writes what was kept of another.
    void pass_on(std::string_view kept) const;

    /// Writes a line for each thing that did not come along from or into another program's file.
    void list_left_behind(std::span<const std::string> things) const;

    /// Writes a text to standard output, as it is; the exit code, which is `done` even if nobody
    /// reads it.
    int print(std::string_view text) const;

private:
    const base::Environment& environment_;
    base::Redactor& secrets_;
    std::string subject_;          ///< empty: there is one thing only
    std::string* later_ = nullptr; ///< null: words are written at once
};

} // namespace latch::app
