// SPDX-License-Identifier: MIT
#include "session/store_error.hpp"

#include <utility>

namespace latch::session {

namespace fs = std::filesystem;

base::Error cannot(std::string_view verb, const fs::path& file, std::string cause) {
    return base::Error(
               base::ErrorKind::file,
               "cannot " + std::string(verb) + " the session " + file.string()
    )
        .because(std::move(cause));
}

base::Error none_at(const fs::path& file) {
    return cannot("find", file, "there is no such file");
}

base::Error occupied(const fs::path& file) {
    return cannot("create", file, "there is one already")
        .hinting("remove it first, or choose another name");
}

} // namespace latch::session
