// SPDX-License-Identifier: MIT
#include "app/readiness.hpp"

#include "latch/http/response.hpp"

namespace latch::app {

namespace {

bool is_guarded(const Look& look) noexcept {
    return look.status == 401 || look.status == 403 || look.leads_to_login;
}

bool is_of_a_probe(Probe probe) noexcept {
    return probe == Probe::readiness || probe == Probe::health;
}

/// What the server itself says of another time.
bool is_passing(unsigned status) noexcept {
    return status == 408 || status == 425 || status == 429;
}

/// Below 500, and no success.
Readiness of_refusal(Probe probe, const Look& look) noexcept {
    constexpr unsigned proxy_wants_login = 407;
    constexpr unsigned first_error = 400;
    if (look.status == proxy_wants_login) {
        return Readiness::not_yet;
    }
    if (probe == Probe::root) {
        return Readiness::up;
    }
    if (is_guarded(look)) {
        return Readiness::guarded;
    }
    if (is_of_a_probe(probe)) {
        return is_passing(look.status) ? Readiness::not_yet : Readiness::ask_next;
    }
    return look.status < first_error ? Readiness::up : Readiness::not_yet;
}

} // namespace

bool may_pass(base::ErrorKind kind) noexcept {
    using base::ErrorKind;
    switch (kind) {
    case ErrorKind::resolve:
    case ErrorKind::connect:
    case ErrorKind::protocol:
    case ErrorKind::timed_out:
        return true;
    case ErrorKind::usage:
    case ErrorKind::file:
    case ErrorKind::bad_session:
    case ErrorKind::bad_config:
    case ErrorKind::tls:
    case ErrorKind::too_many_redirects:
    case ErrorKind::not_signed_in:
    case ErrorKind::output_closed:
    case ErrorKind::interrupted:
    case ErrorKind::terminated:
        break;
    }
    return false;
}

Probe first_probe(const http::Url& typed) noexcept {
    return typed.path == "/" && !typed.has_query ? Probe::readiness : Probe::page;
}

Probe next_probe(Probe probe) noexcept {
    return probe == Probe::readiness ? Probe::health : Probe::root;
}

http::Url place_of(Probe probe, const http::Url& typed) {
    http::Url url = typed;
    if (is_of_a_probe(probe)) {
        url.path = probe == Probe::health ? "/actuator/health" : "/actuator/health/readiness";
    }
    return url;
}

Readiness readiness_of(Probe probe, const Look& look) {
    constexpr unsigned first_server_error = 500;
    if (look.error) {
        return may_pass(look.error->kind()) ? Readiness::not_yet : Readiness::hopeless;
    }
    if (look.status >= first_server_error) {
        return Readiness::not_yet;
    }
    if (http::is_success(look.status)) {
        const bool is_down = look.health && query::is_down(look.health->status);
        return is_down ? Readiness::not_yet : Readiness::up;
    }
    return of_refusal(probe, look);
}

std::string words_of(const Look& look) {
    if (look.error) {
        const std::string& cause = look.error->cause();
        return look.error->what() + (cause.empty() ? "" : ": " + cause);
    }
    std::string words = "HTTP " + std::to_string(look.status);
    words += look.leads_to_login ? ", to a login page" : "";
    if (!look.health) {
        return words;
    }
    words += ", " + look.health->status;
    const char* separator = ": ";
    for (const std::string& component : look.health->down) {
        words += separator + component;
        separator = ", ";
    }
    return words;
}

} // namespace latch::app
