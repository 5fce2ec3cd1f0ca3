// SPDX-License-Identifier: MIT
#include "app/renewing.hpp"

#include "latch/base/random.hpp"
#include "latch/session/timestamp.hpp"

#include <utility>

namespace latch::app {

using base::Error;
using base::ErrorKind;
using base::Result;

Result<void> check_not_refused(
    const session::StoredLogin& login,
    const std::string& what,
    const std::string& user,
    const base::Secret& password
) {
    if (!login.refused || !access::was_refused(*login.refused, user, password)) {
        return {};
    }
    const std::string when = session::timestamp(login.refused->at);
    return Error(ErrorKind::not_signed_in, "the login is not tried again")
        .because("the server refused " + what + " at " + when)
        .hinting("another one is tried at once; latch login --force tries this one");
}

Result<bool> Renewing::try_turn() {
    auto turn = session::Turn::try_take(store_);
    if (!turn) {
        return turn.error();
    }
    if (!*turn) {
        return false;
    }
    turn_.emplace(**std::move(turn));
    return true;
}

Result<session::Session> Renewing::stored() {
    auto session = store_.load();
    if (session) {
        epoch_ = session->epoch;
    }
    return session;
}

Result<access::LoginSituation>
Renewing::situation(const session::StoredLogin& login, const http::Url& url) {
    auto page = http::resolve_reference(url, login.recipe->page);
    if (!page) {
        return page.error();
    }
    auto password = secrets_(login.recipe->secret);
    if (!password) {
        return password.error();
    }
    const std::string& user = login.recipe->user;
    const std::string what = "this password for " + user;
    if (auto fresh = check_not_refused(login, what, user, *password); !fresh) {
        return fresh.error();
    }
    asked_ = {
        .page = *std::move(page),
        .user = login.recipe->user,
        .password = *std::move(password),
        .fields = login.recipe->fields,
    };
    return *asked_;
}

Result<void> Renewing::save(const access::LoginTalk& talk, std::span<const http::Hop> visits) {
    const auto asked = std::exchange(asked_, std::nullopt);
    if (visits.empty()) {
        return {};
    }
    session::Delta delta =
        session::delta_after({}, {.hops = std::vector<http::Hop>(visits.begin(), visits.end())});
    delta.epoch = epoch_;
    session::LearnedLogin learned;
    learned.origin = http::origin(asked->page);
    if (talk.verdict() == access::LoginVerdict::refused) {
        learned.refused = access::refused_login(
            asked->user, asked->password, base::random_hex(8), environment_.now()
        );
    }
    if (learned.refused || talk.verdict() == access::LoginVerdict::signed_in) {
        delta.login = std::move(learned);
    }
    const auto saved = store_.update(delta, environment_.now());
    return saved ? Result<void>() : saved.error();
}

} // namespace latch::app
