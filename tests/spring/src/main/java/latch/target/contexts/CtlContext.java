// SPDX-License-Identifier: MIT
package latch.target.contexts;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import latch.target.Sibling;
import latch.target.World;
import latch.target.journal.Entry;
import latch.target.shared.CsrfEndpoint;
import latch.target.shared.Items;
import latch.target.shared.Readiness;
import latch.target.shared.Sessions;
import latch.target.shared.TokenIssuer;
import latch.target.shared.Users;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The test's own door: what the other contexts have seen, and how to disturb them. */
@Sibling(name = "ctl", secured = false)
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(CtlContext.Controls.class)
public class CtlContext {
    @RestController
    static class Controls {
        private final World world;

        Controls(World world) {
            this.world = world;
        }

        @GetMapping("/journal")
        List<Map<String, Object>> journal(@RequestParam(required = false) String ctx) {
            List<Entry> entries = world.journal().of(ctx);
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
            entries.forEach(entry -> entry.settle(deadline));
            return entries.stream().map(Entry::toMap).toList();
        }

        @DeleteMapping("/journal")
        void forget(@RequestParam(required = false) String ctx) {
            world.journal().clear(ctx);
        }

        @PostMapping("/expire")
        Map<String, Object> expire(@RequestParam String ctx, @RequestParam String user) {
            return end(ctx, user::equals);
        }

        /** What a restart of the embedded server does to its clients. */
        @PostMapping("/restart-sessions")
        Map<String, Object> restart(@RequestParam(required = false) String ctx) {
            return end(ctx, user -> true);
        }

        @PostMapping("/password")
        void password(@RequestParam String ctx, @RequestParam String user, @RequestParam String password) {
            each(ctx, InMemoryUserDetailsManager.class,
                    people -> Users.changePassword(people, user, password));
        }

        @PostMapping("/rotate-jwt-key")
        void rotate() {
            each(null, TokenIssuer.class, TokenIssuer::rotate);
        }

        @PostMapping("/csrf-endpoint")
        void csrf(@RequestParam(required = false) String ctx, @RequestParam boolean open) {
            each(ctx, CsrfEndpoint.class, endpoint -> endpoint.open(open));
        }

        @PostMapping("/readiness")
        void readiness(@RequestParam boolean up) {
            each(null, Readiness.class, readiness -> readiness.set(up));
        }

        /** Everything as after the start. */
        @PostMapping("/reset")
        void reset() {
            end(null, user -> true);
            each(null, Items.class, Items::reset);
            each(null, CsrfEndpoint.class, endpoint -> endpoint.open(true));
            each(null, Readiness.class, readiness -> readiness.set(true));
            contexts(null)
                    .filter(context -> context.getBeanNamesForType(Users.class).length > 0)
                    .forEach(context -> Users.restore(context.getBean(InMemoryUserDetailsManager.class)));
            world.journal().clear(null);
        }

        private Map<String, Object> end(String ctx, Predicate<String> chosen) {
            int[] ended = {0};
            each(ctx, Sessions.class, sessions -> ended[0] += sessions.end(chosen));
            return Map.of("ended", ended[0]);
        }

        private <T> void each(String ctx, Class<T> type, Consumer<T> action) {
            contexts(ctx)
                    .map(context -> context.getBeanProvider(type).getIfAvailable())
                    .filter(Objects::nonNull)
                    .forEach(action);
        }

        private Stream<? extends ApplicationContext> contexts(String name) {
            if (name != null && !world.contexts().containsKey(name)) {
                throw new ResponseStatusException(HttpStatus.NOT_FOUND, "no context is called " + name);
            }
            return name == null
                    ? world.contexts().values().stream()
                    : Stream.of(world.contexts().get(name));
        }
    }
}
