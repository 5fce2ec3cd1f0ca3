// SPDX-License-Identifier: MIT
package latch.target;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What WebFlux comes with, though Tomcat is there as well. */
@Configuration(proxyBeanMethods = false)
public class NettyServer {
    @Bean
    NettyReactiveWebServerFactory factory() {
        return new NettyReactiveWebServerFactory();
    }
}
