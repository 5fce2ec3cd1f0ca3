// SPDX-License-Identifier: MIT
package latch.target.contexts;

import static org.springframework.security.config.Customizer.withDefaults;

import latch.target.Sibling;
import latch.target.shared.Doors;
import latch.target.shared.Endpoints;
import latch.target.shared.Users;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Form login alone, the token in the session, remember-me. */
@Sibling(name = "form")
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({Endpoints.class, Users.class})
public class FormContext {
    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        return Doors.guard(http)
                .formLogin(withDefaults())
                .rememberMe(remember -> remember.key("fixed, so that cookies outlive a restart"))
                .logout(logout -> logout.deleteCookies("JSESSIONID"))
                .build();
    }
}
