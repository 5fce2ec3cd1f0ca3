// SPDX-License-Identifier: MIT
package latch.target.io;

import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.web.PagedModel;
import org.springframework.data.web.PagedResourcesAssembler;
import org.springframework.hateoas.EntityModel;
import org.springframework.hateoas.IanaLinkRelations;
import org.springframework.hateoas.Links;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** One list of {@code total} things, in every way in which Spring gives out a page of one. */
@RestController
@RequestMapping("/lists")
public class Lists {
    /** What is listed. */
    public record Thing(int id, String name) {}

    private final PagedResourcesAssembler<Thing> assembler;

    public Lists(PagedResourcesAssembler<Thing> assembler) {
        this.assembler = assembler;
    }

    @GetMapping("/page")
    Page<Thing> page(Pageable pageable, @RequestParam(defaultValue = "7") int total) {
        return new PageImpl<>(things(pageable, total), pageable, total);
    }

    /** After each page whose number is among {@code ends} nobody is signed in any more. */
    @GetMapping("/leaving")
    Page<Thing> leaving(
            Pageable pageable,
            @RequestParam(defaultValue = "7") int total,
            @RequestParam Set<Integer> ends,
            HttpSession session) {
        if (ends.contains(pageable.getPageNumber())) {
            session.invalidate();
        }
        return page(pageable, total);
    }

    @GetMapping("/slice")
    Slice<Thing> slice(Pageable pageable, @RequestParam(defaultValue = "7") int total) {
        boolean hasNext = pageable.getOffset() + pageable.getPageSize() < total;
        return new SliceImpl<>(things(pageable, total), pageable, hasNext);
    }

    @GetMapping("/model")
    PagedModel<Thing> model(Pageable pageable, @RequestParam(defaultValue = "7") int total) {
        return new PagedModel<>(page(pageable, total));
    }

    @GetMapping("/hal")
    org.springframework.hateoas.PagedModel<EntityModel<Thing>> hal(
            Pageable pageable, @RequestParam(defaultValue = "7") int total) {
        return assembler.toModel(page(pageable, total));
    }

    /** The things alone, the way on in the head. */
    @GetMapping("/link")
    ResponseEntity<List<Thing>> link(Pageable pageable, @RequestParam(defaultValue = "7") int total) {
        Page<Thing> page = page(pageable, total);
        Links links = assembler.toModel(page).getLinks()
                .without(IanaLinkRelations.FIRST);
        return ResponseEntity.ok().header(HttpHeaders.LINK, links.toString()).body(page.getContent());
    }

    private static List<Thing> things(Pageable pageable, int total) {
        List<Thing> things = new ArrayList<>();
        long end = Math.min(pageable.getOffset() + pageable.getPageSize(), total);
        for (long id = pageable.getOffset(); id < end; id++) {
            things.add(new Thing((int) id, "thing " + id));
        }
        return things;
    }
}
