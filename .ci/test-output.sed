# What `swift test` prints, without what goes well: suites that end, failures and skipped tests stay.
/ Test run /b
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
