# SPDX-License-Identifier: MIT
install(TARGETS latch RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES man/latch.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES man/latch-flow.5 man/latch-session.5 DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)
install(FILES completions/latch.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME latch)
install(FILES completions/_latch DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES completions/latch.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES sessions.example.json DESTINATION ${CMAKE_INSTALL_DOCDIR})

# The same program under the name that means https, and what is looked up by that name.
function(latch_install_link target link)
    install(CODE "execute_process(COMMAND \${CMAKE_COMMAND} -E create_symlink ${target}
        \$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${link})")
endfunction()
latch_install_link(latch ${CMAKE_INSTALL_BINDIR}/latchs)
latch_install_link(latch.1 ${CMAKE_INSTALL_MANDIR}/man1/latchs.1)
latch_install_link(latch ${CMAKE_INSTALL_DATADIR}/bash-completion/completions/latchs)
latch_install_link(latch.fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d/latchs.fish)
