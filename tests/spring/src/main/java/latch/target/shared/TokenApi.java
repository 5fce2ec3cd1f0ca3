// SPDX-License-Identifier: MIT
package latch.target.shared;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Logins as applications write them by hand: JSON in, a token somewhere in the answer. */
@RestController
public class TokenApi {
    private final TokenIssuer issuer;
    private final DaoAuthenticationProvider provider;

    TokenApi(TokenIssuer issuer, InMemoryUserDetailsManager people) {
        this.issuer = issuer;
        this.provider = new DaoAuthenticationProvider(people);
    }

    @PostMapping("/auth/login/{shape}")
    ResponseEntity<?> login(
            @PathVariable String shape,
            @RequestParam(defaultValue = "300") long life,
            @RequestBody Map<String, String> credentials) {
        String name = credentials.getOrDefault("username", credentials.get("email"));
        String user = provider.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(
                name, credentials.get("password"))).getName();
        return answer(shape, issuer.issue(user, Duration.ofSeconds(life)), issuer.issueRefresh(user));
    }

    @PostMapping("/auth/refresh")
    ResponseEntity<?> refresh(
            @RequestParam(defaultValue = "300") long life, @RequestBody Map<String, String> asked) {
        String user = issuer.redeem(asked.get("refreshToken"));
        if (user == null) {
            return ResponseEntity.status(401).body(Map.of("message", "no such refresh token"));
        }
        return answer("accessToken", issuer.issue(user, Duration.ofSeconds(life)), issuer.issueRefresh(user));
    }

    @ExceptionHandler
    ResponseEntity<?> refused(AuthenticationException refusal) {
        return ResponseEntity.status(401).body(Map.of("message", refusal.getMessage()));
    }

    private static ResponseEntity<?> answer(String shape, String token, String refresh) {
        String bearer = "Bearer " + token;
        return switch (shape) {
            case "data" -> ResponseEntity.ok(Map.of("data", pair("token", token, refresh)));
            case "response" -> ResponseEntity.ok(Map.of("response", pair("jwt", token, refresh)));
            case "jhipster" -> ResponseEntity.ok()
                    .header(HttpHeaders.AUTHORIZATION, bearer).body(Map.of("id_token", token));
            case "authorization" -> ResponseEntity.ok().header(HttpHeaders.AUTHORIZATION, bearer).build();
            case "x-auth-token" -> ResponseEntity.noContent().header("X-Auth-Token", token).build();
            case "cookie" -> ResponseEntity.ok()
                    .header(HttpHeaders.SET_COOKIE, "jwt=" + token + "; Path=/; HttpOnly")
                    .body(Map.of("ok", true));
            case "text" -> ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(token);
            case "none" -> ResponseEntity.ok(Map.of("user", "somebody"));
            case "page" -> ResponseEntity.ok().contentType(MediaType.TEXT_HTML).body("<h1>Welcome</h1>");
            default -> ResponseEntity.ok(pair(shape, token, refresh));
        };
    }

    private static Map<String, Object> pair(String name, String token, String refresh) {
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put(name, token);
        pair.put("refreshToken", refresh);
        return pair;
    }
}
