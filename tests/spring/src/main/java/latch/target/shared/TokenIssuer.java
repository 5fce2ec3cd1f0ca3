// SPDX-License-Identifier: MIT
package latch.target.shared;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** Tokens signed with a key of its own, and refresh tokens that are good for one use. */
public final class TokenIssuer {
    private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();
    private volatile SecretKey key = freshKey();

    /** A token that ends so long from now, or ended so long ago. */
    public String issue(String user, Duration life) {
        Instant now = Instant.now();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .subject(user)
                .claim("scope", "read")
                .issuedAt(life.compareTo(Duration.ZERO) > 0 ? now : now.minus(Duration.ofDays(1)))
                .expiresAt(now.plus(life))
                .build();
        JwsHeader header = JwsHeader.with(MacAlgorithm.HS256).build();
        return new NimbusJwtEncoder(new ImmutableSecret<>(key))
                .encode(JwtEncoderParameters.from(header, claims))
                .getTokenValue();
    }

    public String issueRefresh(String user) {
        String token = UUID.randomUUID().toString();
        refreshTokens.put(token, user);
        return token;
    }

    /** Whose it is; null if it was used, or never issued. */
    public String redeem(String refreshToken) {
        return refreshToken == null ? null : refreshTokens.remove(refreshToken);
    }

    /** Believes tokens that ended less than {@code skew} ago, whatever the key is by then. */
    public JwtDecoder decoder(Duration skew) {
        return token -> {
            NimbusJwtDecoder decoder = NimbusJwtDecoder.withSecretKey(key).build();
            decoder.setJwtValidator(new JwtTimestampValidator(skew));
            return decoder.decode(token);
        };
    }

    /** All tokens that were issued are worth nothing. */
    public void rotate() {
        key = freshKey();
    }

    private static SecretKey freshKey() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return new SecretKeySpec(bytes, "HmacSHA256");
    }
}
