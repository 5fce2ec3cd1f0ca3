// SPDX-License-Identifier: MIT
#include "access/error_body.hpp"

#include "latch/base/text.hpp"
#include "latch/http/media_type.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>
#include <vector>

namespace latch::access {

namespace {

using nlohmann::json;

constexpr std::size_t longest_line = 300;
constexpr std::size_t most_fields = 5;

/// In one line, its end left out if it is long.
std::string in_short(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!is_blank) {
            line += c;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    if (line.size() > longest_line) {
        std::size_t end = longest_line;
        while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) {
            --end; // a character is left out whole
        }
        line.resize(end);
        line += "…";
    }
    while (line.ends_with(' ')) {
        line.pop_back();
    }
    return line;
}

/// The text of the first of these members that has one.
template <std::size_t Count>
std::string text_of(const json& object, const std::array<const char*, Count>& names) {
    for (const char* const name : names) {
        const auto member = object.find(name);
        if (member != object.end() && member->is_string()) {
            return member->get<std::string>();
        }
    }
    return {};
}

std::string joined(std::string first, std::string_view between, const std::string& second) {
    if (first.empty() || second.empty() || first == second) {
        return first.empty() ? second : first;
    }
    return first.append(between).append(second);
}

/// "quantity: must be greater than 0", of whatever the application calls the two.
std::string words_of_fault(const json& fault) {
    if (fault.is_string()) {
        return fault.get<std::string>();
    }
    if (!fault.is_object()) {
        return {};
    }
    constexpr std::array<const char*, 5> places{"field", "property", "path", "pointer", "name"};
    constexpr std::array<const char*, 6> complaints{
        "defaultMessage", "message", "detail", "reason", "error", "msg"};
    return joined(text_of(fault, places), ": ", text_of(fault, complaints));
}

void add_fault(std::vector<std::string>& faults, std::string words) {
    if (!words.empty()) {
        faults.push_back(std::move(words));
    }
}

/// Of {"field": "what is wrong"} and {"field": ["this", "and that"]}.
void add_faults_of_field(
    std::vector<std::string>& faults, const std::string& field, const json& wrong
) {
    if (!wrong.is_array()) {
        add_fault(faults, joined(field, ": ", words_of_fault(wrong)));
        return;
    }
    for (const json& each : wrong) {
        add_fault(faults, joined(field, ": ", words_of_fault(each)));
    }
}

/// What is wrong with which field, under the names that lists of it go by.
std::string words_of_faults(const json& object) {
    std::vector<std::string> faults;
    for (const char* const name : {"errors", "violations", "fieldErrors", "invalid_params"}) {
        const auto list = object.find(name);
        if (list == object.end()) {
            continue;
        }
        if (list->is_array()) {
            for (const json& fault : *list) {
                add_fault(faults, words_of_fault(fault));
            }
        } else if (list->is_object()) {
            for (const auto& [field, wrong] : list->items()) {
                add_faults_of_field(faults, field, wrong);
            }
        }
    }
    std::string words;
    for (std::size_t at = 0; at < std::min(faults.size(), most_fields); ++at) {
        words = joined(std::move(words), "; ", faults[at]);
    }
    const std::size_t more = faults.size() - std::min(faults.size(), most_fields);
    return more == 0 ? words : words + "; and " + std::to_string(more) + " more";
}

/// What BasicErrorController makes: timestamp, status, error and path, the rest by configuration.
bool is_of_boot(const json& object) {
    return object.contains("timestamp") && object.contains("status") && object.contains("error");
}

ErrorBody read_json(std::string_view text) {
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object()) {
        return {};
    }
    constexpr std::array<const char*, 1> title{"title"};
    constexpr std::array<const char*, 5> details{
        "detail", "message", "error_description", "errorMessage", "description"};
    const std::string said = joined(text_of(object, title), ": ", text_of(object, details));
    const std::string faults = words_of_faults(object);
    ErrorBody body;
    body.words =
        in_short(said.empty() || faults.empty() ? said + faults : said + " (" + faults + ')');
    body.hides_its_message = is_of_boot(object) && body.words.empty();
    return body;
}

/// The text of a piece of HTML that was escaped by a program: no tags, and the references that
/// such programs write.
std::string text_in(std::string_view html) {
    constexpr std::array<std::pair<std::string_view, char>, 6> references{{
        {"&lt;", '<'},
        {"&gt;", '>'},
        {"&amp;", '&'},
        {"&quot;", '"'},
        {"&#39;", '\''},
        {"&#x27;", '\''},
    }};
    std::string text;
    while (!html.empty()) {
        std::size_t length = 1;
        char c = html.front();
        for (const auto& [reference, meaning] : references) {
            if (html.starts_with(reference)) {
                length = reference.size();
                c = meaning;
            }
        }
        if (html.front() == '<') {
            length = std::min(html.find('>'), html.size() - 1) + 1;
            c = ' ';
        }
        text += c;
        html.remove_prefix(length);
    }
    return in_short(text);
}

/// What stands between two marks, the second one after the first; nothing without them.
std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
    const std::size_t begin = text.find(before);
    if (begin == std::string_view::npos) {
        return {};
    }
    text.remove_prefix(begin + before.size());
    const std::size_t end = text.find(after);
    return end == std::string_view::npos ? std::string_view() : text.substr(0, end);
}

/// Boot's page names the status in one <div> and has a second one for the message, if there is one.
ErrorBody read_page(std::string_view html) {
    ErrorBody body;
    body.is_page = true;
    if (html.find("Whitelabel Error Page") != std::string_view::npos) {
        constexpr std::string_view status = "There was an unexpected error (";
        const std::size_t at = html.find(status);
        html.remove_prefix(std::min(at, html.size()));
        html.remove_prefix(std::min(html.find("</div>"), html.size()));
        body.words = text_in(between(html, "<div>", "</div>"));
        body.hides_its_message = body.words.empty();
        return body;
    }
    if (html.find("HTTP Status ") != std::string_view::npos) {
        body.words = text_in(between(html, "<b>Message</b>", "</p>"));
    }
    return body;
}

} // namespace

ErrorBody read_error(const http::Headers& headers, const BodyStart& body) {
    const auto type = http::parse_media_type(headers.find("Content-Type").value_or(""));
    if (!type || !body.is_whole || body.bytes.size() > telling_length(BodyClue::error).count) {
        return {};
    }
    if (http::is_html(*type)) {
        return read_page(body.bytes);
    }
    return read_json(body.bytes);
}

} // namespace latch::access
