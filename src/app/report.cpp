// SPDX-License-Identifier: MIT
#include "app/report.hpp"

#include "app/exit_code.hpp"

#include "latch/base/file.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>

namespace latch::app {

namespace {

/// The hint, each of its lines indented by two and made safe.
std::string indented(const std::string& hint) {
    std::string text;
    for (const std::string_view line : base::split(hint, '\n')) {
        text += "  " + base::printable(line) + '\n';
    }
    return text;
}

/// A password is not for others to read, in whatever text a URL with one stands.
std::string without_url_passwords(std::string text) {
    constexpr std::string_view mark = "://";
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
        at += mark.size();
        const std::size_t end = std::min(text.find_first_of("/?# \"'", at), text.size());
        const std::size_t colon = text.find(':', at);
        const std::size_t sign = text.rfind('@', end);
        if (colon < sign && sign < end) {
            text.replace(colon + 1, sign - colon - 1, "****");
        }
    }
    return text;
}

std::string shown(const std::string& text, const base::Redactor& hidden) {
    return without_url_passwords(hidden.redact(text));
}

} // namespace

std::string error_text(const base::Error& error, const base::Redactor& hidden) {
    std::string text = "latch: " + base::printable(shown(error.what(), hidden));
    if (!error.cause().empty()) {
        text += ": " + base::printable(shown(error.cause(), hidden));
    }
    text += '\n';
    return error.hint().empty() ? text : text + indented(hidden.redact(error.hint()));
}

Report Report::about(std::string subject) const {
    return about(std::move(subject), secrets_);
}

Report Report::about(std::string subject, base::Redactor& secrets) const {
    Report report(environment_, secrets);
    report.subject_ = std::move(subject);
    report.later_ = later_;
    return report;
}

Report Report::kept_in(std::string& later) const {
    Report report(*this);
    report.later_ = &later;
    return report;
}

void Report::error(const base::Error& error) const {
    const std::string what = subject_.empty() ? error.what() : subject_ + ": " + error.what();
    const std::string text = error_text(
        base::Error(error.kind(), what).because(error.cause()).hinting(error.hint()), secrets_
    );
    pass_on(text);
}

void Report::say(std::string_view lines) const {
    std::string text;
    for (const std::string_view line : base::split(lines, '\n')) {
        text += base::printable(shown(std::string(line), secrets_)) + '\n';
    }
    pass_on(text);
}

void Report::pass_on(std::string_view kept) const {
    if (later_ != nullptr) {
        *later_ += kept;
        return;
    }
    // Standard error may be closed or full; there is nowhere left to say so.
    static_cast<void>(base::write_all(environment_.err.descriptor, kept, "standard error"));
}

int Report::fail(const base::Error& error) const {
    if (error.kind() != base::ErrorKind::output_closed) {
        this->error(error);
    }
    return exit_code_for(error.kind());
}

void Report::remark(std::string_view what, std::string_view hint) const {
    error(base::Error(base::ErrorKind::usage, std::string(what)).hinting(std::string(hint)));
}

void Report::list_left_behind(std::span<const std::string> things) const {
    for (const std::string& what : things) {
        remark("left behind: " + what);
    }
}

int Report::print(std::string_view text) const {
    const auto written = base::write_all(environment_.out.descriptor, text, "standard output");
    return written ? done : fail(written.error());
}

} // namespace latch::app
