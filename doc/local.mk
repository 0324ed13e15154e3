# The manual page is made by hand and by tools/gen-manual, and checked by tests/cli/manual.sh.
dist_man_MANS += doc/proctor.1
dist_doc_DATA += README NEWS SECURITY.md doc/ACCOUNT.md doc/ARCHITECTURE.md doc/PERFORMANCE.md \
	doc/account.svg doc/performance.svg doc/screenshot.svg
EXTRA_DIST += CONTRIBUTING.md tools/gen-manual tools/screenshot
