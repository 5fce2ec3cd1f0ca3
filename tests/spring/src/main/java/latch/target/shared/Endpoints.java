// SPDX-License-Identifier: MIT
package latch.target.shared;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What every secured context serves. */
@Configuration(proxyBeanMethods = false)
@Import({AccountApi.class, ItemsApi.class, CsrfEndpoint.class, HomePage.class})
public class Endpoints {
    @Bean
    Items items() {
        return new Items();
    }

    @Bean
    TomcatSessions sessions() {
        return new TomcatSessions();
    }
}
