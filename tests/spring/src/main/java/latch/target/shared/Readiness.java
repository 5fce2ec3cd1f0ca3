// SPDX-License-Identifier: MIT
package latch.target.shared;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;

/** Whether this context says that it takes requests. */
public final class Readiness {
    private final ApplicationContext context;

    Readiness(ApplicationContext context) {
        this.context = context;
    }

    public void set(boolean up) {
        AvailabilityChangeEvent.publish(
                context, up ? ReadinessState.ACCEPTING_TRAFFIC : ReadinessState.REFUSING_TRAFFIC);
    }
}
