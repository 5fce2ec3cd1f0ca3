// SPDX-License-Identifier: MIT
#include "latch/base/error.hpp"

#include <stdexcept>

namespace latch::base {

void throw_exception_from_error(const Error& error, const boost::source_location& where) {
    throw std::logic_error(
        std::string(where.file_name()) +
        ": result used without a look at its error: " + error.what()
    );
}

} // namespace latch::base
