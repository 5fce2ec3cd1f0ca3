// SPDX-License-Identifier: MIT
package latch.target.shared;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/** Who may go where; the way of signing in is the context's own affair. */
public final class Doors {
    private Doors() {}

    public static HttpSecurity guard(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(doors -> doors
                .requestMatchers("/public/**", "/csrf").permitAll()
                .requestMatchers("/api/admin").hasRole("ADMIN")
                .requestMatchers("/api/full").fullyAuthenticated()
                .anyRequest().authenticated());
    }
}
