// SPDX-License-Identifier: MIT
#include "query/jq_library.hpp"

#include "latch/base/shared_library.hpp"

#include <limits>
#include <memory>

namespace latch::query {

using base::Error;
using base::ErrorKind;
using base::Result;

namespace {

/// libjq counts bytes in an int.
constexpr std::size_t longest = std::numeric_limits<int>::max();

Error unreadable(std::string cause) {
    return Error(ErrorKind::protocol, "jq cannot read it").because(std::move(cause));
}

Error no_json(const std::string& why) {
    return unreadable("it is no JSON: " + why);
}

} // namespace

Result<JqLibrary> JqLibrary::open(const char* name) {
    JqLibrary opened;
    base::SharedLibrary library(name);
    library.find(opened.jq_init, "jq_init")
        .find(opened.jq_teardown, "jq_teardown")
        .find(opened.jq_set_error_cb, "jq_set_error_cb")
        .find(opened.jq_set_nomem_handler, "jq_set_nomem_handler")
        .find(opened.jq_set_attr, "jq_set_attr")
        .find(opened.jq_compile_args, "jq_compile_args")
        .find(opened.jq_set_input_cb, "jq_set_input_cb")
        .find(opened.jq_set_debug_cb, "jq_set_debug_cb")
        .find(opened.jq_start, "jq_start")
        .find(opened.jq_next, "jq_next")
        .find(opened.jq_halted, "jq_halted")
        .find(opened.jq_get_error_message, "jq_get_error_message")
        .find(opened.jv_get_kind, "jv_get_kind")
        .find(opened.jv_copy, "jv_copy")
        .find(opened.jv_free, "jv_free")
        .find(opened.jv_invalid_has_msg, "jv_invalid_has_msg")
        .find(opened.jv_invalid_get_msg, "jv_invalid_get_msg")
        .find(opened.jv_array, "jv_array")
        .find(opened.jv_object, "jv_object")
        .find(opened.jv_object_set, "jv_object_set")
        .find(opened.jv_string_sized_, "jv_string_sized")
        .find(opened.jv_string_value_, "jv_string_value")
        .find(opened.jv_string_length_bytes_, "jv_string_length_bytes")
        .find(opened.jv_dump_string_, "jv_dump_string")
        .find(opened.jv_parser_new_, "jv_parser_new")
        .find(opened.jv_parser_set_buf_, "jv_parser_set_buf")
        .find(opened.jv_parser_next_, "jv_parser_next")
        .find(opened.jv_parser_free_, "jv_parser_free");
    if (!library.is_complete()) {
        return Error(ErrorKind::usage, "cannot open the library that runs jq programs")
            .because(library.complaint())
            .hinting("install jq, or its library alone: libjq1");
    }
    return opened;
}

/// `jv_parse_sized` would put the whole text into its message.
Result<jv> JqLibrary::parse(std::string_view json) const {
    if (json.size() > longest) {
        return unreadable("it has more than 2 GiB");
    }
    const std::unique_ptr<jv_parser, void (*)(jv_parser*)> parser(
        jv_parser_new_(0), jv_parser_free_
    );
    jv_parser_set_buf_(parser.get(), json.data(), static_cast<int>(json.size()), 0);
    const jv value = jv_parser_next_(parser.get());
    if (!is_valid(value)) {
        const std::string complaint = complaint_of(value);
        return complaint.empty() ? unreadable("there is nothing") : no_json(complaint);
    }
    const jv next = jv_parser_next_(parser.get());
    const bool is_another = is_valid(next);
    if (!is_another && jv_invalid_has_msg(jv_copy(next)) == 0) {
        return value;
    }
    jv_free(value);
    if (is_another) {
        jv_free(next);
        return no_json("something follows the first value");
    }
    return no_json(complaint_of(next));
}

std::string JqLibrary::json_of(jv value) const {
    return text_of(jv_dump_string_(value, 0));
}

std::string JqLibrary::words_of(jv message) const {
    return jv_get_kind(message) == JV_KIND_STRING ? text_of(message) : json_of(message);
}

jv JqLibrary::string(std::string_view text) const {
    return jv_string_sized_(text.data(), static_cast<int>(text.size()));
}

std::string JqLibrary::complaint_of(jv invalid) const {
    if (jv_invalid_has_msg(jv_copy(invalid)) == 0) {
        jv_free(invalid);
        return {};
    }
    return words_of(jv_invalid_get_msg(invalid));
}

std::string JqLibrary::text_of(jv string) const {
    const auto length = static_cast<std::size_t>(jv_string_length_bytes_(jv_copy(string)));
    std::string text(jv_string_value_(string), length);
    jv_free(string);
    return text;
}

} // namespace latch::query
