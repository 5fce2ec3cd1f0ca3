// SPDX-License-Identifier: MIT
package latch.target;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Boot configures what is on the class path, which all contexts share. This keeps from each what
 * others have brought along: a family is for those that name it in the property {@code families}.
 */
public final class Families implements AutoConfigurationImportFilter, EnvironmentAware {
    private static final Map<String, List<String>> MARKS = Map.of(
            "actuator", List.of(".actuate.", ".health.", "micrometer"),
            "authorization-server", List.of(".oauth2.server."),
            "reactive", List.of(".reactive.", ".reactor.", "webflux", "webclient"));

    private List<String> unwanted = List.of();

    @Override
    public void setEnvironment(Environment environment) {
        List<String> wanted = Arrays.asList(environment.getProperty("families", "").split(" "));
        unwanted = MARKS.entrySet().stream()
                .filter(family -> !wanted.contains(family.getKey()))
                .flatMap(family -> family.getValue().stream())
                .toList();
    }

    @Override
    public boolean[] match(String[] names, AutoConfigurationMetadata metadata) {
        boolean[] kept = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            String name = names[i]; // null where another filter was against it
            kept[i] = name != null && unwanted.stream().noneMatch(name::contains);
        }
        return kept;
    }
}
