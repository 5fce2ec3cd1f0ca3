// SPDX-License-Identifier: MIT
#include "latch/query/jq.hpp"

#include "query/jq_complaint.hpp"
#include "query/jq_imports.hpp"
#include "query/jq_library.hpp"
#include "query/jq_message.hpp"
#include "query/json_parts.hpp"

#include "latch/base/duration.hpp"
#include "latch/base/quarantine.hpp"
#include "latch/base/text.hpp"

#include <array>
#include <cstdlib>
#include <optional>
#include <unistd.h>
#include <utility>

namespace latch::query {

using base::Error;
using base::ErrorKind;
using base::QuarantineReport;
using base::QuarantineVoice;
using base::Result;

struct JqProgram::Compiled {
    explicit Compiled(const JqLibrary& opened) : library(opened), state(opened.jq_init()) {}

    Compiled(const Compiled&) = delete;
    Compiled& operator=(const Compiled&) = delete;
    Compiled(Compiled&&) = delete;
    Compiled& operator=(Compiled&&) = delete;

    ~Compiled() { library.jq_teardown(&state); }

    JqLibrary library;
    jq_state* state;
};

namespace {

Error does_not_compile(std::string reason) {
    return Error(ErrorKind::usage, "the jq program does not compile").because(std::move(reason));
}

Error unreadable(std::string cause) {
    return Error(ErrorKind::protocol, "jq cannot read the answer")
        .because(std::move(cause))
        .hinting("look at it without the jq program");
}

Error stopped(std::string cause, std::string hint) {
    return Error(ErrorKind::protocol, "jq was stopped")
        .because(std::move(cause))
        .hinting(std::move(hint));
}

std::string words(base::Bytes size) {
    constexpr std::uint64_t mebibyte = base::mebibytes(1).count;
    return size.count % mebibyte == 0 ? std::to_string(size.count / mebibyte) + " MiB"
                                      : base::counted(size.count, "byte");
}

/// Whether arrays and objects lie more than `depth` deep; of a text that is no JSON, at least if
/// brackets outside strings do.
bool nests_deeper(std::string_view json, unsigned depth) noexcept {
    unsigned now = 0;
    bool is_in_string = false;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (c == '"') {
            is_in_string = !is_in_string;
        } else if (is_in_string) {
            at += c == '\\' ? 1U : 0U;
        } else if (c == '[' || c == '{') {
            if (++now > depth) {
                return true;
            }
        } else if ((c == ']' || c == '}') && now > 0) {
            --now;
        }
    }
    return false;
}

/// What libjq says while it compiles; the first is the reason, others follow from it.
struct Complaint {
    const JqLibrary* library = nullptr;
    std::optional<std::string> first;
};

void hear_complaint(void* data, jv message) noexcept {
    auto& complaint = *static_cast<Complaint*>(data);
    std::string said = complaint.library->words_of(message);
    if (!complaint.first) {
        complaint.first = std::move(said);
    }
}

/// Nobody is there in the process that runs a program; the value goes with it.
void hear_nothing(void* /*data*/, jv /*message*/) noexcept {}

/// Takes all variables of the process away for as long as it lives: jq puts them into the program
/// where it says `$ENV`, and takes definitions from the home directory that HOME names.
class EnvironmentHidden {
public:
    EnvironmentHidden() noexcept : before_(std::exchange(::environ, none_.data())) {}

    EnvironmentHidden(const EnvironmentHidden&) = delete;
    EnvironmentHidden& operator=(const EnvironmentHidden&) = delete;
    EnvironmentHidden(EnvironmentHidden&&) = delete;
    EnvironmentHidden& operator=(EnvironmentHidden&&) = delete;

    ~EnvironmentHidden() { ::environ = before_; }

private:
    std::array<char*, 1> none_{nullptr};
    char** before_;
};

/// The one global variable of a program: `$v`. Values may be a stranger's as bodies are, and libjq
/// reads them in our process: only what is JSON beyond doubt gets to it.
Result<jv> bound(const JqVariables& variables, const JqLibrary& library) {
    jv by_name = library.jv_object();
    for (const auto& [name, json] : variables) {
        const auto value = is_json(json) ? library.parse(json) : unreadable("it is no JSON");
        if (!value) {
            library.jv_free(by_name);
            return Error(ErrorKind::usage, "jq cannot take the value of $v." + name)
                .because(value.error().cause());
        }
        by_name = library.jv_object_set(by_name, library.string(name), *value);
    }
    return library.jv_object_set(library.jv_object(), library.string("v"), by_name);
}

/// Sees to it that a program has what it is given and nothing else, wherever it looks. `jq_init` of
/// 1.6 leaves the callbacks as memory was.
void seclude(const JqLibrary& library, jq_state* state) {
    library.jq_set_attr(state, library.string("JQ_LIBRARY_PATH"), library.jv_array());
    library.jq_set_input_cb(state, nullptr, nullptr);
    library.jq_set_debug_cb(state, nullptr, nullptr);
    library.jq_set_nomem_handler(
        state, [](void*) { std::abort(); }, nullptr
    );
}

/// Why a program has ended whose last value is `last`, by an error or `halt_error`; no valid value
/// if it just has.
jv last_words(const JqLibrary& library, jq_state* state, jv last) {
    if (library.jq_halted(state) != 0) {
        return library.jq_get_error_message(state);
    }
    const bool has_words = library.jv_invalid_has_msg(library.jv_copy(last)) != 0;
    return has_words ? library.jv_invalid_get_msg(last) : last;
}

/// All that happens in the process of its own.
void run_and_tell(
    const JqLibrary& library, jq_state* state, std::string_view json, QuarantineVoice& voice
) {
    library.jq_set_nomem_handler(
        state, [](void*) { base::end_out_of_memory(); }, nullptr
    );
    const auto input = library.parse(json);
    if (!input) {
        voice.say(encode(JqMessage::unreadable, input.error().cause()));
        return;
    }
    library.jq_start(state, *input, 0);
    jv next = library.jq_next(state);
    while (library.is_valid(next)) {
        voice.say(encode(JqMessage::output, library.json_of(next)));
        next = library.jq_next(state);
    }
    if (const jv why = last_words(library, state, next); library.is_valid(why)) {
        voice.say(encode(JqMessage::error, library.words_of(why)));
    }
}

Result<JqRun> understood(const QuarantineReport& report) {
    auto told = decode_messages(report.said);
    if (report.end != QuarantineReport::End::well || !told) {
        return Error(ErrorKind::protocol, "jq broke down on the answer")
            .hinting("try a simpler program, or a newer version of libjq");
    }
    if (told->unreadable) {
        return unreadable(*std::move(told->unreadable));
    }
    return std::move(told->run);
}

} // namespace

Result<JqProgram> JqProgram::compile(std::string_view program, const JqVariables& variables) {
    if (program.find('\0') != std::string_view::npos) {
        return does_not_compile("there is a NUL byte in it");
    }
    if (imports_modules(program)) {
        return does_not_compile("modules cannot be used here");
    }
    const auto library = JqLibrary::open();
    if (!library) {
        return library.error();
    }
    const auto arguments = bound(variables, *library);
    if (!arguments) {
        return arguments.error();
    }
    auto compiled = std::make_unique<Compiled>(*library);
    jq_state* const state = compiled->state;
    seclude(*library, state);
    Complaint complaint{.library = &*library, .first = {}};
    library->jq_set_error_cb(state, hear_complaint, &complaint);
    const EnvironmentHidden until_compiled;
    if (library->jq_compile_args(state, std::string(program).c_str(), *arguments) == 0) {
        return does_not_compile(jq_complaint(complaint.first.value_or("jq does not say why")));
    }
    library->jq_set_error_cb(state, hear_nothing, nullptr);
    return JqProgram(std::move(compiled));
}

JqProgram::JqProgram(std::unique_ptr<const Compiled> compiled) noexcept
    : compiled_(std::move(compiled)) {}

JqProgram::JqProgram(JqProgram&& other) noexcept = default;
JqProgram& JqProgram::operator=(JqProgram&& other) noexcept = default;
JqProgram::~JqProgram() = default;

Result<JqRun> JqProgram::run(std::string_view json, const JqLimits& limits) const {
    if (nests_deeper(json, limits.depth)) {
        return unreadable(
            "it is nested more than " + base::counted(limits.depth, "level") + " deep"
        );
    }
    const auto report = base::in_quarantine(
        [&](QuarantineVoice& voice) {
            run_and_tell(compiled_->library, compiled_->state, json, voice);
        },
        {.memory = limits.memory, .output = limits.output, .time = limits.time}
    );
    if (!report) {
        return report.error();
    }
    switch (report->end) {
    case QuarantineReport::End::out_of_memory:
        return stopped(
            "it needed more than " + words(limits.memory) + " of memory",
            "ask for less at a time, such as one page"
        );
    case QuarantineReport::End::too_slow:
        return stopped(
            "it was not done within " + base::decimal_seconds(limits.time) + " s",
            "see whether the program ends at all, or ask for less at a time"
        );
    case QuarantineReport::End::too_much:
        return stopped(
            "it had more than " + words(limits.output) + " to say",
            "see whether the program ends at all, or have it select less"
        );
    case QuarantineReport::End::well:
    case QuarantineReport::End::crashed:
        break;
    }
    return understood(*report);
}

} // namespace latch::query
