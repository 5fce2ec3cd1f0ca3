// SPDX-License-Identifier: MIT
#pragma once

#include <csignal>

namespace latch::base {

/// Holds SIGINT, SIGTERM and SIGHUP back for as long as it lives; one that came meanwhile has its
/// effect at the end. For what must not be left half done: a save takes milliseconds.
class SignalsHeld {
public:
    SignalsHeld() noexcept;
    SignalsHeld(const SignalsHeld&) = delete;
    SignalsHeld& operator=(const SignalsHeld&) = delete;
    SignalsHeld(SignalsHeld&&) = delete;
    SignalsHeld& operator=(SignalsHeld&&) = delete;
    ~SignalsHeld();

    /// The mask that was in force before.
    const sigset_t& before() const noexcept { return before_; }

private:
    sigset_t before_{};
};

/// Lets them through for as long as it lives, whoever holds them back outside.
class SignalsHeard {
public:
    SignalsHeard() noexcept;
    SignalsHeard(const SignalsHeard&) = delete;
    SignalsHeard& operator=(const SignalsHeard&) = delete;
    SignalsHeard(SignalsHeard&&) = delete;
    SignalsHeard& operator=(SignalsHeard&&) = delete;
    ~SignalsHeard();

private:
    sigset_t before_{};
};

} // namespace latch::base
