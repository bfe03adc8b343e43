/* schema.S: the SQL of both kinds of file as read-only text, each ended by a NUL byte. See include/store/schema.h. */
    .section .rodata

    .globl schema_workshop_sql
schema_workshop_sql:
    .incbin "schema.sql"
    .byte 0

    .globl schema_registry_sql
schema_registry_sql:
    .incbin "registry.sql"
    .byte 0

    .section .note.GNU-stack,"",@progbits
