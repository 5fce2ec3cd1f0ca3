// SPDX-License-Identifier: MIT
package latch.target.contexts;

import static org.springframework.security.config.Customizer.withDefaults;

import latch.target.Sibling;
import latch.target.shared.Doors;
import latch.target.shared.Endpoints;
import latch.target.shared.Items;
import latch.target.shared.ItemsApi;
import latch.target.shared.Users;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Basic alone; with the token, without it under /nocsrf, and without any session under /stateless. */
@Sibling(name = "basic")
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({Endpoints.class, Users.class, BasicContext.NoCsrf.class, BasicContext.Stateless.class})
public class BasicContext {
    @Bean
    @Order(1)
    SecurityFilterChain stateless(HttpSecurity http) throws Exception {
        return http.securityMatcher("/stateless/**")
                .authorizeHttpRequests(doors -> doors.anyRequest().authenticated())
                .httpBasic(withDefaults())
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        return Doors.guard(http)
                .httpBasic(withDefaults())
                .csrf(csrf -> csrf.ignoringRequestMatchers("/nocsrf/**"))
                .build();
    }

    /** /nocsrf/api/items: counted together with /api/items. */
    @RestController
    @RequestMapping("/nocsrf")
    static class NoCsrf extends ItemsApi {
        NoCsrf(Items items) {
            super(items);
        }
    }

    /** /stateless/api/items: counted together with /api/items. */
    @RestController
    @RequestMapping("/stateless")
    static class Stateless extends ItemsApi {
        Stateless(Items items) {
            super(items);
        }
    }
}
