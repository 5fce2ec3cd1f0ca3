// SPDX-License-Identifier: MIT
package latch.target.shared;

import java.security.Principal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** A page with the token in its meta tags and in a form. */
@Controller
public class HomePage {
    @GetMapping("/")
    String home(Model model, Principal caller) {
        model.addAttribute("caller", caller == null ? "nobody" : caller.getName());
        return "home";
    }
}
