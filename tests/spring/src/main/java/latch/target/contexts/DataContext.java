// SPDX-License-Identifier: MIT
package latch.target.contexts;

import static org.springframework.security.config.Customizer.withDefaults;

import latch.target.Sibling;
import latch.target.io.Lists;
import latch.target.shared.Doors;
import latch.target.shared.Endpoints;
import latch.target.shared.Users;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.hateoas.config.EnableHypermediaSupport;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Spring Data's pages behind a form login; the second context counts pages from 1 in URLs. */
@Sibling(name = "data")
@Sibling(name = "data-from-1", properties = "spring.data.web.pageable.one-indexed-parameters=true")
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableHypermediaSupport(type = EnableHypermediaSupport.HypermediaType.HAL)
@Import({Endpoints.class, Users.class, Lists.class})
public class DataContext {
    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        return Doors.guard(http).formLogin(withDefaults()).build();
    }
}
