// SPDX-License-Identifier: MIT
#pragma once

// The only file that names a Catch2 header: version 3 (Ubuntu) and version 2 (Debian 12) differ.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
