// SPDX-License-Identifier: MIT
package latch.target.shared;

import java.util.function.Predicate;

/** The live sessions of one context. */
public interface Sessions {
    /** Ends the sessions whose user (null when nobody is signed in) is chosen; says how many. */
    int end(Predicate<String> chosen);
}
