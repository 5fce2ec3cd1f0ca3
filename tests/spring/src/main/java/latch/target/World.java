// SPDX-License-Identifier: MIT
package latch.target;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import latch.target.journal.Journal;
import latch.target.journal.JournalValve;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.WebServer;
import org.springframework.context.ConfigurableApplicationContext;

/** The running contexts by name, and the journal they all write to. */
public final class World {
    /** Present under one name in Boot 3 and another in Boot 4; names not on the class path are ignored. */
    private static final String SECURITY = Stream.of(
                    "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration",
                    "org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration",
                    "org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration",
                    "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
                    "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
                    "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
                    "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration")
            .collect(Collectors.joining(","));

    private final Journal journal = new Journal();
    private final Path certificates;
    private final Map<String, ConfigurableApplicationContext> contexts = new ConcurrentHashMap<>();
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();

    World(Path certificates) {
        this.certificates = certificates;
    }

    void start(Sibling sibling, Class<?> configuration) {
        SpringApplication application = new SpringApplication(configuration);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setLazyInitialization(true);
        // A graceful shutdown would wait for slow requests; this process must be able to go at once.
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(properties(sibling));
        application.addInitializers(context -> context.getBeanFactory().registerSingleton("world", this));
        Platform.whenServing(application, (place, server) -> serving(sibling.name(), place, server));
        contexts.put(sibling.name(), application.run());
    }

    /** A context may have a second server, which is known by its place alone. */
    private void serving(String context, String place, WebServer server) {
        String name = place == null ? context : place;
        ports.put(name, server.getPort());
        Platform.tomcat(server).ifPresent(tomcat -> {
            Temporary.adopt(tomcat);
            if (!name.equals("ctl")) { // the reader of the journal stays out of it
                tomcat.getEngine().getPipeline().addValve(new JournalValve(name, journal));
            }
        });
    }

    private Map<String, Object> properties(Sibling sibling) {
        Map<String, Object> properties = new TreeMap<>();
        properties.put("certificates", certificates.toString());
        properties.put("server.port", "0");
        properties.put("server.address", "127.0.0.1");
        if (!sibling.secured()) {
            properties.put("spring.autoconfigure.exclude", SECURITY);
        }
        for (String property : sibling.properties()) {
            String[] sides = property.split("=", 2);
            properties.put(sides[0], sides[1]);
        }
        return properties;
    }

    public Journal journal() {
        return journal;
    }

    public Map<String, ConfigurableApplicationContext> contexts() {
        return contexts;
    }

    Map<String, Integer> ports() {
        return new TreeMap<>(ports);
    }
}
