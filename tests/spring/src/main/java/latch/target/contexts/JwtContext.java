// SPDX-License-Identifier: MIT
package latch.target.contexts;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import latch.target.Sibling;
import latch.target.shared.Doors;
import latch.target.shared.Endpoints;
import latch.target.shared.TokenApi;
import latch.target.shared.TokenIssuer;
import latch.target.shared.Users;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.WebUtils;

/**
 * A stateless API with tokens of its own: no tolerance for their end, Spring's 60 s under /lenient,
 * and under /legacy a filter as many applications have written it.
 */
@Sibling(name = "jwt")
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({Endpoints.class, Users.class, TokenApi.class, JwtContext.Others.class})
public class JwtContext {
    private static final Duration SPRINGS_OWN_SKEW = Duration.ofSeconds(60);

    @Bean
    TokenIssuer issuer() {
        return new TokenIssuer();
    }

    @Bean
    @Order(1)
    SecurityFilterChain logins(HttpSecurity http) throws Exception {
        return stateless(http.securityMatcher("/auth/**"))
                .authorizeHttpRequests(doors -> doors.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain legacy(HttpSecurity http, TokenIssuer issuer) throws Exception {
        return stateless(http.securityMatcher("/legacy/**"))
                .authorizeHttpRequests(doors -> doors.anyRequest().authenticated())
                .csrf(AbstractHttpConfigurer::disable)
                // As it looks where this chain is the only one. An error dispatch would lead to the
                // one below, which has a challenge for it.
                .exceptionHandling(refusals -> refusals
                        .authenticationEntryPoint((request, response, refusal) -> response.setStatus(403)))
                .addFilterBefore(
                        new HandWritten(issuer.decoder(Duration.ZERO)), UsernamePasswordAuthenticationFilter.class)
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain lenient(HttpSecurity http, TokenIssuer issuer) throws Exception {
        return stateless(http.securityMatcher("/lenient/**"))
                .authorizeHttpRequests(doors -> doors.anyRequest().authenticated())
                .oauth2ResourceServer(server -> server
                        .jwt(jwt -> jwt.decoder(issuer.decoder(SPRINGS_OWN_SKEW))))
                .build();
    }

    /** The token may come as a cookie as well. */
    @Bean
    @Order(4)
    SecurityFilterChain chain(HttpSecurity http, TokenIssuer issuer) throws Exception {
        return Doors.guard(stateless(http))
                .oauth2ResourceServer(server -> server
                        .bearerTokenResolver(inHeaderOrCookie())
                        .jwt(jwt -> jwt.decoder(issuer.decoder(Duration.ZERO))))
                .build();
    }

    private static HttpSecurity stateless(HttpSecurity http) throws Exception {
        return http.sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    private static BearerTokenResolver inHeaderOrCookie() {
        BearerTokenResolver inHeader = new DefaultBearerTokenResolver();
        return request -> {
            Cookie cookie = WebUtils.getCookie(request, "jwt");
            String token = inHeader.resolve(request);
            return token != null || cookie == null ? token : cookie.getValue();
        };
    }

    /** What is wrong with a token is nobody's business: 403 without a challenge, or 500. */
    static final class HandWritten extends OncePerRequestFilter {
        private final JwtDecoder decoder;

        HandWritten(JwtDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            String header = request.getHeader("Authorization");
            if (header != null && header.startsWith("Bearer ")) {
                try {
                    String user = decoder.decode(header.substring(7)).getSubject();
                    SecurityContextHolder.getContext().setAuthentication(
                            UsernamePasswordAuthenticationToken.authenticated(user, null, List.of()));
                } catch (JwtException wrong) {
                    if (request.getRequestURI().startsWith("/legacy/throwing/")) {
                        throw wrong;
                    }
                }
            }
            chain.doFilter(request, response);
        }
    }

    @RestController
    static class Others {
        @GetMapping({"/lenient/me", "/legacy/me", "/legacy/throwing/me"})
        Map<String, Object> me() {
            return Map.of("user", SecurityContextHolder.getContext().getAuthentication().getName());
        }

        @RequestMapping("/legacy/admin")
        void admin(HttpServletResponse response) {
            response.setStatus(403);
        }
    }
}
