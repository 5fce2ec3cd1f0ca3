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
import org.springframework.security.web.session.HttpSessionEventPublisher;

/** One session a user: another login ends the oldest, which is sent to a page about it. */
@Sibling(name = "conc3")
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({Endpoints.class, Users.class})
public class Conc3Context {
    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        return Doors.guard(http)
                .formLogin(withDefaults())
                .sessionManagement(sessions -> sessions.maximumSessions(1).expiredUrl("/session-expired"))
                .build();
    }

    /** Tells the registry which sessions are gone. */
    @Bean
    HttpSessionEventPublisher publisher() {
        return new HttpSessionEventPublisher();
    }
}
