# SPDX-License-Identifier: MIT
if(LATCH_SANITIZE)
    add_compile_options(-fsanitize=${LATCH_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    # Clang 14 cannot emit what this check of UBSan wants to write in front of a coroutine.
    if(LATCH_SANITIZE MATCHES "undefined" AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
        add_compile_options(-fno-sanitize=function)
    endif()
    add_link_options(-fsanitize=${LATCH_SANITIZE})
endif()
