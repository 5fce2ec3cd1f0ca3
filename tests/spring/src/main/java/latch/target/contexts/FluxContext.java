// SPDX-License-Identifier: MIT
package latch.target.contexts;

import static org.springframework.security.config.Customizer.withDefaults;

import java.time.Duration;
import latch.target.NettyServer;
import latch.target.Sibling;
import latch.target.World;
import latch.target.journal.JournalHandler;
import latch.target.shared.Items;
import latch.target.shared.ReactiveApi;
import latch.target.shared.Sessions;
import latch.target.shared.TomcatSessions;
import latch.target.shared.Users;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.RedirectServerAuthenticationSuccessHandler;
import org.springframework.security.web.server.authentication.ServerAuthenticationSuccessHandler;
import org.springframework.security.web.server.context.WebSessionServerSecurityContextRepository;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.InMemoryWebSessionStore;

/**
 * WebFlux on Netty: form login, the token in a cookie. One request a connection: on a connection that
 * is used again, a login after a refused request is now and then not answered at all, even by the
 * framework alone.
 */
@Sibling(
        name = "flux",
        properties = {
            "families=reactive",
            "server.netty.max-keep-alive-requests=1",
            "spring.main.web-application-type=reactive"
        })
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableWebFluxSecurity
@Import({NettyServer.class, ReactiveApi.class})
public class FluxContext {
    @Bean
    JournalHandler journal(World world) {
        return new JournalHandler("flux", world.journal());
    }

    @Bean
    Items items() {
        return new Items();
    }

    @Bean
    MapReactiveUserDetailsService people() {
        return new MapReactiveUserDetailsService(Users.everybody());
    }

    @Bean
    SecurityWebFilterChain chain(ServerHttpSecurity http) {
        return http.authorizeExchange(doors -> doors
                        .pathMatchers("/public/**", "/csrf").permitAll()
                        .pathMatchers("/api/admin").hasRole("ADMIN")
                        .anyExchange().authenticated())
                .formLogin(form -> form.authenticationSuccessHandler(shorteningSessions()))
                .csrf(csrf -> csrf.csrfTokenRepository(CookieServerCsrfTokenRepository.withHttpOnlyFalse()))
                .logout(withDefaults())
                .build();
    }

    /** As by default, but that the sessions of one user live shortly. */
    private static ServerAuthenticationSuccessHandler shorteningSessions() {
        ServerAuthenticationSuccessHandler redirect = new RedirectServerAuthenticationSuccessHandler("/");
        return (exchange, who) -> exchange.getExchange().getSession()
                .doOnNext(session -> {
                    if (who.getName().equals("brief")) {
                        session.setMaxIdleTime(Duration.ofSeconds(Users.BRIEF_SECONDS));
                    }
                })
                .then(redirect.onAuthenticationSuccess(exchange, who));
    }

    @Bean
    Sessions sessions(DefaultWebSessionManager manager) {
        InMemoryWebSessionStore store = (InMemoryWebSessionStore) manager.getSessionStore();
        return chosen -> {
            int[] ended = {0};
            store.getSessions().forEach((id, session) -> {
                Object context = session.getAttribute(
                        WebSessionServerSecurityContextRepository.DEFAULT_SPRING_SECURITY_CONTEXT_ATTR_NAME);
                if (chosen.test(TomcatSessions.user(context))) {
                    store.removeSession(id).block();
                    ended[0]++;
                }
            });
            return ended[0];
        };
    }
}
