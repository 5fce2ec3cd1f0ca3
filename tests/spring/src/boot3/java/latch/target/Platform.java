// SPDX-License-Identifier: MIT
package latch.target;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.catalina.startup.Tomcat;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.context.ApplicationListener;

/** What Boot 3 and Boot 4 keep in different packages. */
public final class Platform {
    private Platform() {}

    /** Tells of each server that an application starts, with its name if it is not the main one. */
    static void whenServing(SpringApplication application, BiConsumer<String, WebServer> then) {
        application.addListeners(new ApplicationListener<WebServerInitializedEvent>() {
            @Override
            public void onApplicationEvent(WebServerInitializedEvent event) {
                then.accept(event.getApplicationContext().getServerNamespace(), event.getWebServer());
            }
        });
    }

    static Optional<Tomcat> tomcat(WebServer server) {
        return server instanceof TomcatWebServer tomcat ? Optional.of(tomcat.getTomcat()) : Optional.empty();
    }
}
