// SPDX-License-Identifier: MIT
package latch.target.contexts;

import static org.springframework.security.config.Customizer.withDefaults;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.function.Supplier;
import latch.target.AuthorizationServer;
import latch.target.Sibling;
import latch.target.shared.Clients;
import latch.target.shared.Doors;
import latch.target.shared.Endpoints;
import latch.target.shared.PublicClients;
import latch.target.shared.Users;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.stereotype.Controller;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** An authorization server, people signing in by form, and an API that takes its tokens. */
@Sibling(name = "as")
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({Endpoints.class, Users.class, Clients.class, AsContext.ActivationPage.class})
public class AsContext {
    /** Made when it is first needed: it takes longer than the rest of the context. */
    private final Supplier<RSAKey> key = SingletonSupplier.of(AsContext::freshKey);

    @Bean
    @Order(1)
    SecurityFilterChain endpoints(HttpSecurity http, RegisteredClientRepository clients) throws Exception {
        return AuthorizationServer.configure(
                        http, new PublicClients.Converter(), new PublicClients.Provider(clients))
                .authorizeHttpRequests(doors -> doors.anyRequest().authenticated())
                .exceptionHandling(refusals -> refusals.defaultAuthenticationEntryPointFor(
                        new LoginUrlAuthenticationEntryPoint("/login"),
                        new MediaTypeRequestMatcher(MediaType.TEXT_HTML)))
                .oauth2ResourceServer(server -> server.jwt(withDefaults()))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http) throws Exception {
        return Doors.guard(http.securityMatcher("/api/**"))
                .oauth2ResourceServer(server -> server.jwt(withDefaults()))
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain pages(HttpSecurity http) throws Exception {
        return Doors.guard(http).formLogin(withDefaults()).build();
    }

    @Bean
    AuthorizationServerSettings settings() {
        return AuthorizationServerSettings.builder().build();
    }

    @Bean
    JWKSource<SecurityContext> keys() {
        return (selector, context) -> selector.select(new JWKSet(key.get()));
    }

    /** No tolerance for the end of a token: those of some clients live five seconds. */
    @Bean
    JwtDecoder decoder() {
        return new SupplierJwtDecoder(() -> {
            NimbusJwtDecoder decoder = NimbusJwtDecoder.withPublicKey(publicKey()).build();
            decoder.setJwtValidator(new JwtTimestampValidator(Duration.ZERO));
            return decoder;
        });
    }

    private RSAPublicKey publicKey() {
        try {
            return key.get().toRSAPublicKey();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static RSAKey freshKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            return new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                    .privateKey(pair.getPrivate()).keyID("1").build();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Where somebody types the code that a device shows; Spring has everything but this page. */
    @Controller
    static class ActivationPage {
        @GetMapping("/activate")
        String page(@RequestParam(name = "user_code", required = false) String code) {
            return code == null ? "activate" : "redirect:/oauth2/device_verification?user_code=" + code;
        }
    }
}
