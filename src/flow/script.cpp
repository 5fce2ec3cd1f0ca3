// SPDX-License-Identifier: MIT
#include "latch/flow/script.hpp"

#include "flow/directive.hpp"
#include "flow/reading.hpp"
#include "flow/script_request.hpp"
#include "flow/script_text.hpp"
#include "flow/statements.hpp"

#include "latch/base/holes.hpp"

#include <algorithm>
#include <utility>

namespace latch::flow {

namespace {

/// So deep may blocks lie in one another: whoever walks through them does so recursively.
constexpr std::size_t deepest = 100;

using Block = std::variant<For, If, Parallel, Finally>;

/// A block that is not closed yet.
struct Open {
    Block block;
    std::string_view word; ///< "for"
    std::size_t at = 0;
};

/// Puts the steps of a file together, block by block.
class Blocks {
public:
    explicit Blocks(Reading& reading) : reading_(reading) {}

    void add(Step step) { steps_of_innermost().push_back(std::move(step)); }

    void open(Block block, const Directive& directive);
    void close(const Directive& directive);
    Steps close_all();

private:
    Steps& steps_of_innermost();
    void close_innermost();
    bool is_within_parallel() const;

    Reading& reading_;
    Steps steps_;
    std::vector<Open> open_;
};

Steps& Blocks::steps_of_innermost() {
    return open_.empty()
               ? steps_
               : std::visit([](auto& block) -> Steps& { return block.body; }, open_.back().block);
}

bool Blocks::is_within_parallel() const {
    return std::ranges::any_of(open_, [](const Open& each) {
        return std::holds_alternative<Parallel>(each.block);
    });
}

void Blocks::open(Block block, const Directive& directive) {
    if (std::holds_alternative<Finally>(block) && !open_.empty()) {
        reading_.note(directive.at, "@finally within a block", "it is of the whole file");
    }
    if (std::holds_alternative<Parallel>(block) && is_within_parallel()) {
        reading_.note(directive.at, "@parallel within @parallel");
    }
    if (open_.size() == deepest) {
        reading_.note(
            directive.at, "blocks lie more than " + std::to_string(deepest) + " deep in one another"
        );
    }
    open_.push_back({.block = std::move(block), .word = directive.meant, .at = directive.at});
}

void Blocks::close_innermost() {
    const bool is_too_deep = open_.size() > deepest;
    Block block = std::move(open_.back().block);
    open_.pop_back();
    if (!is_too_deep) {
        std::visit([&](auto& each) { add({std::move(each)}); }, block);
    }
}

void Blocks::close(const Directive& directive) {
    if (open_.empty()) {
        reading_.note(directive.at, "@end without a block");
        return;
    }
    close_innermost();
}

Steps Blocks::close_all() {
    while (!open_.empty()) {
        reading_.note(
            open_.back().at, "@" + std::string(open_.back().word) + " is without its @end"
        );
        close_innermost();
    }
    return std::move(steps_);
}

/// Reads a file from its beginning to its end.
class Parser {
public:
    explicit Parser(std::string_view file) : reading_(file), blocks_(reading_) {}

    Script parse() {
        for (std::size_t at = 0; at < reading_.size();) {
            at = reading_.next_line(take(at));
        }
        Steps steps = blocks_.close_all();
        return {.steps = std::move(steps), .mistakes = reading_.mistakes()};
    }

private:
    /// Reads what begins on the line. On which line it ends.
    std::size_t take(std::size_t line) {
        const std::size_t at = reading_.past_blanks(line);
        if (is_title(reading_, at)) {
            titled_ = read_title(reading_, at);
            return at;
        }
        if (reading_.is_blank_line(at) || reading_.has("#", at)) {
            return at;
        }
        if (const auto directive = directive_at(reading_, at)) {
            return take_directive(*directive);
        }
        return take_request(at);
    }

    std::size_t take_request(std::size_t at);
    std::size_t take_directive(const Directive& directive);

    Reading reading_;
    Blocks blocks_;
    Request titled_; ///< the next request, as far as it is known
};

/// Its last line ends before a blank one, or one that begins something else.
std::size_t Parser::take_request(std::size_t at) {
    const std::size_t end = read_request(reading_, at, titled_.phrase);
    Request request = std::exchange(titled_, {});
    if (!request.phrase.words.empty()) {
        blocks_.add({std::move(request)});
    }
    return end;
}

std::size_t Parser::take_directive(const Directive& directive) {
    if (directive.word != directive.meant) {
        reading_.note(
            directive.at,
            "there is no @" + std::string(directive.word),
            "did you mean @" + std::string(directive.meant)
        );
    }
    using Kind = Directive::Kind;
    Extent extent{directive.behind};
    switch (directive.kind) {
    case Kind::default_value:
        blocks_.add({read_default(reading_, directive)});
        break;
    case Kind::computed:
        blocks_.add({read_computed(reading_, directive)});
        break;
    case Kind::include:
        blocks_.add({read_include(reading_, directive)});
        break;
    case Kind::defaults:
        blocks_.add({read_defaults(reading_, directive, extent)});
        break;
    case Kind::for_each:
        blocks_.open(read_for(reading_, directive, extent), directive);
        break;
    case Kind::condition:
        blocks_.open(read_if(reading_, directive), directive);
        break;
    case Kind::parallel:
        blocks_.open(read_parallel(reading_, directive), directive);
        break;
    case Kind::finally:
        expect_nothing(reading_, directive);
        blocks_.open(Finally{.body = {}, .at = reading_.position(directive.at)}, directive);
        break;
    case Kind::end:
        expect_nothing(reading_, directive);
        titled_ = {};
        blocks_.close(directive);
        break;
    }
    return extent.end;
}

} // namespace

Script parse_script(std::string_view text) {
    return Parser(text).parse();
}

ReadWord parse_word(std::string_view word) {
    Reading reading(word);
    Text text = read_text(reading, {.begin = 0, .end = reading.size()});
    return {.text = std::move(text), .mistakes = reading.mistakes()};
}

void Wording::append(const flow::Phrase& phrase) {
    const std::size_t before = templates.size();
    for (const std::string& word : phrase.words) {
        std::string& renumbered = words.emplace_back();
        for (const base::Piece& piece : base::pieces_of(word)) {
            renumbered += piece.hole ? base::hole(*piece.hole + before) : std::string(piece.text);
        }
    }
    templates.insert(templates.end(), phrase.templates.begin(), phrase.templates.end());
}

} // namespace latch::flow
