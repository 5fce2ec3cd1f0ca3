// SPDX-License-Identifier: MIT
#pragma once

#include "app/flows/sources.hpp"
#include "app/report.hpp"
#include "app/setup.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/invocation.hpp"
#include "latch/flow/record.hpp"
#include "latch/flow/script.hpp"
#include "latch/flow/variables.hpp"
#include "latch/output/lanes.hpp"
#include "latch/session/delta.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace latch::app {

/// The sessions of a flow as they are at one place of it, by what they are called; "" is that of
/// requests without one.
class Shelf {
public:
    /// A change, to be made elsewhere as well.
    struct Change {
        std::string session;
        session::Delta delta;
    };

    /// A copy of a session, loaded if it is asked for first. Errors: those of a session.
    base::Result<session::Session>
    take(const std::optional<cli::SessionChoice>& choice, const base::Environment& environment);

    /// Changes a session that was taken.
    void apply(Change change, base::Clock::time_point now);

    /// Makes the changes that were made to a copy, as if its answers had come after those of the
    /// copies that were taken over before.
    void take_over(const Shelf& copy, base::Clock::time_point now);

    /// Goes on with another's sessions, without its changes.
    Shelf copy() const;

    /// Writes the changes to the files of the sessions. Errors: those of the store.
    base::Result<void> save(base::Clock::time_point now);

private:
    std::map<std::string, LoadedSession> sessions_;
    std::vector<Change> changes_;
    base::Clock::time_point latest_{}; ///< of the answers that were taken over
};

/// Whether more is to be done.
enum class Then : std::uint8_t { go_on, stop_file, stop_all }; // the later the stronger

/// What is known and done at one place of a flow: of a file, or of one strand of a @parallel block.
struct Scope {
    flow::Variables variables;
    std::vector<const flow::Phrase*> defaults{};
    std::vector<std::string> rows{}; ///< of the loops around, for names: "row 3: sku=A-17"
    Shelf shelf;
    Report report;
    output::Lane* lane = nullptr; ///< null: standard output

    // What comes of it.
    std::vector<std::string> bound{}; ///< variables that were set
    std::vector<flow::Case> cases{};
    int code = 0;
    std::unique_ptr<std::string> words{};  ///< for standard error; of a strand alone
    std::optional<flow::Case> under_way{}; ///< a request that may be cut off

    // A @parallel block that is under way.
    std::vector<std::unique_ptr<Scope>> strands{};
    std::unique_ptr<output::Lanes> lanes{};
};

/// What a block says holds within it: defaults, and the labels of rows. With the object's end they
/// are as they were.
class BlockBounds {
public:
    explicit BlockBounds(Scope& scope)
        : scope_(scope), defaults_(scope.defaults.size()), rows_(scope.rows.size()) {}

    BlockBounds(const BlockBounds&) = delete;
    BlockBounds& operator=(const BlockBounds&) = delete;
    BlockBounds(BlockBounds&&) = delete;
    BlockBounds& operator=(BlockBounds&&) = delete;

    ~BlockBounds() {
        scope_.defaults.resize(defaults_);
        scope_.rows.resize(rows_);
    }

private:
    Scope& scope_;
    std::size_t defaults_;
    std::size_t rows_;
};

/// Sets a variable for what follows.
void bind(Scope& scope, const std::string& name, flow::Value value);

/// What is to be reported of a place in a file.
flow::Case case_at(const SourceFile& file, const flow::Position& position);

} // namespace latch::app
