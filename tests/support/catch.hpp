// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

// The only file that names a Catch2 header: version 3 (Ubuntu) and version 2 (Debian 12) differ.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

namespace Catch {

/// A failed assertion on a Result says which error it holds; Boost's own operator<< wants errors
/// and values that print themselves.
template <class T>
struct StringMaker<latch::base::Result<T>> {
    static std::string convert(const latch::base::Result<T>& result) {
        return result ? "a value" : result.error().what() + ": " + result.error().cause();
    }
};

} // namespace Catch
