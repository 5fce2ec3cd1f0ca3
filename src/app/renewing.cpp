// SPDX-License-Identifier: MIT
#include "app/renewing.hpp"

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
    return access::LoginSituation{
        .page = *std::move(page),
        .user = login.recipe->user,
        .password = *std::move(password),
        .fields = login.recipe->fields,
    };
}

Result<client::TokenOrder> Renewing::order(const session::StoredLogin& login) {
    const access::LoginRecipe& recipe = *login.recipe;
    client::TokenOrder order{.client = *recipe.oauth};
    if (recipe.oauth->secret) {
        auto secret = secrets_(*recipe.oauth->secret);
        if (!secret) {
            return secret.error();
        }
        order.secret = *std::move(secret);
        const std::string what = "this secret of " + recipe.oauth->id;
        if (auto fresh = check_not_refused(login, what, recipe.oauth->id, *order.secret); !fresh) {
            return fresh.error();
        }
    }
    if (recipe.user.empty()) {
        return order;
    }
    auto password = secrets_(recipe.secret);
    if (!password) {
        return password.error();
    }
    const std::string what = "this password for " + recipe.user;
    if (auto fresh = check_not_refused(login, what, recipe.user, *password); !fresh) {
        return fresh.error();
    }
    order.person =
        access::LoginSituation{.page = {}, .user = recipe.user, .password = *std::move(password)};
    return order;
}

Result<void> Renewing::save(
    const std::optional<session::LearnedLogin>& learned, std::span<const http::Hop> visits
) {
    if (visits.empty()) {
        return {};
    }
    session::Delta delta =
        session::delta_after({}, {.hops = std::vector<http::Hop>(visits.begin(), visits.end())});
    delta.epoch = epoch_;
    delta.login = learned;
    const auto saved = store_.update(delta, environment_.now());
    return saved ? Result<void>() : saved.error();
}

} // namespace latch::app
