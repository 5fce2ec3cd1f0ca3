// SPDX-License-Identifier: MIT
package latch.target.contexts;

import static org.springframework.security.config.Customizer.withDefaults;

import latch.target.Sibling;
import latch.target.shared.Endpoints;
import latch.target.shared.Readiness;
import latch.target.shared.Users;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Actuator on a port of its own, {@code management}: probes open, the rest for those signed in. */
@Sibling(
        name = "mgmt",
        properties = {
            "families=actuator",
            "management.server.port=0",
            "management.server.address=127.0.0.1",
            "management.endpoint.health.probes.enabled=true"
        })
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({Endpoints.class, Readiness.class, Users.class})
public class MgmtContext {
    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(doors -> doors
                        .requestMatchers("/public/**", "/csrf").permitAll()
                        .requestMatchers("/actuator/health/liveness", "/actuator/health/readiness").permitAll()
                        .anyRequest().authenticated())
                .formLogin(withDefaults())
                .httpBasic(withDefaults())
                .build();
    }
}
