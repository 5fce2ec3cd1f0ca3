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

/** Form login over https, with a certificate for this host and with one for another. */
@Sibling(
        name = "tls",
        properties = {
            "server.http2.enabled=true",
            "server.ssl.bundle=server",
            "spring.ssl.bundle.pem.server.keystore.certificate=${certificates}/localhost.pem",
            "spring.ssl.bundle.pem.server.keystore.private-key=${certificates}/localhost.key"
        })
@Sibling(
        name = "tls-wrong-host",
        properties = {
            "server.http2.enabled=true",
            "server.ssl.bundle=server",
            "spring.ssl.bundle.pem.server.keystore.certificate=${certificates}/wrong-host.pem",
            "spring.ssl.bundle.pem.server.keystore.private-key=${certificates}/wrong-host.key"
        })
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({Endpoints.class, Users.class})
public class TlsContext {
    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        return Doors.guard(http).formLogin(withDefaults()).build();
    }
}
