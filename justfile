set positional-arguments
# The scripts say themselves what went wrong.
set no-exit-message

# List the recipes
default:
    @{{ just_executable() }} --justfile {{ justfile() }} --list --unsorted

# Bring everything up: services, data, mail catcher, stand-in for Stripe, server, worker
up:
    @scripts/up.sh

# Stop what `up` started; the data stays
down:
    @scripts/down.sh

# Stop what `up` started and forget its data
reset: down
    @scripts/reset.sh

# Follow the logs of all parts, or of those named: server, worker, postgres, ...
logs *parts:
    @scripts/logs.sh "$@"

# Run the tests, or those whose name contains the argument
test *args:
    @scripts/test.sh "$@"

# Run every check that is not a test: format, lints, dependencies, drift of generated files
check:
    @scripts/check.sh

# Write generated/ from openapi.yaml; with --check, only say whether it is up to date
generate *args:
    @scripts/generate.sh "$@"

# Write .sqlx from the queries and migrations; with --check, only say whether it is up to date
sqlx *args:
    @scripts/sqlx.sh "$@"

# Format the code
fmt:
    cargo fmt --all

# List the benches, or run one: NAME [--quick]
bench *args:
    @scripts/bench.sh "$@"
