// SPDX-License-Identifier: MIT
#include "session/document.hpp"

#include "session/locate.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace latch::session {

namespace {

constexpr std::size_t deepest = 64;
/// An insertion into an ordered object searches all members before it.
constexpr std::size_t most_members = 10'000;

/// Makes a tree of a document, as far as it is one that could be borne.
class Builder final : public nlohmann::json_sax<Json> {
public:
    explicit Builder(const Stream& stream) : stream_(stream) {}

    Json take() { return *std::move(root_); }

    /// What is wrong; empty if nothing is.
    const std::string& fault() const noexcept { return fault_; }

    /// Where that is, counted from 1; 0 if the parser did not tell.
    std::size_t byte() const noexcept { return byte_; }

    bool null() override { return add(nullptr); }

    bool boolean(bool value) override { return add(value); }

    bool number_integer(number_integer_t value) override { return add(value); }

    bool number_unsigned(number_unsigned_t value) override { return add(value); }

    bool number_float(number_float_t value, const string_t& /*text*/) override {
        return add(value);
    }

    bool string(string_t& value) override { return add(std::move(value)); }

    bool binary(binary_t& /*value*/) override { return true; } // not in text

    bool start_array(std::size_t /*size*/) override {
        if (!enter(Json::array())) {
            return false;
        }
        if (std::exchange(is_stream_awaited_, false)) {
            streamed_ = open_.back();
        }
        return true;
    }

    bool end_array() override { return leave(); }

    bool start_object(std::size_t /*size*/) override {
        if (!enter(Json::object())) {
            return false;
        }
        if (is_element()) {
            // They look alike, and a member that moves takes its name and value along.
            open_.back()->get_ref<Json::object_t&>().reserve(members_of_last_);
        }
        return true;
    }

    bool end_object() override { return leave(); }

    bool key(string_t& name) override {
        auto& members = open_.back()->get_ref<Json::object_t&>();
        if (members.size() == most_members) {
            return stop("it has an object with too many members");
        }
        const auto [member, is_new] = members.emplace(name, nullptr);
        if (!is_new) {
            return stop("the member \"" + name + "\" occurs twice");
        }
        awaited_ = &member->second;
        is_stream_awaited_ = open_.size() == 1 && stream_.take && name == stream_.array &&
                             root_->contains(stream_.behind);
        return true;
    }

    bool parse_error(
        std::size_t position,
        const std::string& /*token*/,
        const nlohmann::detail::exception& /*words*/ // quotes the file, which holds secrets
    ) override {
        byte_ = std::max<std::size_t>(position, 1);
        return stop("it is not JSON");
    }

private:
    /// Puts a value where the document has it; where that is now.
    Json& put(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
            return *root_;
        }
        if (open_.back() == streamed_) {
            element_ = std::move(value);
            return element_;
        }
        if (open_.back()->is_array()) {
            return open_.back()->emplace_back(std::move(value));
        }
        *awaited_ = std::move(value);
        return *awaited_;
    }

    bool add(Json value) {
        put(std::move(value));
        hand_on();
        return true;
    }

    bool enter(Json container) {
        open_.push_back(&put(std::move(container)));
        if (open_.size() <= deepest) {
            return true;
        }
        return stop("it is nested deeper than " + std::to_string(deepest) + " levels");
    }

    bool leave() {
        if (open_.back() == streamed_) {
            streamed_ = nullptr; // the members of the document may move from now on
        }
        open_.pop_back();
        hand_on();
        return true;
    }

    /// Lets go of an element of the stream that is complete.
    void hand_on() {
        if (!open_.empty() && open_.back() == streamed_) {
            members_of_last_ = element_.size();
            stream_.take(element_);
        }
    }

    /// Whether what was opened last is an element of the stream.
    bool is_element() const noexcept { return open_.back() == &element_; }

    bool stop(std::string fault) {
        fault_ = std::move(fault);
        return false;
    }

    const Stream& stream_;
    std::optional<Json> root_;
    std::vector<Json*> open_; ///< in `root_`, from without; none of them grows but the last
    Json* awaited_ = nullptr; ///< the member whose name was read last
    bool is_stream_awaited_ = false;
    Json* streamed_ = nullptr;        ///< the array whose elements go to the stream
    Json element_;                    ///< of it, the one that is being read
    std::size_t members_of_last_ = 0; ///< in the element before
    std::string fault_;
    std::size_t byte_ = 0;
};

/// Where a document becomes one that cannot be borne.
std::size_t byte_of_fault(std::string_view text) {
    const Stream nowhere;
    Builder builder(nowhere);
    return byte_of_stop(text, builder);
}

} // namespace

base::Error unusable(std::string_view name, std::string why) {
    return base::Error(
               base::ErrorKind::bad_session, "cannot use the session file " + std::string(name)
    )
        .because(std::move(why));
}

base::Result<Json>
parse_document(std::string_view text, std::string_view name, const Stream& stream) {
    if (text.empty()) {
        return unusable(name, "it is empty").hinting("restore it from a backup, or remove it");
    }
    Builder builder(stream);
    if (Json::sax_parse(text, &builder)) {
        return builder.take();
    }
    const std::size_t byte = builder.byte() != 0 ? builder.byte() : byte_of_fault(text);
    return unusable(name, builder.fault() + " at " + place_of(text, byte))
        .hinting("mend it there; it has not been changed");
}

} // namespace latch::session
