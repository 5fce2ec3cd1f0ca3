// SPDX-License-Identifier: MIT
#include "app/commands.hpp"
#include "app/exit_code.hpp"

#include "latch/base/file.hpp"
#include "latch/flow/interchange.hpp"

#include <string>

namespace latch::app {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

/// Recordings of browsers hold all bodies.
constexpr std::uintmax_t largest = std::uintmax_t{256} << 20U;

Result<std::string> content_of(const std::string& file, const base::Environment& environment) {
    return file == "-" ? base::read_to_end(environment.in.descriptor, largest, "standard input")
                       : base::read_whole(environment.resolve(file), largest);
}

} // namespace

int import_flow(
    const cli::ImportFlow& command, const base::Environment& environment, Report& report
) {
    const auto content = content_of(command.file, environment);
    if (!content) {
        return report.fail(content.error());
    }
    const auto kind = flow::foreign_kind(command.file, *content);
    if (!kind) {
        return report.fail(
            Error(ErrorKind::usage, command.file + " is nothing that a flow can be made of")
                .hinting("files of .http and .hurl, HAR, curl commands, Postman collections")
        );
    }
    const auto imported = flow::import_flow(*content, *kind);
    if (!imported) {
        return report.fail(imported.error());
    }
    const int code = report.print(imported->flow);
    report.list_left_behind(imported->dropped);
    return imported->dropped.empty() ? code : worse_of(code, nothing_to_extract);
}

} // namespace latch::app
