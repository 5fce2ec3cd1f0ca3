// SPDX-License-Identifier: MIT
#include "flow/script_request.hpp"

#include "flow/directive.hpp"
#include "flow/here_document.hpp"
#include "flow/script_text.hpp"
#include "flow/script_words.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace latch::flow {

namespace {

constexpr std::string_view title_mark = "###";

/// "#smoke"
bool is_tag(std::string_view word) noexcept {
    return word.size() > 1 && word.front() == '#' && base::is_ascii_alpha(word[1]) &&
           std::ranges::all_of(word.substr(2), [](char c) {
               return base::is_ascii_alpha(c) || base::is_ascii_digit(c) || c == '-' || c == '_';
           });
}

void add(Word word, const Reading& reading, Phrase& phrase) {
    phrase.words.push_back(std::move(word.text));
    phrase.places.push_back(reading.position(word.at));
}

/// The program's name may stand before the words, as where they were copied from.
void drop_program(Reading& reading, std::size_t at, Phrase& phrase) {
    if (phrase.words.empty()) {
        return;
    }
    const std::string first = phrase.words.front();
    if (first == "https") {
        phrase.words.front() = "--default-scheme=https";
    } else if (first == "latch" || first == "http") {
        phrase.words.erase(phrase.words.begin());
        phrase.places.erase(phrase.places.begin());
    } else {
        return;
    }
    if (phrase.words.size() == (first == "https" ? 1U : 0U)) {
        reading.note(reading.past_blanks(at), "nothing follows " + first);
        phrase = {};
    }
}

/// Reads one request, whose words may go over many lines.
class Paragraph {
public:
    Paragraph(Reading& reading, std::size_t at, Phrase& phrase)
        : reading_(reading), words_(reading, {.begin = at, .end = reading.size()}),
          phrase_(phrase) {}

    std::size_t read() {
        std::size_t end = 0;
        do {
            read_line();
            end = words_.at();
        } while (words_.go_to_next_line() && goes_on());
        if (here_document_) {
            add(*std::move(here_document_), reading_, phrase_);
        }
        return end;
    }

private:
    void read_line() {
        for (;;) {
            words_.skip_blanks();
            if (is_at_here_document(reading_, words_)) {
                take_here_document();
                return;
            }
            auto word = words_.next(phrase_.templates);
            if (!word) {
                return;
            }
            add(*std::move(word), reading_, phrase_);
        }
    }

    void take_here_document() {
        const std::size_t at = words_.at();
        auto word = read_here_document(reading_, words_, phrase_.templates);
        if (word && here_document_) {
            reading_.note(at, "a request has one body, and there is a << before");
        }
        here_document_ = std::move(word);
    }

    /// Whether the line that begins here belongs to the request.
    bool goes_on() {
        const std::size_t at = words_.at();
        if (reading_.is_blank_line(at) || is_title(reading_, at) || directive_at(reading_, at)) {
            return false;
        }
        const std::size_t first = reading_.past_blanks(at);
        if (first != at && is_plainly_directive(reading_, first)) {
            reading_.note(
                first,
                "a directive within a request",
                "put it at the beginning of the line, or an empty line before it"
            );
        }
        return true;
    }

    Reading& reading_;
    WordReader words_;
    Phrase& phrase_;
    std::optional<Word> here_document_;
};

} // namespace

bool is_title(const Reading& reading, std::size_t at) noexcept {
    return reading.has(title_mark, at) && !reading.has("#", at + title_mark.size());
}

Request read_title(Reading& reading, std::size_t at) {
    const std::size_t begin = reading.past_blanks(at) + title_mark.size();
    Request request;
    Text all =
        read_text(reading, {.begin = reading.past_blanks(begin), .end = reading.line_end(begin)});
    request.title = {.text = {}, .templates = std::move(all.templates), .at = all.at};
    std::ranges::replace(all.text, '\t', ' ');
    for (const std::string_view word : base::split(all.text, ' ')) {
        if (is_tag(word)) {
            request.tags.emplace_back(word.substr(1));
        } else if (!word.empty()) {
            request.title.text += request.title.text.empty() ? "" : " ";
            request.title.text += word;
        }
    }
    return request;
}

std::size_t read_request(Reading& reading, std::size_t at, Phrase& phrase) {
    const std::size_t end = Paragraph(reading, at, phrase).read();
    drop_program(reading, at, phrase);
    return end;
}

} // namespace latch::flow
