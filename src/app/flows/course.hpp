// SPDX-License-Identifier: MIT
#pragma once

#include "app/flows/picker.hpp"
#include "app/flows/scope.hpp"
#include "app/flows/stage.hpp"

#include "latch/base/error.hpp"
#include "latch/flow/rows.hpp"
#include "latch/flow/script.hpp"
#include "latch/net/task.hpp"

#include <cstddef>
#include <vector>

namespace latch::app {

/// One flow file as it is run.
class Course {
public:
    /// Everything must outlive the object. What `lane` is null for goes to standard output.
    Course(const Stage& stage, const SourceFile& file, const Report& report, output::Lane* lane);

    /// Its requests, and then what @finally holds, in a run of the stage's wires: whether to go on
    /// with other files. The object must outlive the task.
    net::Task<Then> run();

    /// What @finally holds and was not begun yet; after a run that was ended early, too.
    net::Task<void> finish();

    /// The run was ended early: what was under way counts as it stands.
    void cut_off();

    /// Takes note of the requests that the end of the run has left out.
    void note_unsent();

    const SourceFile& file() const noexcept { return file_; }

    Scope& scope() noexcept { return scope_; }

private:
    struct Last {
        const SourceFile* file;
        const flow::Finally* block;
    };

    /// A part of a @parallel block: steps that are done one after the other.
    struct Strand {
        const flow::Step* step = nullptr;  ///< whose captures count behind the block
        const flow::Steps* turn = nullptr; ///< of a loop; null: `step`
        const SourceFile* file = nullptr;
        Then then = Then::go_on;
        bool has_ended = false;
    };

    net::Task<Then> steps(const flow::Steps& steps, const SourceFile& file, Scope& scope);
    net::Task<Then> step(const flow::Step& step, const SourceFile& file, Scope& scope);
    net::Task<Then> block(const flow::Steps& steps, const SourceFile& file, Scope& scope);
    net::Task<Then> request(const flow::Request& request, const SourceFile& file, Scope& scope);
    net::Task<Then> loop(const flow::For& loop, const SourceFile& file, Scope& scope);
    net::Task<Then> condition(const flow::If& condition, const SourceFile& file, Scope& scope);
    net::Task<Then> include(const flow::Include& include, const SourceFile& file, Scope& scope);
    net::Task<Then> parallel(const flow::Parallel& block, const SourceFile& file, Scope& scope);
    net::Task<void> strand(Strand& strand, std::size_t number, Scope& around);

    Then make_strands(
        const flow::Parallel& block,
        const SourceFile& file,
        Scope& scope,
        std::vector<Strand>& strands
    );
    static Scope& new_strand(Scope& around);
    Then add_turns(
        std::vector<Strand>& strands, const flow::For& loop, const SourceFile& file, Scope& around
    );
    void join(Scope& around, const std::vector<Strand>& strands);
    void cut_off(Scope& scope);

    Then assign(const flow::Default& assignment, const SourceFile& file, Scope& scope);
    Then compute(const flow::Computed& computed, const SourceFile& file, Scope& scope);
    Then broken(const base::Error& error, std::string name, const flow::Case& where, Scope& scope);
    Then after_failure() const noexcept;
    void note_unsent(const flow::Steps& steps, const SourceFile& file);
    static flow::Case skipped(
        const flow::Request& request,
        const SourceFile& file,
        std::string reason,
        const Report& report
    );
    void
    note_skipped(const flow::Steps& steps, std::size_t from, const SourceFile& file, Scope& scope);

    const Stage& stage_;
    const SourceFile& file_;
    Picker picker_;
    Scope scope_;
    std::vector<Last> last_; ///< what @finally holds, in the order of the files
    std::size_t last_begun_ = 0;
    bool is_last_ = false; ///< what @finally holds is done now
};

} // namespace latch::app
