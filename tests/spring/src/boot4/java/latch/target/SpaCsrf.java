// SPDX-License-Identifier: MIT
package latch.target;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;

/** What Security 7 offers ready-made. */
public final class SpaCsrf {
    private SpaCsrf() {}

    public static void configure(CsrfConfigurer<HttpSecurity> csrf) {
        csrf.spa();
    }
}
