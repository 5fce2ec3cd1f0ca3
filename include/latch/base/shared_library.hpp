// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace latch::base {

/// A library that is opened at run time, by the name that the linker would know it by. Finds
/// functions, and remembers whether one was missing.
///
/// It stays open for good: libraries leave types, keys of threads and functions to be called at the
/// end behind, which do not go with them.
class SharedLibrary {
public:
    explicit SharedLibrary(const char* name);

    /// Functions of the libraries that it needs are found as well. `function` is a pointer to one.
    template <class Function>
    SharedLibrary& find(Function& function, const char* name) {
        function = reinterpret_cast<Function>(address_of(name));
        return *this;
    }

    /// Whether it is there and all that was asked for has been found.
    bool is_complete() const noexcept { return is_complete_; }

    /// The system's words on what is missing first.
    const std::string& complaint() const noexcept { return complaint_; }

private:
    void* address_of(const char* name);
    void complain();

    void* handle_;
    bool is_complete_ = true;
    std::string complaint_;
};

} // namespace latch::base
