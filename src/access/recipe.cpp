// SPDX-License-Identifier: MIT
#include "latch/access/recipe.hpp"

#include "latch/base/hash.hpp"

#include <array>

namespace latch::access {

namespace {

std::string mark_of(std::string_view salt, std::string_view user, const base::Secret& password) {
    constexpr std::size_t digits = 4;
    base::Hash hash(base::HashFunction::sha256);
    for (const std::string_view part : {salt, user, password.reveal()}) {
        hash.update(std::to_string(part.size()) + ':');
        hash.update(part);
    }
    return hash.hex().substr(0, digits);
}

} // namespace

std::string_view to_string(LoginKind kind) noexcept {
    switch (kind) {
    case LoginKind::json:
        return "json";
    case LoginKind::oauth2:
        return "oauth2";
    case LoginKind::form:
        break;
    }
    return "form";
}

base::Result<LoginNames> take_names(std::vector<FormField>& fields) {
    LoginNames names;
    const std::array<std::string*, 2> places{&names.user, &names.password};
    std::size_t taken = 0;
    for (const auto& [name, value] : fields) {
        if (!value.empty()) {
            continue;
        }
        if (taken == places.size()) {
            return base::Error(base::ErrorKind::usage, name + "= says nothing")
                .because("two fields without a value name the user and the password already");
        }
        *places.at(taken) = name;
        ++taken;
    }
    std::erase_if(fields, [](const FormField& field) { return field.second.empty(); });
    return names;
}

RefusedLogin refused_login(
    const std::string& user,
    const base::Secret& password,
    std::string salt,
    base::Clock::time_point at
) {
    std::string mark = mark_of(salt, user, password);
    return {.user = user, .salt = std::move(salt), .mark = std::move(mark), .at = at};
}

bool was_refused(
    const RefusedLogin& refused, const std::string& user, const base::Secret& password
) {
    return refused.user == user && refused.mark == mark_of(refused.salt, user, password);
}

} // namespace latch::access
