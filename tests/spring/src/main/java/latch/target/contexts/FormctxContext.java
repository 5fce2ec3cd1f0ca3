// SPDX-License-Identifier: MIT
package latch.target.contexts;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import latch.target.Sibling;
import latch.target.shared.Endpoints;
import latch.target.shared.Sessions;
import latch.target.shared.TomcatSessions;
import latch.target.shared.Users;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.ott.RedirectOneTimeTokenGenerationSuccessHandler;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** A context path, Spring Session, and a login page with its own field names and a second form. */
@Sibling(name = "formctx", properties = "server.servlet.context-path=/shop")
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableSpringHttpSession
@Import({Endpoints.class, Users.class, FormctxContext.SignInPage.class})
public class FormctxContext {
    private final Map<String, Session> live = new ConcurrentHashMap<>();

    @Bean
    MapSessionRepository sessionRepository() {
        return new MapSessionRepository(live);
    }

    @Bean
    @Primary
    Sessions storedSessions() {
        return chosen -> {
            int before = live.size();
            live.values().removeIf(session -> chosen.test(TomcatSessions.user(
                    session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY))));
            return before - live.size();
        };
    }

    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(doors -> doors
                        .requestMatchers("/login", "/public/**", "/csrf").permitAll()
                        .requestMatchers("/api/admin").hasRole("ADMIN")
                        .requestMatchers("/api/full").fullyAuthenticated()
                        .anyRequest().authenticated())
                .formLogin(form -> form
                        .loginPage("/login")
                        .loginProcessingUrl("/signin")
                        .usernameParameter("email")
                        .passwordParameter("secret")
                        .permitAll())
                .oneTimeTokenLogin(token -> token
                        .loginPage("/login")
                        .showDefaultSubmitPage(false)
                        .tokenGenerationSuccessHandler(
                                new RedirectOneTimeTokenGenerationSuccessHandler("/login?sent")))
                .sessionManagement(session -> session.invalidSessionUrl("/login?invalid"))
                .build();
    }

    @Controller
    static class SignInPage {
        @GetMapping("/login")
        String page() {
            return "signin";
        }
    }
}
