// SPDX-License-Identifier: MIT
#pragma once

#include "latch/output/partial.hpp"

#include <filesystem>

namespace latch::output {

/// Leaves a note beside a file that a broken download has left behind: "NAME.latch-part", which
/// says of which version it is a part. Without one --continue still works, but cannot ask whether
/// the server has that version yet; so what keeps it from being written is no error. An older note
/// goes in any case.
void leave_note(const std::filesystem::path& file, const Partial& partial);

/// Takes the note away, if there is one: the file is whole.
void remove_note(const std::filesystem::path& file);

} // namespace latch::output
