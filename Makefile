# What one does with a checkout. `make` alone lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help

# Each can be set on the command line: make run CONFIGURATION=release, make test SWIFT=/path/to/bin/swift
SWIFT ?= swift
SCRATCH_PATH ?= .build
CONFIGURATION ?= debug
IMAGE ?= portcullis:$(VERSION)
# How long `make fuzz` looks for faults.
FUZZ_SECONDS ?= 60
# Further arguments for what a target runs: make test ARGS='--filter CEL'
ARGS ?=
SANITIZE :=

SWIFT_MINIMUM := 6.3
VERSION = $(shell sed -n 's/.*current = "\(.*\)".*/\1/p' Sources/portcullis/Runtime/Version.swift)
BUILD = $(SWIFT) build --scratch-path '$(SCRATCH_PATH)'
RUN_TESTS = $(SWIFT) test --scratch-path '$(SCRATCH_PATH)' --skip-build --disable-xctest --no-parallel
PROGRAM = $$($(BUILD) --configuration $(CONFIGURATION) --show-bin-path)/portcullis
LINTED := Package.swift Sources Tests

# What the build and the tests need, and on Debian 12 also what the toolchain itself needs.
PACKAGES := git libcurl4-openssl-dev pkg-config python3
ifneq (,$(findstring bookworm,$(shell cat /etc/os-release 2>/dev/null)))
PACKAGES += binutils libc6-dev libncurses6 libsqlite3-0 libstdc++-12-dev libxml2
endif

# A terminal shows the build's progress in one line. Elsewhere it is one line a module instead of one a file.
define build
if [[ -t 1 ]]; then $(BUILD) $(1); else
	echo 'Building; the first time takes some minutes'
	$(BUILD) $(1) 2>&1 | sed -uE -e '/^\[[0-9]+\/[0-9]+\] /{/ (Emitting|Linking) /!d}' \
		-e '/^(Comput|Fetched|Creating working copy|Working copy)/d'
fi
endef

.PHONY: help
help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r name text; do
		printf '  make %-16s %s\n' "$$name" "$$text"
	done

.PHONY: run
run: toolchain ## Build, and run the service on simulated vendors, on http://127.0.0.1:8080
	@$(call build,--configuration $(CONFIGURATION) --product portcullis)
	exec "$(PROGRAM)" serve --simulate --log-format text $(ARGS)

.PHONY: test
test: toolchain ## Build and run all tests; lists suites, and tests that fail or are skipped
	@$(call build,--build-tests $(SANITIZE))
	$(RUN_TESTS) $(SANITIZE) $(ARGS) 2>&1 | sed -u -f .ci/test-output.sed

# Whatever a test asks of the network or of a name server fails there, so that none can rest on it unnoticed.
.PHONY: test-offline
test-offline: toolchain ## Build, then run all tests in a network namespace that has nothing but loopback (needs unshare and ip)
	@$(call build,--build-tests)
	alone=(unshare --net)
	if (( EUID != 0 )); then alone+=(--map-root-user); fi
	"$${alone[@]}" bash -c 'ip link set dev lo up && exec "$$@"' - $(RUN_TESTS) $(ARGS) 2>&1 | sed -u -f .ci/test-output.sed

.PHONY: deploy-test
deploy-test: toolchain ## Check deploy/ and the documents with the tools that are here: manifests, unit, shipping of the log, README
	@$(call build,--configuration $(CONFIGURATION) --product portcullis)
	Tests/Deploy/run "$(PROGRAM)" $(ARGS)

.PHONY: sanitize-thread sanitize-address
sanitize-thread: ## Run the tests under the thread sanitizer, in a build of its own
	@export TSAN_OPTIONS='suppressions=$(CURDIR)/.ci/tsan.suppressions'
	$(MAKE) test SCRATCH_PATH='$(SCRATCH_PATH)-thread' SANITIZE='--sanitize thread'
# Without leaks: what Swift's statics hold counts as leaked, because the pointers to it carry flags.
sanitize-address: ## Run the tests under the address sanitizer, in a build of its own
	@export ASAN_OPTIONS=detect_leaks=0
	$(MAKE) test SCRATCH_PATH='$(SCRATCH_PATH)-address' SANITIZE='--sanitize address'

# The module and the fuzzer as one program, as libFuzzer has to see every branch. What it finds stays beside its corpus.
.PHONY: fuzz
fuzz: fuzz-cel fuzz-log ## Fuzz CEL and the log's readers under the address sanitizer, for FUZZ_SECONDS each

.PHONY: fuzz-cel
fuzz-cel: toolchain
	@mkdir -p '$(SCRATCH_PATH)-fuzz/corpus'
	$(SWIFT)c -O -g -parse-as-library -swift-version 6 -suppress-warnings -package-name portcullis -module-name CEL \
		-sanitize=fuzzer,address -o '$(SCRATCH_PATH)-fuzz/cel' \
		$$(find Sources/CEL Tests/CELFuzz Tests/CELTests/Fuzzing -name '*.swift' ! -name '*Tests.swift')
	cd '$(SCRATCH_PATH)-fuzz'
	export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=64
	./cel -max_total_time=$(FUZZ_SECONDS) -max_len=2000 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 $(ARGS) corpus

.PHONY: bench
bench: toolchain ## Measure the log, policies, the client and decisions, beside fio, a C loop, nginx and an echo
	@Benchmarks/log.sh
	Benchmarks/cel.sh
	Benchmarks/policy.sh
	Benchmarks/curl.sh
	Benchmarks/upstream.sh
	Benchmarks/decisions.sh

# The same for the log, whose module needs those of two packages, built as for the tests.
LOG_FUZZ_MODULES := Crypto CryptoBoringWrapper CCryptoBoringSSL CCryptoBoringSSLShims CXKCP CXKCPShims SystemPackage CSystem

.PHONY: fuzz-log
fuzz-log: toolchain
	@mkdir -p '$(SCRATCH_PATH)-fuzz/corpus-log'
	$(BUILD) --target DecisionLog
	built="$$($(BUILD) --show-bin-path)"
	maps=() objects=()
	for module in $(LOG_FUZZ_MODULES); do
		objects+=($$(find "$$built/$$module.build" -name '*.o'))
		for map in '$(SCRATCH_PATH)'/checkouts/*/Sources/"$$module"/include/module.modulemap; do
			if [[ -e $$map ]]; then maps+=(-Xcc "-fmodule-map-file=$$map"); fi
		done
	done
	$(SWIFT)c -O -g -parse-as-library -swift-version 6 -suppress-warnings -package-name portcullis \
		-module-name DecisionLog -sanitize=fuzzer,address -use-ld=lld -I "$$built/Modules" -I Sources/CZlib \
		-Xlinker -l:libz.so.1 "$${maps[@]}" \
		-o '$(SCRATCH_PATH)-fuzz/log' "$${objects[@]}" \
		$$(find Sources/DecisionLog Tests/DecisionLogFuzz Tests/DecisionLogTests/Fuzzing -name '*.swift' ! -name '*Tests.swift')
	cd '$(SCRATCH_PATH)-fuzz'
	export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=64:malloc_context_size=0
	# Each input makes a log that is written and synced.
	if [[ -d /dev/shm ]]; then export TMPDIR=/dev/shm; fi
	./log -max_total_time=$(FUZZ_SECONDS) -max_len=500 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 $(ARGS) corpus-log

.PHONY: overload
overload: toolchain ## Offer twice what the service can carry, for a minute (needs python3)
	@Benchmarks/overload.sh

# How long `make soak` goes on.
MINUTES ?= 5

.PHONY: soak
soak: ## Load on both vendors' clients, with faults, cancels and restarts, for MINUTES (5)
	@SOAK_SECONDS=$$(( $(MINUTES) * 60 )) $(MAKE) test ARGS='--filter SoakTests'

# How many requests of each kind `make test-api` makes up.
EXAMPLES ?= 300

.PHONY: test-api
test-api: ## Try the HTTP API with PyPI's schemathesis, by openapi.json (needs python3-venv); EXAMPLES=1000 for longer
	@venv='$(abspath $(SCRATCH_PATH))/schemathesis'
	if [[ ! -x $$venv/bin/schemathesis ]]; then
		python3 -m venv "$$venv"
		"$$venv/bin/pip" install --quiet 'schemathesis>=4.32,<5'
	fi
	PATH="$$venv/bin:$$PATH" SCHEMATHESIS_EXAMPLES='$(EXAMPLES)' $(MAKE) test ARGS='--filter SchemathesisTests'

.PHONY: crash
crash: ## Break the decision log hundreds of times: kill -9, power loss, failing system calls, random alterations
	@export CRASH_ROUNDS='$(or $(ROUNDS),200)'
	$(MAKE) test ARGS='--filter DecisionLogTests.CrashTests --filter InjectionTests --filter PowerLossTests'

.PHONY: lint
lint: toolchain ## Check the format of all Swift sources, and that copies are the same
	@$(SWIFT) format lint --strict --recursive $(LINTED)
	# Kustomize reads no files above its own folder.
	diff --recursive --exclude='*.test.yaml' --exclude='*.schema.json' Config/policies deploy/kubernetes/policies

.PHONY: format
format: toolchain ## Bring all Swift sources into the format that lint checks
	@$(SWIFT) format --in-place --recursive $(LINTED)

.PHONY: release
release: CONFIGURATION := release
release: toolchain ## Build the optimised program, which needs no Swift where it runs
	@$(call build,--configuration release --product portcullis --static-swift-stdlib)
	ls -l "$(PROGRAM)"

.PHONY: image
image: ## Build the container image, with docker or podman
	@for engine in docker podman none; do
		if [[ $$engine == none ]] || "$$engine" info >/dev/null 2>&1; then break; fi
	done
	case $$engine in
		# podman's own format has no HEALTHCHECK.
		podman) build=(podman build --format docker) ;;
		docker) build=(docker build) ;;
		none) echo 'Neither docker nor podman works here: install one, or start the docker service.' >&2; exit 1 ;;
	esac
	revision="$$(git rev-parse HEAD 2>/dev/null || true)"
	"$${build[@]}" --tag '$(IMAGE)' --build-arg VERSION='$(VERSION)' --build-arg REVISION="$$revision" $(ARGS) .

.PHONY: image-test
image-test: ## Build the image without a registry, run it as it should be run, and verify its log (needs root, podman, debootstrap)
	@bash Tests/Deploy/image.sh

.PHONY: clean
clean: ## Remove what was built; the decision log in var/log stays
	@rm -rf -- '$(SCRATCH_PATH)' '$(SCRATCH_PATH)-thread' '$(SCRATCH_PATH)-address' '$(SCRATCH_PATH)-fuzz'

.PHONY: toolchain
toolchain: packages
	@if ! version="$$($(SWIFT) --version 2>&1)"; then
		echo "'$(SWIFT) --version' fails:" "$$version" >&2
		exit 1
	fi
	version="$$(sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' <<<"$$version")"
	if ! printf '%s\n' $(SWIFT_MINIMUM) "$$version" | sort --version-sort --check=quiet; then
		echo "Swift $$version is too old, $(SWIFT_MINIMUM) or later is needed: https://www.swift.org/install/linux/" >&2
		exit 1
	fi

# Installs what is missing and nothing else; where there is no apt, tells what is needed.
.PHONY: packages
packages:
	@if ! command -v '$(SWIFT)' >/dev/null; then
		echo "There is no '$(SWIFT)' on the PATH. Install Swift $(SWIFT_MINIMUM) or later" >&2
		echo '(https://www.swift.org/install/linux/), or say where it is: make … SWIFT=/path/to/usr/bin/swift' >&2
		exit 1
	fi
	if ! command -v apt-get >/dev/null; then
		if pkg-config --exists libcurl; then exit 0; fi
		echo 'Install pkg-config and libcurl with its headers.' >&2
		exit 1
	fi
	missing=()
	for package in $(PACKAGES); do
		status="$$(dpkg-query --show --showformat='$${db:Status-Status}' "$$package" 2>/dev/null || true)"
		if [[ $$status != installed* ]]; then missing+=("$$package"); fi
	done
	if (( $${#missing[@]} == 0 )); then exit 0; fi
	if (( EUID == 0 )); then as_root=(env)
	elif command -v sudo >/dev/null; then as_root=(sudo env)
	else
		echo "Missing. As root, run: apt-get install $${missing[*]}" >&2
		exit 1
	fi
	echo "Installing $${missing[*]}"
	"$${as_root[@]}" apt-get update -qq </dev/null
	"$${as_root[@]}" DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends "$${missing[@]}" </dev/null >/dev/null
