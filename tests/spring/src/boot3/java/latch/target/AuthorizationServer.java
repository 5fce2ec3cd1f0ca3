// SPDX-License-Identifier: MIT
package latch.target;

import static org.springframework.security.config.Customizer.withDefaults;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configurers.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** Spring Authorization Server, which is a part of Security since 7. */
public final class AuthorizationServer {
    private AuthorizationServer() {}

    /** OpenID Connect on, codes of devices typed at /activate, and a further kind of client. */
    public static HttpSecurity configure(
            HttpSecurity http, AuthenticationConverter converter, AuthenticationProvider provider)
            throws Exception {
        OAuth2AuthorizationServerConfigurer endpoints = new OAuth2AuthorizationServerConfigurer();
        return http.securityMatcher(endpoints.getEndpointsMatcher())
                .with(endpoints, server -> server
                        .oidc(withDefaults())
                        .deviceAuthorizationEndpoint(device -> device.verificationUri("/activate"))
                        .clientAuthentication(clients -> clients
                                .authenticationConverter(converter)
                                .authenticationProvider(provider)));
    }
}
