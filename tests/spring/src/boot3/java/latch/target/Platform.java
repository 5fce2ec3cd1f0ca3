// SPDX-License-Identifier: MIT
package latch.target;

import org.apache.catalina.startup.Tomcat;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;

/** What Boot 3 and Boot 4 keep in different packages. */
public final class Platform {
    private Platform() {}

    static Tomcat tomcat(ApplicationContext context) {
        return ((TomcatWebServer) ((WebServerApplicationContext) context).getWebServer()).getTomcat();
    }
}
