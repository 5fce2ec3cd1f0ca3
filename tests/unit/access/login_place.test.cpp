// SPDX-License-Identifier: MIT
#include "access/login_place.hpp"

#include "support/catch.hpp"

using latch::access::is_container_action;

TEST_CASE("login place: a container's own login is told by its action", "[access]") {
    for (const char* const action :
         {"j_security_check", "/shop/j_security_check", "j_security_check;jsessionid=1?a=b"}) {
        INFO(action);
        CHECK(is_container_action(action));
    }
    for (const char* const action :
         {"", "/login", "/j_spring_security_check", "/j_security_check/x"}) {
        INFO(action);
        CHECK_FALSE(is_container_action(action));
    }
}
