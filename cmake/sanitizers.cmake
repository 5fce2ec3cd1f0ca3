# SPDX-License-Identifier: MIT
if(LATCH_SANITIZE)
    add_compile_options(-fsanitize=${LATCH_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${LATCH_SANITIZE})
endif()
