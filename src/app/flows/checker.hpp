// SPDX-License-Identifier: MIT
#pragma once

#include "app/flows/picker.hpp"
#include "app/flows/stage.hpp"

#include "latch/base/error.hpp"
#include "latch/base/holes.hpp"
#include "latch/cli/invocation.hpp"
#include "latch/flow/script.hpp"
#include "latch/flow/variables.hpp"

#include <cstddef>
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
        bool writes_files = false; ///< what a file holds may be known only then
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
    void learn_captures(const cli::Send& command, Knowledge& known);
    void check_files(const cli::Send& command, const flow::Phrase& phrase, const SourceFile& file);

    /// Fillings for the templates; for a value that comes later one that fits everywhere. Nothing
    /// is left to check if one cannot be filled, which is noted.
    struct Filled {
        std::vector<base::Filling> fillings{};
        std::vector<std::size_t> later{}; ///< the numbers of those whose values come later
        bool is_certain = true;           ///< no value comes later
        bool is_whole = true;             ///< all could be filled
    };

    Filled
    fill(std::span<const flow::Template> templates, const SourceFile& file, const Knowledge& known);
    bool comes_later(const flow::Template& wanted, const Knowledge& known) const;
    void note(const SourceFile& file, flow::Position at, const base::Error& error);

    const Stage& stage_;
    std::vector<Blunder> blunders_;
    std::vector<const SourceFile*> around_; ///< that include what is looked through
    std::size_t picked_ = 0;
    Picker* picker_ = nullptr; ///< of the file that is looked through
};

} // namespace latch::app
