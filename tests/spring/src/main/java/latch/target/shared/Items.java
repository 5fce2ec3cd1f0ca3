// SPDX-License-Identifier: MIT
package latch.target.shared;

import java.util.concurrent.atomic.AtomicLong;

/** How often an unsafe request has really been carried out in this context. */
public final class Items {
    private final AtomicLong executions = new AtomicLong();

    public long execute() {
        return executions.incrementAndGet();
    }

    public long count() {
        return executions.get();
    }

    public void reset() {
        executions.set(0);
    }
}
