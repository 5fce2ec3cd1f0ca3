// SPDX-License-Identifier: MIT
#include "latch/base/shared_library.hpp"

#include <dlfcn.h>

namespace latch::base {

SharedLibrary::SharedLibrary(const char* name) : handle_(::dlopen(name, RTLD_NOW | RTLD_NODELETE)) {
    if (handle_ == nullptr) {
        complain();
    }
}

void* SharedLibrary::address_of(const char* name) {
    void* const found = handle_ == nullptr ? nullptr : ::dlsym(handle_, name);
    if (found == nullptr) {
        complain();
    }
    return found;
}

void SharedLibrary::complain() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): glibc keeps the text for each thread
    const char* const words = ::dlerror();
    if (is_complete_ && words != nullptr) {
        complaint_ = words;
    }
    is_complete_ = false;
}

} // namespace latch::base
