// SPDX-License-Identifier: MIT
package latch.target.shared;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/** Keeps track of the servlet container's sessions. */
public final class TomcatSessions implements HttpSessionListener, Sessions {
    private final Set<HttpSession> live = ConcurrentHashMap.newKeySet();

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        live.add(event.getSession());
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        live.remove(event.getSession());
    }

    @Override
    public int end(Predicate<String> chosen) {
        int ended = 0;
        for (HttpSession session : live) {
            try {
                Object context =
                        session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY);
                if (chosen.test(user(context))) {
                    session.invalidate();
                    ended++;
                }
            } catch (IllegalStateException alreadyGone) {
                live.remove(session);
            }
        }
        return ended;
    }

    public static String user(Object context) {
        return context instanceof SecurityContext security && security.getAuthentication() != null
                ? security.getAuthentication().getName()
                : null;
    }
}
