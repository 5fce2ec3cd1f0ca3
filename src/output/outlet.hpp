// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/base/file.hpp"
#include "latch/output/lanes.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>

namespace latch::output {

/// Whether what is written to a descriptor lies in a file, instead of being waited for.
bool leads_to_file(int descriptor);

/// Where shown bytes end up: standard output, a lane of it, or the file of --output.
///
/// A regular file appears under its name, or replaces what was there, only at `commit`, or at
/// `reveal` if somebody wants to read along. Anything
/// else of that name (a device, a FIFO) is written to as it stands.
class Outlet {
public:
    /// Borrows the descriptor.
    explicit Outlet(const base::Stream& stream);

    /// Borrows the lane.
    explicit Outlet(Lane& lane) : place_(&lane) {}

    explicit Outlet(std::filesystem::path file) : place_(Unopened{std::move(file)}) {}

    /// One that takes everything and keeps nothing.
    static Outlet nowhere() { return {}; }

    /// Gets hold of the file, so that a wrong name is told before anything is sent. Does nothing
    /// the second time, and nothing for a stream.
    base::Result<void> open();

    /// Errors: `output_closed` if the reader has gone, `interrupted` by a signal while the reader
    /// is slow, else `file`.
    base::Result<void> write(std::string_view bytes);

    /// The same for bytes in a pipe.
    base::Result<void> write_piped(base::PipedBytes bytes);

    /// Whether they gain by it: the kernel puts nothing at the end of files that are appended to.
    bool takes_pipes() const;

    /// Gives a file its name; does nothing for all else.
    base::Result<void> commit();

    /// The same before the file is complete; what is written after it goes into it all the same.
    base::Result<void> reveal();

    /// Whether what was written is still nobody else's.
    bool can_begin_anew() const noexcept { return std::holds_alternative<Pending>(place_); }

    /// Forgets all that was written, if it can.
    base::Result<void> begin_anew();

    bool is_lane() const noexcept { return std::holds_alternative<Lane*>(place_); }

    /// Whether the bytes lie in a file until someone looks, instead of being waited for.
    bool is_regular_file() const noexcept;

private:
    struct Unopened {
        std::filesystem::path path;
    };

    struct Borrowed {
        int descriptor = -1;
        bool is_regular_file = false;
    };

    struct Direct {
        base::Descriptor file;
        std::string name;
    };

    struct Pending {
        base::Replacement file;
        std::filesystem::path path;
        unsigned mode = 0;
    };

    struct Committed {};

    Outlet() : place_(Committed{}) {}

    base::Result<void> open_direct(const std::filesystem::path& path, int more_flags);
    base::Result<void> start_replacing(const std::filesystem::path& path);

    std::variant<Unopened, Borrowed, Lane*, Direct, Pending, Committed> place_;
};

} // namespace latch::output
