// SPDX-License-Identifier: MIT
#pragma once

#include "app/flows/picker.hpp"
#include "app/flows/stage.hpp"
#include "app/flows/wording.hpp"

#include "latch/base/error.hpp"
#include "latch/base/holes.hpp"
#include "latch/cli/invocation.hpp"
#include "latch/flow/rows.hpp"
#include "latch/flow/script.hpp"
#include "latch/flow/variables.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace latch::app {

/// Looks through flows for what cannot go well, before anything is sent: variables that there are
/// none of, words that are no request, files that are not there, wrong jq. What only an answer can
/// tell is taken for right.
class Checker {
public:
    /// Everything must outlive the object.
    explicit Checker(const Stage& stage) : stage_(stage) {}

    /// Of all files, in their order.
    std::vector<Blunder> check();

    /// How many requests would be sent, those of a loop once.
    std::size_t picked() const noexcept { return picked_; }

private:
    /// What is known at a place.
    struct Knowledge {
        flow::Variables variables;
        std::set<std::string, std::less<>> later{}; ///< whose values come while the flow runs
        std::vector<const flow::Phrase*> defaults{};
        std::vector<std::string> set_here{};          ///< by @name, in the block
        std::vector<std::string> captured{};          ///< in the block
        std::set<std::string, std::less<>> written{}; ///< files that answers go to
        bool may_write_any = false;                   ///< a file whose name the server tells
    };

    void check(const flow::Steps& steps, const SourceFile& file, Knowledge& known);
    void check(const flow::Step& step, const SourceFile& file, Knowledge& known);
    void check_block(const flow::Steps& steps, const SourceFile& file, Knowledge& known);
    void check(const flow::Request& request, const SourceFile& file, Knowledge& known);
    void check(const flow::For& loop, const SourceFile& file, Knowledge& known);
    void check(const flow::If& condition, const SourceFile& file, Knowledge& known);
    void check(const flow::Include& include, const SourceFile& file, Knowledge& known);
    void check(const flow::Default& assignment, const SourceFile& file, Knowledge& known);
    void check(const flow::Computed& computed, const SourceFile& file, Knowledge& known);
    void check(const flow::Parallel& block, const SourceFile& file, Knowledge& known);

    /// Fillings for the templates; for a value that comes later one that fits everywhere. Nothing
    /// is left to check if one cannot be filled, which is noted.
    struct Filled {
        std::vector<base::Filling> fillings{};
        bool is_certain = true; ///< no value comes later
        bool is_whole = true;   ///< all could be filled
    };

    Filled
    fill(std::span<const flow::Template> templates, const SourceFile& file, const Knowledge& known);
    base::Result<cli::Send>
    understood(const flow::Wording& wording, base::Fillings fillings, const SourceFile& file) const;
    cli::Send certain_of(
        cli::Send command,
        const flow::Wording& wording,
        const Filled& filled,
        const SourceFile& file
    ) const;
    void check_files(
        const cli::Send& command,
        const flow::Phrase& phrase,
        const SourceFile& file,
        const Knowledge& known
    );
    std::optional<std::vector<flow::Row>>
    known_rows(const flow::For& loop, const SourceFile& file, const Knowledge& known);
    void check_rows(
        const flow::For& loop,
        const std::vector<flow::Row>& rows,
        const SourceFile& file,
        Knowledge& within
    );
    static void
    learn_from(const Knowledge& within, const std::vector<std::string>& own, Knowledge& known);
    void check(const flow::Defaults& defaults, const SourceFile& file, Knowledge& known);
    void check_program(const flow::Text& program, const SourceFile& file, const Knowledge& known);
    /// Whether these lines do not say what was meant, which has been told.
    static bool is_misread(const SourceFile& file, std::size_t first, std::size_t last);
    base::Result<void> check_place(const cli::Send& command, const SourceFile& file) const;
    static base::Result<void>
    check_readable(const std::string& name, const SourceFile& file, const Knowledge& known);
    static bool comes_later(const flow::Template& wanted, const Knowledge& known);
    void note(const SourceFile& file, flow::Position at, const base::Error& error);

    const Stage& stage_;
    std::vector<Blunder> blunders_;
    std::vector<const SourceFile*> around_;      ///< that include what is looked through
    std::set<std::string, std::less<>> based_{}; ///< sessions that know a server by now
    std::size_t picked_ = 0;
    std::optional<Picker> picker_; ///< of the file that is looked through
};

} // namespace latch::app
