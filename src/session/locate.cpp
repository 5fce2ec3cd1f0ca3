// SPDX-License-Identifier: MIT
#include "session/locate.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace latch::session {

namespace {

/// Reads a text and tells how far it has been read.
struct Cursor {
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    reference operator*() const noexcept { return *at; }

    Cursor& operator++() noexcept {
        ++at;
        *seen = at;
        return *this;
    }

    bool operator==(const Cursor& other) const noexcept { return at == other.at; }

    const char* at;
    const char** seen; ///< outlives the reading
};

/// Tells the handler what the text holds; `seen` follows.
void read(std::string_view text, const char*& seen, nlohmann::json_sax<Json>& handler) {
    seen = text.data();
    const Cursor end{.at = text.data() + text.size(), .seen = &seen};
    Json::sax_parse(Cursor{.at = text.data(), .seen = &seen}, end, &handler);
}

/// Whether what is at `path`, within the document, is or holds what is at `wanted`.
bool leads_to(std::string_view wanted, std::string_view path) noexcept {
    constexpr std::string_view next_part = ".[";
    return wanted.starts_with(path) &&
           (wanted.size() == path.size() ||
            next_part.find(wanted[path.size()]) != std::string_view::npos);
}

/// Looks for the value at a path; stops when it has found it.
class Search final : public nlohmann::json_sax<Json> {
public:
    Search(std::string_view text, std::string_view wanted, const char* const& seen)
        : text_(text), wanted_(wanted), seen_(seen) {}

    /// Where the nearest to what is wanted begins, counted from 0.
    std::size_t found() const noexcept { return found_; }

    bool null() override { return value(); }

    bool boolean(bool /*value*/) override { return value(); }

    bool number_integer(number_integer_t /*value*/) override { return value(); }

    bool number_unsigned(number_unsigned_t /*value*/) override { return value(); }

    bool number_float(number_float_t /*value*/, const string_t& /*text*/) override {
        return value();
    }

    bool string(string_t& /*value*/) override { return value(); }

    bool binary(binary_t& /*value*/) override { return true; } // not in text

    bool start_array(std::size_t /*size*/) override { return enter(Level{.is_array = true}); }

    bool end_array() override { return leave(); }

    bool start_object(std::size_t /*size*/) override { return enter(Level{}); }

    bool end_object() override { return leave(); }

    bool key(string_t& name) override {
        open_.back().member = name;
        return step();
    }

    bool parse_error(
        std::size_t /*position*/,
        const std::string& /*token*/,
        const nlohmann::detail::exception& /*words*/
    ) override {
        return false;
    }

private:
    struct Level {
        bool is_array = false;
        std::string path{};
        std::string member{};  ///< whose value comes next
        std::size_t index = 0; ///< of the element that comes next
    };

    /// The path of the value that comes next, as Node has it.
    std::string path() const {
        if (open_.empty()) {
            return {};
        }
        const Level& in = open_.back();
        if (in.is_array) {
            return in.path + '[' + std::to_string(in.index) + ']';
        }
        return in.path.empty() ? in.member : in.path + '.' + in.member;
    }

    bool value() {
        const std::string here = path();
        if (open_.empty() || leads_to(wanted_, here)) {
            constexpr std::string_view between = " \t\r\n,:";
            found_ = text_.find_first_not_of(between, before_);
        }
        const bool goes_on = here != wanted_;
        if (!open_.empty()) {
            ++open_.back().index;
        }
        return step() && goes_on;
    }

    bool enter(Level level) {
        level.path = path();
        const bool goes_on = value();
        open_.push_back(std::move(level));
        return goes_on;
    }

    bool leave() {
        open_.pop_back();
        return step();
    }

    /// Notes where what comes next begins at the earliest.
    bool step() {
        before_ = static_cast<std::size_t>(seen_ - text_.data());
        return true;
    }

    std::string_view text_;
    std::string_view wanted_;
    const char* const& seen_;
    std::vector<Level> open_;
    std::size_t before_ = 0;
    std::size_t found_ = 0;
};

} // namespace

std::size_t byte_of_stop(std::string_view text, nlohmann::json_sax<Json>& handler) {
    const char* seen = nullptr;
    read(text, seen, handler);
    return static_cast<std::size_t>(seen - text.data());
}

std::size_t byte_of_value(std::string_view text, std::string_view path) {
    const char* seen = nullptr;
    Search search(text, path, seen);
    read(text, seen, search);
    return search.found() + 1;
}

std::string place_of(std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, byte - 1);
    const auto line = std::ranges::count(before, '\n') + 1;
    const std::size_t line_start = before.rfind('\n') + 1; // npos + 1 is 0, the first line's
    const std::size_t column = before.size() - line_start + 1;
    return "byte " + std::to_string(byte) + " (line " + std::to_string(line) + ", column " +
           std::to_string(column) + ")";
}

} // namespace latch::session
