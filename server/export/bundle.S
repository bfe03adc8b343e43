/* bundle.S: the page that checks a bundle, as read-only text. See include/export/bundle.h. */
    .section .rodata

    .globl bundle_page
bundle_page:
    .incbin "verify.html"
    .globl bundle_page_end
bundle_page_end:
    .byte 0

    .section .note.GNU-stack,"",@progbits
