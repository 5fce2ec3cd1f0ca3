// SPDX-License-Identifier: MIT
package latch.target;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One Spring context with its own port, configured by the class that carries this. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Sibling.Several.class)
public @interface Sibling {
    String name();

    /** Application properties, as {@code key=value}; {@code ${certificates}} is the PEM directory. */
    String[] properties() default {};

    /** False removes Spring Security from this context altogether. */
    boolean secured() default true;

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Several {
        Sibling[] value();
    }
}
