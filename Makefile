# The commands of a working day. `make test` and `make demo` set up what they need on Debian 12.

CARGO ?= cargo

.PHONY: all dll demo test test-dll unit-dll diff-wine bench-wine bench-xml install valgrind sanitizers tsan miri model header readme fuzz-smoke bench lint check clean

all:
	$(CARGO) build --release

# webservices.dll for 64-bit Windows and the library to link with it, in target/windows.
dll:
	@scripts/setup-debian.sh dll
	@CARGO="$(CARGO)" scripts/dll.sh

# A service and a client in C, built as a user would build them, talking to each other.
demo:
	@scripts/setup-debian.sh demo
	@$(MAKE) --no-print-directory install PREFIX="$(CURDIR)/target/demo"
	@scripts/demo.sh

# Every test: Rust, C and C++, valgrind, sanitizers, installation, interoperability, webservices.dll under Wine.
test:
	@scripts/setup-debian.sh test
	CARGO="$(CARGO)" scripts/test.sh

# webservices.dll, and the C and C++ programs on it under Wine: part of `make test`.
test-dll:
	@scripts/setup-debian.sh dll
	@CARGO="$(CARGO)" scripts/dll.sh || [ $$? = 77 ]
	CARGO="$(CARGO)" scripts/test.sh --test dll

# The tests beside the code, built for Windows and run under Wine. Minutes the first time, and not in `make test`.
unit-dll:
	@scripts/setup-debian.sh dll
	@CARGO="$(CARGO)" CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER="$(CURDIR)/scripts/wine.sh" scripts/dll.sh test

# webservices.dll against Wine's own, by scripts made from a seed: a smaller number of them is part of `make test`.
# CASES=100000 SEED=7 FAMILY=writes make diff-wine
diff-wine:
	@scripts/setup-debian.sh dll
	@CARGO="$(CARGO)" scripts/dll.sh || [ $$? = 77 ]
	CARGO="$(CARGO)" CASES=$${CASES:-100000} LIMIT=7200 scripts/test.sh --test diff -- --nocapture --test-threads 1

# How much faster than Wine's it reads and writes ten megabytes of XML.
bench-wine:
	@scripts/setup-debian.sh dll
	@CARGO="$(CARGO)" scripts/dll.sh
	BENCH=10 $(CARGO) test --quiet --test diff

# How fast it reads and writes XML, beside libxml2, expat, quick-xml and gSOAP: docs/performance.md.
bench-xml:
	@scripts/setup-debian.sh xml
	@CARGO="$(CARGO)" benches/xml_peers/run.sh

# The C and C++ programs under valgrind, or with gcc's sanitizers: parts of `make test`.
valgrind:
	CARGO="$(CARGO)" scripts/test.sh --test ctests -- /valgrind
sanitizers:
	CARGO="$(CARGO)" scripts/test.sh --test ctests -- /sanitizers

# Sixty-four threads on one service proxy under the thread sanitizer, in a library built anew for it (minutes the
# first time). For a minute: SECONDS_EACH=60 make tsan
tsan:
	@scripts/setup-debian.sh tsan
	@CARGO="$(CARGO)" scripts/tsan.sh || [ $$? = 77 ]

# Handles, nodes as C sees them, heap and serialization under Miri (minutes the first time). More cases: PROPTEST_CASES=64 make miri
miri:
	@scripts/miri.sh || [ $$? = 77 ]

# The life cycle of channels, listeners and proxies in many orders of events, under shuttle: part of `make test`.
model:
	RUSTFLAGS="--cfg shuttle" $(CARGO) test --target-dir target/model --lib model_tests

# make install PREFIX=/usr DESTDIR=/tmp/package (LIBDIR, BUILD: see the script)
install:
	@CARGO="$(CARGO)" PREFIX="$(PREFIX)" LIBDIR="$(LIBDIR)" DESTDIR="$(DESTDIR)" BUILD="$(BUILD)" \
		scripts/install.sh

# Writes what is made from the library's C face: the header, the README's table of functions.
header:
	WWSAPI_UPDATE_HEADER=1 $(CARGO) test --quiet --test header_fresh
readme:
	WWSAPI_UPDATE_README=1 $(CARGO) test --quiet --test readme

# Each fuzz target for ten seconds under the address sanitizer; for a moment each without it: part of `make test`.
fuzz-smoke:
	@CARGO="$(CARGO)" scripts/fuzz-smoke.sh || [ $$? = 77 ]

# Each benchmark, compared with its last run; one of them: cargo bench --bench reader
# Calls over loopback, against gSOAP's: benches/loopback/run.sh
bench:
	$(CARGO) bench --benches

lint:
	$(CARGO) fmt --all --check
	$(CARGO) fmt --manifest-path fuzz/Cargo.toml --check
	$(CARGO) fmt --manifest-path benches/xml_peers/quick_xml/Cargo.toml --check
	$(CARGO) clippy --all-targets -- -D warnings

# What a change has to pass before it is taken.
check:
	.ci/run

clean:
	$(CARGO) clean
