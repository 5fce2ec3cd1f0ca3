// SPDX-License-Identifier: MIT
package latch.target.shared;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** The people, the same in every context but {@code boot}. */
@Configuration(proxyBeanMethods = false)
public class Users {
    public static final int BRIEF_SECONDS = 3;

    @Bean
    InMemoryUserDetailsManager people() {
        InMemoryUserDetailsManager people = new InMemoryUserDetailsManager();
        restore(people);
        return people;
    }

    public static void restore(InMemoryUserDetailsManager people) {
        for (UserDetails person : everybody()) {
            if (people.userExists(person.getUsername())) {
                people.updateUser(person);
            } else {
                people.createUser(person);
            }
        }
    }

    public static void changePassword(InMemoryUserDetailsManager people, String name, String password) {
        UserDetails person = people.loadUserByUsername(name);
        people.updateUser(User.withUserDetails(person).password("{noop}" + password).build());
    }

    public static List<UserDetails> everybody() {
        return List.of(
                person("alice", "wonderland", "USER").build(),
                person("root", "toor", "ADMIN").build(),
                person("brief", "brief", "USER").build(),
                person("locked", "locked", "USER").accountLocked(true).build(),
                person("ünï", "pä&ss=wörd+100%", "USER").build());
    }

    private static User.UserBuilder person(String name, String password, String role) {
        return User.withUsername(name).password("{noop}" + password).roles(role);
    }

    /** By property a session cannot live less than a minute; by hand it can. */
    @EventListener
    void shorten(InteractiveAuthenticationSuccessEvent event) {
        if (event.getAuthentication().getName().equals("brief")
                && RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current) {
            HttpServletRequest request = current.getRequest();
            HttpSession session = request.getSession(false);
            if (session != null) {
                session.setMaxInactiveInterval(BRIEF_SECONDS);
            }
        }
    }
}
