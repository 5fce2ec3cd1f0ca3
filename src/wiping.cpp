// SPDX-License-Identifier: MIT
// The program's own operator delete: what is freed is wiped.
//
// Secrets pass through strings, streams and maps of four libraries on their way to the wire, and
// each leaves copies; no list of places would be complete. Operator new is the library's, which
// takes blocks from malloc. See ARCHITECTURE.md for what it costs.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <new>
#include <sys/mman.h>
#include <unistd.h>

namespace {

/// From here on the kernel is told to forget pages: wiping those that were never written to would
/// have it provide them first.
constexpr std::size_t large = std::size_t{32} * 1024;

std::uintptr_t page_size() noexcept {
    static const auto size = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    return size;
}

/// Wipes the pages that are the block's alone, `first` to `last`; not those that are locked.
bool forget_pages(char* first, char* last) noexcept {
    return first < last &&
           ::madvise(first, static_cast<std::size_t>(last - first), MADV_DONTNEED) == 0;
}

/// What explicit_bzero does, two calls less: most blocks are small.
void clear(char* begin, std::size_t size) noexcept {
    std::memset(begin, 0, size);
    asm volatile("" : : "r"(begin) : "memory"); // somebody may look at it
}

void wipe(char* begin, std::size_t size) noexcept {
    char* const end = begin + size;
    if (size >= large) {
        const std::uintptr_t page = page_size();
        char* const first = begin + (page - reinterpret_cast<std::uintptr_t>(begin) % page) % page;
        char* const last = end - reinterpret_cast<std::uintptr_t>(end) % page;
        if (forget_pages(first, last)) {
            clear(begin, static_cast<std::size_t>(first - begin));
            clear(last, static_cast<std::size_t>(end - last));
            return;
        }
    }
    clear(begin, size);
}

void release(void* block, std::size_t size) noexcept {
    wipe(static_cast<char*>(block), size);
    // NOLINTNEXTLINE(cppcoreguidelines-no-malloc,cppcoreguidelines-owning-memory): new's malloc
    std::free(block);
}

/// With what the allocator has rounded it up to, which it remembers.
void release(void* block) noexcept {
    if (block != nullptr) {
        release(block, ::malloc_usable_size(block));
    }
}

} // namespace

// NOLINTBEGIN(misc-new-delete-overloads): operator new is the library's

void operator delete(void* block) noexcept {
    release(block);
}

void operator delete[](void* block) noexcept {
    release(block);
}

void operator delete(void* block, std::size_t size) noexcept {
    if (block != nullptr) {
        release(block, size);
    }
}

void operator delete[](void* block, std::size_t size) noexcept {
    if (block != nullptr) {
        release(block, size);
    }
}

void operator delete(void* block, std::align_val_t /*alignment*/) noexcept {
    release(block);
}

void operator delete[](void* block, std::align_val_t /*alignment*/) noexcept {
    release(block);
}

void operator delete(void* block, std::size_t size, std::align_val_t /*alignment*/) noexcept {
    if (block != nullptr) {
        release(block, size);
    }
}

void operator delete[](void* block, std::size_t size, std::align_val_t /*alignment*/) noexcept {
    if (block != nullptr) {
        release(block, size);
    }
}

// NOLINTEND(misc-new-delete-overloads)
