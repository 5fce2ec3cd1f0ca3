// SPDX-License-Identifier: MIT
#pragma once

#include "app/delivery.hpp"
#include "app/flows/scope.hpp"
#include "app/flows/stage.hpp"
#include "app/means.hpp"
#include "app/send_until.hpp"

#include "latch/base/error.hpp"
#include "latch/flow/record.hpp"
#include "latch/flow/script.hpp"
#include "latch/net/task.hpp"

#include <memory>
#include <optional>
#include <string>

namespace latch::app {

/// One request of a flow, from its words to what they change. It stays where it is: its parts refer
/// to one another.
class Performance {
public:
    struct Terms {
        const Stage& stage;
        const SourceFile& file;
        const flow::Request& request;
        Scope& scope;
    };

    explicit Performance(Terms terms);
    Performance(const Performance&) = delete;
    Performance& operator=(const Performance&) = delete;
    Performance(Performance&&) = delete;
    Performance& operator=(Performance&&) = delete;
    ~Performance() = default;

    /// All of it, in the run of the stage's wires: whether that is a failure. The object must
    /// outlive the task. Afterwards the scope knows what came of it.
    net::Task<bool> go();

private:
    base::Result<void> prepare();
    const base::Environment& environment();
    base::Result<void> read_words();
    net::Task<void> send();
    void conclude();
    void fail(const base::Error& error);
    void keep(const client::Outcome& outcome);
    void bind_captures();
    void tell(const flow::Case& testcase);
    std::string title() const;
    std::string place() const;
    flow::Case planned() const;

    Terms terms_;
    std::string words_; ///< about it, for standard error
    Report report_;
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
    cli::Send command_;
    std::string session_;       ///< as the shelf calls it
    bool keeps_session_ = true; ///< what is handed out counts for the next request
    std::optional<base::Environment> environment_; ///< of a download; else the file's
    std::optional<Means> means_;
    std::optional<Delivery> delivery_;
    std::optional<Waiting> waiting_;
    client::Outcome outcome_;
    int code_ = 0;
};

} // namespace latch::app
