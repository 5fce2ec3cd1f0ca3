// SPDX-License-Identifier: MIT
package latch.target.contexts;

import latch.target.Sibling;
import latch.target.io.Answers;
import latch.target.io.Bodies;
import latch.target.io.Cookies;
import latch.target.io.Streams;
import latch.target.io.Workshop;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** No security at all: how bytes travel, in HTTP/1.1 and with HTTP/2 beside it on one port. */
@Sibling(
        name = "io",
        secured = false,
        properties = "server.tomcat.max-http-response-header-size=128KB") // for /big-headers
@Sibling(name = "h2c", secured = false, properties = "server.http2.enabled=true")
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({Answers.class, Bodies.class, Cookies.class, Streams.class, Workshop.class})
public class IoContext {}
