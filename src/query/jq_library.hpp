// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

extern "C" {
#include <jq.h> // it does not say that it is C

// A static function in there calls it, and a compiler that does not optimise keeps both. Weak, it
// needs no library to be linked.
// NOLINTNEXTLINE(readability-redundant-declaration): the other one is not weak
[[gnu::weak]] jv_kind jv_get_kind(jv);
}

namespace latch::query {

/// libjq, as far as it is needed: opened at run time. Its headers give the types, which have been
/// the same since 1.5; to run nothing is needed until a program is compiled.
///
/// As with libjq itself, whoever gives a `jv` to a function gives it away.
class JqLibrary {
public:
    /// Errors: `usage` if there is no such library, or if it lacks a function.
    static base::Result<JqLibrary> open(const char* name = "libjq.so.1");

    /// The one JSON text. Errors: `protocol`, why it is none as cause.
    base::Result<jv> parse(std::string_view json) const;

    /// As `jq -c` writes it.
    std::string json_of(jv value) const;

    /// What a message says: a string as it is, anything else as JSON.
    std::string words_of(jv message) const;

    jv string(std::string_view text) const;

    bool is_valid(jv value) const noexcept { return jv_get_kind(value) != JV_KIND_INVALID; }

    decltype(&::jq_init) jq_init = nullptr;
    decltype(&::jq_teardown) jq_teardown = nullptr;
    decltype(&::jq_set_error_cb) jq_set_error_cb = nullptr;
    decltype(&::jq_set_nomem_handler) jq_set_nomem_handler = nullptr;
    decltype(&::jq_set_attr) jq_set_attr = nullptr;
    decltype(&::jq_compile_args) jq_compile_args = nullptr;
    decltype(&::jq_set_input_cb) jq_set_input_cb = nullptr;
    decltype(&::jq_set_debug_cb) jq_set_debug_cb = nullptr;
    decltype(&::jq_start) jq_start = nullptr;
    decltype(&::jq_next) jq_next = nullptr;
    decltype(&::jq_halted) jq_halted = nullptr;
    decltype(&::jq_get_error_message) jq_get_error_message = nullptr;
    decltype(&::jv_get_kind) jv_get_kind = nullptr;
    decltype(&::jv_copy) jv_copy = nullptr;
    decltype(&::jv_free) jv_free = nullptr;
    decltype(&::jv_invalid_has_msg) jv_invalid_has_msg = nullptr;
    decltype(&::jv_invalid_get_msg) jv_invalid_get_msg = nullptr;
    decltype(&::jv_array) jv_array = nullptr;
    decltype(&::jv_object) jv_object = nullptr;
    decltype(&::jv_object_set) jv_object_set = nullptr;

private:
    JqLibrary() = default;

    /// What an invalid value has to say; empty if it says nothing.
    std::string complaint_of(jv invalid) const;
    /// The text of a jv string.
    std::string text_of(jv string) const;

    decltype(&::jv_string_sized) jv_string_sized_ = nullptr;
    decltype(&::jv_string_value) jv_string_value_ = nullptr;
    decltype(&::jv_string_length_bytes) jv_string_length_bytes_ = nullptr;
    decltype(&::jv_dump_string) jv_dump_string_ = nullptr;
    decltype(&::jv_parser_new) jv_parser_new_ = nullptr;
    decltype(&::jv_parser_set_buf) jv_parser_set_buf_ = nullptr;
    decltype(&::jv_parser_next) jv_parser_next_ = nullptr;
    decltype(&::jv_parser_free) jv_parser_free_ = nullptr;
};

} // namespace latch::query
