// SPDX-License-Identifier: MIT
package latch.target.shared;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/** The programs that the authorization server knows. */
@Configuration(proxyBeanMethods = false)
public class Clients {
    /** The port does not count where the address is a loopback one. */
    private static final String CALLBACK = "http://127.0.0.1/callback";

    @Bean
    RegisteredClientRepository clients() {
        return new InMemoryRegisteredClientRepository(machine(), cli(), device(), web(), brief());
    }

    private static RegisteredClient machine() {
        return confidential("machine")
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scope("write")
                .build();
    }

    private static RegisteredClient cli() {
        return open("cli")
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .redirectUri(CALLBACK)
                .scope("openid")
                .scope("write")
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true).requireAuthorizationConsent(true).build())
                .build();
    }

    private static RegisteredClient device() {
        return open("device")
                .authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .build();
    }

    private static RegisteredClient web() {
        return confidential("web")
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .redirectUri(CALLBACK)
                .build();
    }

    /** Its access tokens live five seconds, and each refresh token is good for one use. */
    private static RegisteredClient brief() {
        return confidential("brief")
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .redirectUri(CALLBACK)
                .tokenSettings(TokenSettings.builder()
                        .accessTokenTimeToLive(Duration.ofSeconds(5))
                        .reuseRefreshTokens(false)
                        .build())
                .build();
    }

    private static RegisteredClient.Builder confidential(String name) {
        return RegisteredClient.withId(name)
                .clientId(name)
                .clientSecret("{noop}" + name + "-secret")
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .scope("read");
    }

    private static RegisteredClient.Builder open(String name) {
        return RegisteredClient.withId(name)
                .clientId(name)
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .scope("read");
    }
}
