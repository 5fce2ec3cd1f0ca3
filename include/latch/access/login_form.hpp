// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/page.hpp"
#include "latch/access/recipe.hpp"
#include "latch/base/error.hpp"
#include "latch/base/secret.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace latch::access {

/// The form of a page that takes a user name and a password, as a browser would submit it.
struct LoginForm {
    std::string action;            ///< as written; empty: the page's own URL
    std::vector<FormField> fields; ///< in the order of the page
    std::size_t user = 0;          ///< which of them is the name
    std::size_t password = 0;      ///< and which the password
};

/// Whether a form asks for a password.
bool asks_for_password(const Form& form) noexcept;
bool asks_for_password(const Page& page) noexcept;

/// The fields of a form as they stand, with its first submit button that has a name.
std::vector<FormField> fields_as_they_stand(const Form& form);

/// The one form of a page that asks for exactly one password. The name goes into the last field for
/// text before it, or else into the first one. `place` names the page in errors, which are all
/// `not_signed_in`: no such form, two of them, none for a name, and one that only a script sends.
base::Result<LoginForm> login_form(const Page& page, const std::string& place);

/// What is sent, application/x-www-form-urlencoded; `more` takes the place of fields of its names.
std::string filled_in(
    LoginForm form,
    const std::string& user,
    const base::Secret& password,
    const std::vector<FormField>& more
);

/// Fields as application/x-www-form-urlencoded.
std::string form_body(const std::vector<FormField>& fields);

} // namespace latch::access
