// SPDX-License-Identifier: MIT
#include "app/exit_code.hpp"

#include "latch/cli/parse.hpp"

#include <algorithm>
#include <array>

namespace latch::app {

int exit_code_for(base::ErrorKind kind) noexcept {
    using base::ErrorKind;
    switch (kind) {
    case ErrorKind::usage:
    case ErrorKind::bad_config:
        return 64;
    case ErrorKind::file:
    case ErrorKind::bad_session:
    case ErrorKind::resolve:
    case ErrorKind::connect:
    case ErrorKind::tls:
    case ErrorKind::protocol:
        return 1;
    case ErrorKind::timed_out:
        return 2;
    case ErrorKind::too_many_redirects:
        return 6;
    case ErrorKind::not_signed_in:
        return 7;
    case ErrorKind::output_closed:
        return done;
    case ErrorKind::interrupted:
        return 130;
    case ErrorKind::terminated:
        return 143;
    }
    return internal_error;
}

int exit_code_for_status(unsigned status) noexcept {
    switch (status / 100) {
    case 3:
        return 3;
    case 4:
        return 4;
    case 5:
        return 5;
    default:
        return done;
    }
}

int worse_of(int one, int other) noexcept {
    constexpr auto ranks = std::to_array<int>(
        {done,
         3,
         4,
         5,
         7,
         expectation_failed,
         nothing_to_extract,
         not_up,
         6,
         2,
         1,
         64,
         70,
         143,
         130}
    );
    const auto rank = [&](int code) { return std::ranges::find(ranks, code); };
    return rank(one) < rank(other) ? other : one;
}

int exit_code_as(std::string_view program, int code) noexcept {
    const int usage = exit_code_for(base::ErrorKind::usage);
    return code == usage && cli::is_httpie_name(program) ? 1 : code;
}

} // namespace latch::app
