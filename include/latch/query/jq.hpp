// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/error.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Programs of jq (its manual is at jqlang.org), as the libjq of this machine runs them: versions
/// from 1.6 on differ in functions and in how they keep numbers beyond double.
namespace latch::query {

/// JSON texts by name. They are data, whatever they look like: a program reaches the one called
/// NAME as `$v.NAME`.
using JqVariables = std::map<std::string, std::string, std::less<>>;

/// What a run may use up: bodies are a stranger's, and a program may be endless with one of them.
struct JqLimits {
    /// Beyond what this process has. Values take ten to fifty times the room of their JSON.
    base::Bytes memory = base::mebibytes(2048);
    base::Bytes output = base::mebibytes(256);
    std::chrono::milliseconds time = std::chrono::seconds(10);
    unsigned depth = 1000; ///< arrays and objects within one another; jq 1.6 itself reads 256
};

/// What came out of a run.
struct JqRun {
    std::vector<std::string> outputs; ///< in order, as `jq -c` writes them
    /// Why the program ended early, after these outputs: the message of jq or of `error`, or the
    /// JSON of what is no string.
    std::optional<std::string> error;

    bool operator==(const JqRun&) const = default;
};

/// A program that was compiled once, which takes 15 ms with jq 1.6, to be run as often as wanted.
///
/// It reads the one JSON text that it is given and nothing else: no environment variable but TZ, no
/// file, no module, no other input; what it says by `debug` and `stderr` is lost. All programs have
/// to belong to one thread, or jq 1.6 ends the process.
class JqProgram {
public:
    /// Errors: `usage` if libjq is not installed, if the program does not compile (with jq's
    /// reason), or if a variable is no JSON.
    static base::Result<JqProgram>
    compile(std::string_view program, const JqVariables& variables = {});

    JqProgram(JqProgram&& other) noexcept;
    JqProgram& operator=(JqProgram&& other) noexcept;
    JqProgram(const JqProgram&) = delete;
    JqProgram& operator=(const JqProgram&) = delete;
    ~JqProgram();

    /// Runs it in a process of its own, which is gone when this returns. Errors: `protocol` if the
    /// text is not one JSON document, or if a limit is hit; `file` if there can be no such process;
    /// `interrupted` by a signal that has a handler.
    base::Result<JqRun> run(std::string_view json, const JqLimits& limits = {}) const;

private:
    struct Compiled;

    explicit JqProgram(std::unique_ptr<const Compiled> compiled) noexcept;

    std::unique_ptr<const Compiled> compiled_;
};

} // namespace latch::query
