// SPDX-License-Identifier: MIT
#include "latch/base/terminal.hpp"

#include "latch/base/file.hpp"
#include "latch/base/signals.hpp"
#include "latch/base/text.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <string>
#include <termios.h>
#include <unistd.h>
#include <utility>

namespace latch::base {

namespace {

/// The signal that came while a secret was asked for. A handler can reach nothing but a global.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): see above
volatile std::sig_atomic_t caught = 0;

/// Takes down SIGINT, SIGTERM and SIGHUP instead of obeying them, so that the terminal can be put
/// right first. They come only while `wait_for_input` waits, so that none is overlooked.
class SignalsNoted {
public:
    SignalsNoted() {
        caught = 0;

        struct sigaction noting {};

        noting.sa_handler = [](int number) { caught = number; };
        for (Saved& signal : saved_) {
            ::sigaction(signal.number, nullptr, &signal.before);
            if (signal.before.sa_handler != SIG_IGN) { // as nohup wants it
                ::sigaction(signal.number, &noting, nullptr);
            }
        }
    }

    SignalsNoted(const SignalsNoted&) = delete;
    SignalsNoted& operator=(const SignalsNoted&) = delete;
    SignalsNoted(SignalsNoted&&) = delete;
    SignalsNoted& operator=(SignalsNoted&&) = delete;

    ~SignalsNoted() {
        for (const Saved& signal : saved_) {
            ::sigaction(signal.number, &signal.before, nullptr);
        }
    }

    /// The signal that came before any input, if one did.
    std::optional<Error> wait_for_input(int descriptor) const {
        pollfd input{.fd = descriptor, .events = POLLIN, .revents = 0};
        while (caught == 0 && ::ppoll(&input, 1, nullptr, &held_.before()) < 0 && errno == EINTR) {
        }
        if (caught == 0) {
            return std::nullopt;
        }
        return caught == SIGINT ? Error(ErrorKind::interrupted, "interrupted")
                                : Error(ErrorKind::terminated, "terminated");
    }

private:
    struct Saved {
        int number = 0;

        struct sigaction before {};
    };

    SignalsHeld held_;
    std::array<Saved, 3> saved_{{{.number = SIGINT}, {.number = SIGTERM}, {.number = SIGHUP}}};
};

/// The terminal without echo for as long as it lives.
class Unseen {
public:
    explicit Unseen(int terminal) : terminal_(terminal) {
        if (::tcgetattr(terminal_, &before_) == 0) {
            termios silent = before_;
            silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL);
            silent.c_lflag |= static_cast<tcflag_t>(ICANON | ISIG);
            silent.c_iflag |= static_cast<tcflag_t>(ICRNL);
            is_silent_ = ::tcsetattr(terminal_, TCSAFLUSH, &silent) == 0;
        }
    }

    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;
    Unseen(Unseen&&) = delete;
    Unseen& operator=(Unseen&&) = delete;

    ~Unseen() {
        if (is_silent_) {
            ::tcsetattr(terminal_, TCSAFLUSH, &before_);
        }
    }

    bool is_silent() const noexcept { return is_silent_; }

private:
    int terminal_;
    termios before_{};
    bool is_silent_ = false;
};

Error nobody(std::string cause) {
    return Error(ErrorKind::usage, "cannot ask").because(std::move(cause));
}

/// A line without its end. Read byte by byte: what follows belongs to whoever reads next.
Result<Secret> read_line(int terminal, const SignalsNoted& signals) {
    // More than a line that the terminal edits can hold (4096), so nothing is ever copied about.
    std::string line;
    line.reserve(4096);
    for (char c = 0;;) {
        if (auto signal = signals.wait_for_input(terminal)) {
            const Secret wiped(std::move(line));
            return *std::move(signal);
        }
        const ssize_t count = ::read(terminal, &c, 1);
        if (count < 0 || (count == 0 && line.empty())) {
            return nobody(count < 0 ? system_words(errno) : "the terminal was closed");
        }
        if (count == 0 || c == '\n') {
            return Secret(std::move(line));
        }
        line += c;
    }
}

Result<Descriptor> open_terminal(const std::filesystem::path& terminal) {
    Descriptor opened(
        terminal.empty() ? -1 : ::open(terminal.c_str(), O_RDWR | O_CLOEXEC | O_NOCTTY)
    );
    if (!opened.is_open()) {
        return nobody("there is no terminal");
    }
    return opened;
}

Result<Secret> ask_unseen(const std::filesystem::path& terminal, std::string_view question) {
    const auto opened = open_terminal(terminal);
    if (!opened) {
        return opened.error();
    }
    const SignalsNoted noted;
    const Unseen unseen(opened->get());
    if (!unseen.is_silent()) {
        return nobody("what is typed would be seen");
    }
    if (auto asked = write_all(opened->get(), printable(question) + ": ", "the terminal"); !asked) {
        return asked.error();
    }
    auto secret = read_line(opened->get(), noted);
    // The line end that was typed was not echoed either.
    static_cast<void>(write_all(opened->get(), "\n", "the terminal"));
    return secret;
}

Result<Secret> ask_seen(const std::filesystem::path& terminal, std::string_view question) {
    const auto opened = open_terminal(terminal);
    if (!opened) {
        return opened.error();
    }
    const SignalsNoted noted;
    if (auto asked = write_all(opened->get(), printable(question) + ' ', "the terminal"); !asked) {
        return asked.error();
    }
    return read_line(opened->get(), noted);
}

/// The error of a question that nobody answers, said of what it is for.
Error unanswered(const Error& error, std::string_view what, std::string_view otherwise) {
    return error.kind() == ErrorKind::usage ? Error(ErrorKind::usage, std::string(what))
                                                  .because(error.cause())
                                                  .hinting(std::string(otherwise))
                                            : error;
}

} // namespace

Result<Secret> ask_secret(
    const std::filesystem::path& terminal, std::string_view question, std::string_view otherwise
) {
    auto secret = ask_unseen(terminal, question);
    if (!secret) {
        return unanswered(secret.error(), "cannot ask for a secret", otherwise);
    }
    return secret;
}

Result<bool> ask_yes(
    const std::filesystem::path& terminal, std::string_view question, std::string_view otherwise
) {
    const auto answer = ask_seen(terminal, std::string(question) + " [y/N]");
    if (!answer) {
        return unanswered(answer.error(), "cannot ask for confirmation", otherwise);
    }
    const std::string_view word = trim(answer->reveal());
    return iequals(word, "y") || iequals(word, "yes");
}

} // namespace latch::base
