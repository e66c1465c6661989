# Reads what `cargo test` printed, then what check.sh printed; prints what failed, by name, and the
# counts. Fails when something failed (variable `failed`: the exit codes said so) or no test ran.

# Which binary the next lines are about.
/^ +Running / { target = $NF; sub(/.*\//, "", target); sub(/-[0-9a-f]+\)$/, "", target) }
/^ +Doc-tests / { target = "doc tests of " $2 }

/^test .* \.\.\. FAILED$/ {
    name = $0
    sub(/^test /, "", name)
    sub(/ \.\.\. FAILED$/, "", name)
    failures[++count] = name " (" target ")"
}

/^test result: / {
    for (i = 2; i < NF; i++) {
        if ($(i + 1) == "passed;") tests_passed += $i
        if ($(i + 1) == "failed;") tests_failed += $i
        if ($(i + 1) == "ignored;") skipped += $i
    }
}

/^check ok / { checks_passed++ }
/^check FAILED / { checks_failed++; failures[++count] = "check " $3 }

END {
    if (failed && !tests_failed && !checks_failed) {
        tests_failed = 1
        failures[++count] = "cargo test did not come to its end: the reason is above"
    }
    print ""
    print "summary"
    printf "  tests:  %d passed, %d failed, %d ignored\n", tests_passed, tests_failed, skipped
    if (checks_passed + checks_failed) printf "  checks: %d passed, %d failed\n", checks_passed, checks_failed
    for (i = 1; i <= count; i++) print "  FAILED: " failures[i]
    if (!tests_passed && !tests_failed) print "  no test ran: does the name have a typo?"
    printf "%d passed, %d failed%s\n", tests_passed + checks_passed, tests_failed + checks_failed,
        skipped ? ", " skipped " skipped" : ""
    exit failed || !tests_passed
}
