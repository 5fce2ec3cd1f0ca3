// SPDX-License-Identifier: MIT
package latch.target.shared;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Clients without a secret where Spring by itself wants one: with the codes of devices, as its own
 * sample has it, and with refresh tokens.
 */
public final class PublicClients {
    private static final Set<String> GRANTS =
            Set.of("urn:ietf:params:oauth:grant-type:device_code", "refresh_token");

    private PublicClients() {}

    /** What such a request says of its sender; a type of its own, since PKCE is not asked for. */
    private static final class Token extends OAuth2ClientAuthenticationToken {
        private static final long serialVersionUID = 1;

        Token(String client) {
            super(client, ClientAuthenticationMethod.NONE, null, null);
        }

        Token(RegisteredClient client) {
            super(client, ClientAuthenticationMethod.NONE, null);
        }
    }

    /** Finds them in requests. */
    public static final class Converter implements AuthenticationConverter {
        @Override
        public Authentication convert(HttpServletRequest request) {
            String client = request.getParameter("client_id");
            String grant = request.getParameter("grant_type");
            boolean begins = request.getRequestURI().endsWith("/oauth2/device_authorization");
            boolean secret = request.getParameter("client_secret") != null
                    || request.getHeader("Authorization") != null;
            return client == null || secret || !(begins || grant != null && GRANTS.contains(grant))
                    ? null
                    : new Token(client);
        }
    }

    /** Lets those in that are registered as such. */
    public static final class Provider implements AuthenticationProvider {
        private final RegisteredClientRepository clients;

        public Provider(RegisteredClientRepository clients) {
            this.clients = clients;
        }

        @Override
        public Authentication authenticate(Authentication asked) {
            RegisteredClient client = clients.findByClientId(asked.getName());
            if (client == null
                    || !client.getClientAuthenticationMethods().contains(ClientAuthenticationMethod.NONE)) {
                throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
            }
            return new Token(client);
        }

        @Override
        public boolean supports(Class<?> type) {
            return Token.class.isAssignableFrom(type);
        }
    }
}
