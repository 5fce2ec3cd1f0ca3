// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/http/pacing.hpp"
#include "latch/output/piece_store.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace latch::output {

class Lanes;

/// What one of several answers writes to standard output. It is passed on when it is the lane's
/// turn, and kept until then: in memory, what is much in a temporary file, one for all lanes.
class Lane {
public:
    Lane(Lanes& lanes, std::size_t number) : lanes_(lanes), number_(number) {}

    /// Errors: as those of `base::write_to_reader`, and `file` if it cannot be kept.
    base::Result<void> write(std::string_view bytes);

private:
    friend class Lanes;

    /// Beyond it a file is not slower, and a few hundred answers of that size are no burden.
    static constexpr std::size_t most_in_memory = PieceStore::piece_size;

    base::Result<void> keep(std::string_view bytes);
    base::Result<void> pass_on(std::string_view bytes);
    base::Result<void> pass_on_kept();

    Lanes& lanes_;
    std::size_t number_;
    std::string kept_;
    std::vector<PieceStore::Number> pieces_; ///< what did not fit into memory, before `kept_`
    bool has_ended_ = false;
    bool has_passed_on_ = false;
};

/// Standard output for answers that come at the same time and are not to be mixed: one lane has the
/// turn, as a whole.
class Lanes {
public:
    struct Terms {
        base::Stream out;
        Lane* into = nullptr; ///< where it goes instead of to `out`; it must outlive the object
        http::Pacing::Order order = http::Pacing::Order::as_asked;
        std::string between{};        ///< what stands between two answers that write anything
        std::filesystem::path folder; ///< for what does not fit into memory
    };

    explicit Lanes(Terms terms);

    /// The lane of the answer with that number, from 0. It lives until the call of `end`, and some
    /// time after it.
    Lane& begin(std::size_t number);

    /// All of the lane is written; nothing changes if that was said before. The turn goes to the
    /// one of the next number; to whoever writes next, if there is no order. Errors: of writing
    /// what was kept, of whatever lane.
    base::Result<void> end(std::size_t number);

    /// No other lane will come or end: writes out what is kept of those that have. Errors: as
    /// `end`.
    base::Result<void> close();

    /// Whether the reader has gone, or nothing can be written for another reason.
    bool are_broken() const noexcept { return is_broken_; }

private:
    friend class Lane;

    bool has_turn(std::size_t number);
    base::Result<void> separate();
    base::Result<void> write(std::string_view bytes);
    base::Result<void> pass_turn();

    Terms terms_;
    PieceStore store_;
    bool is_regular_file_;
    std::map<std::size_t, Lane> lanes_;
    std::size_t turn_ = 0; ///< whose it is
    bool is_free_ = false; ///< it is nobody's
    bool has_written_ = false;
    bool is_broken_ = false;
};

} // namespace latch::output
