# What `swift test` prints, without what goes well: suites that end, failures and skipped tests stay.
# Before its last line the first failures come again: they may be far above it by then.
/^✘ Test run with /{
    x
    s/^\(.\{4000\}\).*/\1.../
    s/^/\nWhat failed:/
    G
    b
}
/ Test run /b
/^✘ Test /H
/^✔ Test /d
# A suite, a test or a case begins. Its arguments may go over several lines, up to the word "started."
/^◇ /{
    :more
    / started\.$/d
    N
    # It didn't end so, and the next message begins.
    /\n[◇✔✘➜↳]/{
        s/.*\n/\n/
        D
    }
    b more
}
