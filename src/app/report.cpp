// SPDX-License-Identifier: MIT
#include "app/report.hpp"

#include "app/exit_code.hpp"

#include "latch/base/file.hpp"
#include "latch/base/text.hpp"

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

void write(std::string_view text, const base::Environment& environment) {
    // Standard error may be closed or full; there is nowhere left to say so.
    static_cast<void>(base::write_all(environment.err.descriptor, text, "standard error"));
}

} // namespace

std::string error_text(const base::Error& error, const base::Redactor& hidden) {
    std::string text = "latch: " + base::printable(hidden.redact(error.what()));
    if (!error.cause().empty()) {
        text += ": " + base::printable(hidden.redact(error.cause()));
    }
    text += '\n';
    return error.hint().empty() ? text : text + indented(hidden.redact(error.hint()));
}

void report(
    const base::Error& error, const base::Environment& environment, const base::Redactor& hidden
) {
    write(error_text(error, hidden), environment);
}

int fail(
    const base::Error& error, const base::Environment& environment, const base::Redactor& hidden
) {
    if (error.kind() != base::ErrorKind::output_closed) {
        report(error, environment, hidden);
    }
    return exit_code_for(error.kind());
}

int print(std::string_view text, const base::Environment& environment) {
    const auto written = base::write_all(environment.out.descriptor, text, "standard output");
    return written ? done : fail(written.error(), environment);
}

void list_left_behind(std::span<const std::string> things, const base::Environment& environment) {
    for (const std::string& what : things) {
        remark("left behind: " + what, "", environment);
    }
}

void remark(
    std::string_view what,
    std::string_view hint,
    const base::Environment& environment,
    const base::Redactor& hidden
) {
    report(
        base::Error(base::ErrorKind::usage, std::string(what)).hinting(std::string(hint)),
        environment,
        hidden
    );
}

} // namespace latch::app
