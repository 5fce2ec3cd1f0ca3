# SPDX-License-Identifier: MIT
# Warnings for latch's own targets; third-party headers come in as SYSTEM.
add_library(latch_warnings INTERFACE)
target_compile_options(latch_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
    -Wnon-virtual-dtor -Woverloaded-virtual -Wformat=2 -Wswitch-enum -Wcast-align
    -Wunused -Wimplicit-fallthrough -Wextra-semi)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(latch_warnings INTERFACE -Wduplicated-cond -Wduplicated-branches -Wlogical-op)
    # GCC follows -Wnull-dereference into inlined library code when it optimises, and is wrong there.
    if(CMAKE_BUILD_TYPE STREQUAL "Debug" AND LATCH_SANITIZE STREQUAL "")
        target_compile_options(latch_warnings INTERFACE -Wnull-dereference)
    endif()
else()
    target_compile_options(latch_warnings INTERFACE -Wnull-dereference)
endif()
if(LATCH_WERROR)
    target_compile_options(latch_warnings INTERFACE -Werror)
endif()
