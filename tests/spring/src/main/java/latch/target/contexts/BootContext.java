// SPDX-License-Identifier: MIT
package latch.target.contexts;

import latch.target.Sibling;
import latch.target.shared.Endpoints;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** What Boot does when nobody configures security: form and Basic, one user. */
@Sibling(
        name = "boot",
        properties = {"spring.security.user.name=user", "spring.security.user.password=pass"})
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(Endpoints.class)
public class BootContext {}
